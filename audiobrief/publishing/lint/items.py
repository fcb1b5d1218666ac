"""What an item says: RSS and Apple's elements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiobrief.publishing.lint import values
from audiobrief.publishing.lint.channel import EXPLICIT
from audiobrief.publishing.lint.document import Feed, Item, Problem
from audiobrief.publishing.lint.rules import ERROR, WARNING, feed_rule, item_rule

EPISODE_TYPES = {"full", "trailer", "bonus"}

_NUMBERED = re.compile(r"(?:episode|ep\.?|folge|episodio|épisode)\s*#?\d", re.IGNORECASE)
_MARKUP = re.compile(
    r"</?(?:b|i|em|strong|a|p|br|span)\b[^>]*>|&(?:amp|lt|gt|quot|#\d+);", re.IGNORECASE
)


@item_rule("item.title.markup", WARNING)
def title_markup(item: Item) -> Iterator[Problem]:
    """Apps show a title as it is, tags and all."""
    if found := _MARKUP.search(item.said("title")):
        yield item.line, f"the title holds markup that apps will show: {found[0]}"


@item_rule("item.title.show", WARNING)
def title_show(item: Item) -> Iterator[Problem]:
    """Apps set the show's name beside it."""
    show, title = item.feed.said("title"), item.said("title")
    rest = title.removeprefix(show)
    if show and rest != title and rest.lstrip().startswith((":", "|", "-", "–", "—", "·")):
        yield item.line, "the title begins with the show's own"


@item_rule("item.title.number", WARNING)
def title_number(item: Item) -> Iterator[Problem]:
    """Apple asks for numbers in itunes:episode alone."""
    if _NUMBERED.match(item.said("title")):
        yield item.line, "the title begins with a number, whose place is itunes:episode"


@feed_rule("item.guid.repeated", ERROR)
def guid_repeated(feed: Feed) -> Iterator[Problem]:
    """Apps take two items of one GUID for one episode."""
    seen: dict[str, int] = {}
    for item in feed.items:
        guid = item.said("guid")
        if guid and guid in seen:
            yield item.line, f"items {seen[guid]} and {item.number} have the same GUID: {guid}"
        seen.setdefault(guid, item.number)


@item_rule("item.guid.permalink", ERROR)
def guid_permalink(item: Item) -> Iterator[Problem]:
    """A GUID is taken for an address unless it says that it is none."""
    guid = item.first("guid")
    permanent = guid and guid.text and guid.get("isPermaLink") != "false"
    if guid and permanent and not values.is_address(guid.text):
        yield guid.line, 'the GUID is no address, but lacks isPermaLink="false"'


@item_rule("item.guid.enclosure", WARNING)
def guid_enclosure(item: Item) -> Iterator[Problem]:
    """A corrected file would become a second episode."""
    enclosure = item.first("enclosure")
    if enclosure and item.said("guid") and item.said("guid") == enclosure.get("url"):
        yield item.line, "the GUID is the enclosure's address, which changes with the file"


@item_rule("item.link.invalid", ERROR)
def link(item: Item) -> Iterator[Problem]:
    """A relative link leads nowhere from an app."""
    text = item.said("link")
    if text and not values.is_address(text):
        yield item.line, f"the link is no http(s) address: {text}"


@item_rule("item.date.invalid", ERROR)
def date(item: Item) -> Iterator[Problem]:
    """An episode without a date goes to the end of the list, or to 1970."""
    text = item.said("pubDate")
    if text and values.date(text) is None:
        yield item.line, f"<pubDate> is no date of RFC 822: {text}"


@item_rule("item.duration.invalid", ERROR)
def duration(item: Item) -> Iterator[Problem]:
    """Whole seconds, or a clock whose minutes and seconds are below 60."""
    text = item.said("itunes:duration")
    if text and not values.seconds(text):
        yield item.line, f"itunes:duration is {text!r}, neither whole seconds nor HH:MM:SS"


@item_rule("item.image.invalid", ERROR)
def image(item: Item) -> Iterator[Problem]:
    """Apps tell the kind of a picture by its address."""
    for one in item.all("itunes:image"):
        if one.get("href") and not values.is_picture(one.get("href")):
            yield one.line, f"the image is no http(s) address of a JPEG or PNG: {one.get('href')}"


@item_rule("item.explicit.invalid", ERROR)
def explicit(item: Item) -> Iterator[Problem]:
    """Of yes, no and clean validators know nothing any more."""
    text = item.said("itunes:explicit")
    if text and text not in EXPLICIT:
        yield item.line, f"itunes:explicit is {text!r}, neither true nor false"


@item_rule("item.type.invalid", ERROR)
def kind(item: Item) -> Iterator[Problem]:
    """Trailers and bonus episodes are listed apart."""
    text = item.said("itunes:episodeType")
    if text and text not in EPISODE_TYPES:
        yield item.line, f"itunes:episodeType is {text!r}, none of full, trailer, bonus"


@item_rule("item.number.invalid", ERROR)
def numbers(item: Item) -> Iterator[Problem]:
    """Seasons and Apple's episodes are whole numbers; the namespace's may have a fraction."""
    for name in ("itunes:season", "itunes:episode", "podcast:season"):
        for one in item.all(name):
            if not values.is_whole(one.text, least=0 if name.startswith("podcast") else 1):
                yield one.line, f"{name} is no whole number: {one.text!r}"
    for one in item.all("podcast:episode"):
        if values.number(one.text) is None:
            yield one.line, f"podcast:episode is no number: {one.text!r}"


@item_rule("item.number.differs", WARNING)
def numbers_differ(item: Item) -> Iterator[Problem]:
    """Two apps would show two numbers."""
    for name in ("season", "episode"):
        apples, spaces = item.said(f"itunes:{name}"), item.said(f"podcast:{name}")
        told = (values.number(apples), values.number(spaces))
        if None not in told and told[0] != told[1]:
            yield item.line, f"itunes:{name} is {apples}, podcast:{name} {spaces}"


@item_rule("item.number.missing", ERROR)
def number_missing(item: Item) -> Iterator[Problem]:
    """Apple orders serial shows by it."""
    serial = item.feed.said("itunes:type") == "serial"
    full = item.said("itunes:episodeType") in {"", "full"}
    if serial and full and not item.said("itunes:episode"):
        yield item.line, "an episode of a serial show needs itunes:episode"
