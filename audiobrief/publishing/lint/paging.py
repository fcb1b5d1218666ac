"""Links between a feed, its pages and its hubs (RFC 4287, RFC 5005, WebSub)."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.publishing.lint import values
from audiobrief.publishing.lint.document import Element, Feed, Problem
from audiobrief.publishing.lint.rules import ERROR, WARNING, feed_rule

_PAGES = ("first", "last", "next", "previous", "prev-archive", "next-archive", "current")
_ONCE = ("self", *_PAGES)


@feed_rule("feed.self.missing", ERROR)
def no_self(feed: Feed) -> Iterator[Problem]:
    """A feed that was copied is found again by it."""
    if not _links(feed, "self"):
        yield feed.line, 'there is no <atom:link rel="self">'


@feed_rule("feed.self.invalid", ERROR)
def bad_self(feed: Feed) -> Iterator[Problem]:
    """It is compared with the address that was asked."""
    for one in _links(feed, "self"):
        if not values.is_address(one.get("href")):
            yield one.line, f"the feed's own link is no http(s) address: {one.get('href')!r}"


@feed_rule("feed.hub.invalid", ERROR)
def hub(feed: Feed) -> Iterator[Problem]:
    """Apps subscribe there."""
    for one in _links(feed, "hub"):
        if not values.is_address(one.get("href")):
            yield one.line, f"the hub is no http(s) address: {one.get('href')!r}"


@feed_rule("paging.link.invalid", ERROR)
def relative(feed: Feed) -> Iterator[Problem]:
    """Apps that follow pages resolve no relative address."""
    for one in _links(feed, *_PAGES):
        if not values.is_address(one.get("href")):
            yield one.line, f"the link to the {one.get('rel')} page is no http(s) address"


@feed_rule("paging.link.repeated", ERROR)
def repeated(feed: Feed) -> Iterator[Problem]:
    """There is one next page."""
    for rel in _ONCE:
        for one in _links(feed, rel)[1:]:
            yield one.line, f"more than one link is the {rel} one"


@feed_rule("paging.link.loop", ERROR)
def loop(feed: Feed) -> Iterator[Problem]:
    """An app would read the same page for ever."""
    own = {one.get("href") for one in _links(feed, "self")}
    for one in _links(feed, "next", "previous", "prev-archive", "next-archive"):
        if one.get("href") in own:
            yield one.line, f"the {one.get('rel')} page is this page"


@feed_rule("paging.archive.lost", WARNING)
def lost(feed: Feed) -> Iterator[Problem]:
    """Who finds an archived page cannot subscribe to the show (RFC 5005, section 4)."""
    archived = feed.first("fh:archive")
    if archived and not _links(feed, "current"):
        yield archived.line, "an archived page names no current one"


def _links(feed: Feed, *rels: str) -> list[Element]:
    return [one for one in feed.all("atom:link") if one.get("rel") in rels]
