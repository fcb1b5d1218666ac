"""What a channel says of itself: RSS and Apple's elements."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.publishing.lint import values
from audiobrief.publishing.lint.categories import CATEGORIES
from audiobrief.publishing.lint.document import Feed, Problem, line_of
from audiobrief.publishing.lint.rules import ERROR, WARNING, feed_rule

MAX_DESCRIPTION = 4000
"""Bytes that Apple keeps."""

MAX_ITEMS, MAX_BYTES = 100, 1_000_000
"""Apps load a feed whole at every visit; what is older belongs on further pages."""

EXPLICIT = {"true", "false"}
TYPES = {"episodic", "serial"}


@feed_rule("feed.version.wrong", ERROR)
def version(feed: Feed) -> Iterator[Problem]:
    """PSP-1 asks for RSS 2.0."""
    if feed.root.get("version") != "2.0":
        yield line_of(feed.root), "the feed is not RSS version 2.0"


@feed_rule("feed.items.none", WARNING)
def no_items(feed: Feed) -> Iterator[Problem]:
    """Directories refuse a feed without an episode."""
    if not feed.items:
        yield feed.line, "the feed has no item"


@feed_rule("feed.items.many", WARNING)
def many_items(feed: Feed) -> Iterator[Problem]:
    """A long feed costs every app at every visit."""
    if len(feed.items) > MAX_ITEMS:
        yield feed.line, f"{len(feed.items)} items on one page, more than {MAX_ITEMS}"


@feed_rule("feed.size.large", WARNING)
def large(feed: Feed) -> Iterator[Problem]:
    """Some apps stop reading behind a megabyte."""
    if feed.size > MAX_BYTES:
        yield feed.line, f"{feed.size} bytes on one page, more than {MAX_BYTES}"


@feed_rule("feed.link.invalid", ERROR)
def link(feed: Feed) -> Iterator[Problem]:
    """A relative link leads nowhere from an app."""
    for one in feed.all("link"):
        if one.text and not values.is_address(one.text):
            yield one.line, f"the link is no http(s) address: {one.text}"


@feed_rule("feed.description.long", ERROR)
def description(feed: Feed) -> Iterator[Problem]:
    """Apple keeps so many bytes."""
    size = len(feed.said("description").encode())
    if size > MAX_DESCRIPTION:
        yield feed.line, f"the description has {size} bytes, more than {MAX_DESCRIPTION}"


@feed_rule("feed.language.invalid", ERROR)
def language(feed: Feed) -> Iterator[Problem]:
    """Apps choose a transcript's direction, and a directory its shelf, by it."""
    tag = feed.said("language")
    if tag and not values.is_language(tag):
        yield feed.line, f"{tag!r} is no language tag, such as en-us"


@feed_rule("feed.category.unknown", ERROR)
def category(feed: Feed) -> Iterator[Problem]:
    """Apple lists a show under its own categories alone."""
    for main in feed.all("itunes:category"):
        name = main.get("text")
        if name and name not in CATEGORIES:
            yield main.line, f"{name!r} is none of Apple's categories"
        for sub in main.all("itunes:category"):
            if name in CATEGORIES and sub.get("text") not in CATEGORIES[name]:
                yield sub.line, f"{sub.get('text')!r} is no subcategory of {name!r}"


@feed_rule("feed.explicit.invalid", ERROR)
def explicit(feed: Feed) -> Iterator[Problem]:
    """Of yes, no and clean validators know nothing any more."""
    text = feed.said("itunes:explicit")
    if text and text not in EXPLICIT:
        yield feed.line, f"itunes:explicit is {text!r}, neither true nor false"


@feed_rule("feed.image.invalid", ERROR)
def image(feed: Feed) -> Iterator[Problem]:
    """Apps tell the kind of a picture by its address."""
    for one in feed.all("itunes:image"):
        if one.get("href") and not values.is_picture(one.get("href")):
            yield one.line, f"the image is no http(s) address of a JPEG or PNG: {one.get('href')}"


@feed_rule("feed.owner.invalid", ERROR)
def owner(feed: Feed) -> Iterator[Problem]:
    """Directories send their codes there."""
    email = feed.said("itunes:owner/itunes:email")
    if email and not values.is_email(email):
        yield feed.line, f"the owner's e-mail address is none: {email}"


@feed_rule("feed.type.invalid", ERROR)
def kind(feed: Feed) -> Iterator[Problem]:
    """It decides which episode is offered first."""
    text = feed.said("itunes:type")
    if text and text not in TYPES:
        yield feed.line, f"itunes:type is {text!r}, neither episodic nor serial"


@feed_rule("feed.date.invalid", ERROR)
def dates(feed: Feed) -> Iterator[Problem]:
    """RSS dates are those of RFC 822, with four digits for the year."""
    for name in ("lastBuildDate", "pubDate"):
        for one in feed.all(name):
            if values.date(one.text) is None:
                yield one.line, f"<{name}> is no date of RFC 822: {one.text}"


@feed_rule("feed.block.invalid", WARNING)
def block(feed: Feed) -> Iterator[Problem]:
    """Any other word blocks nothing."""
    for owner in (feed, *feed.items):
        for one in owner.all("itunes:block"):
            if one.text != "Yes":
                yield one.line, f"itunes:block is {one.text!r}; only Yes blocks"
    for one in feed.all("podcast:block"):
        if one.text not in {"yes", "no"}:
            yield one.line, f"podcast:block is {one.text!r}, neither yes nor no"


@feed_rule("feed.moved.invalid", ERROR)
def moved(feed: Feed) -> Iterator[Problem]:
    """Apps follow it for good."""
    for one in feed.all("itunes:new-feed-url"):
        if not values.is_address(one.text):
            yield one.line, f"itunes:new-feed-url is no http(s) address: {one.text}"
