"""The podcast namespace's elements, as its documents have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiobrief.publishing.lint import values
from audiobrief.publishing.lint.document import Feed, Item, Problem
from audiobrief.publishing.lint.rules import ERROR, WARNING, feed_rule, item_rule

TRANSCRIPT_TYPES = {
    *("text/plain", "text/html", "text/vtt", "application/json"),
    *("application/x-subrip", "application/srt"),
}
CHAPTER_TYPES = {"application/json+chapters", "application/json"}
MEDIUMS = {
    *(
        "podcast",
        "music",
        "video",
        "film",
        "audiobook",
        "newsletter",
        "blog",
        "publisher",
        "course",
    ),
}
_SPDX = re.compile(r"[a-z0-9][a-z0-9.+-]*")

SHORTEST_BITE, LONGEST_BITE = 15, 120
MAX_TEXT, MAX_PURPOSE = 4000, 128


@feed_rule("feed.guid.invalid", ERROR)
def guid(feed: Feed) -> Iterator[Problem]:
    """The show's identity, wherever its feed moves."""
    for one in feed.all("podcast:guid"):
        if one.text and not values.is_guid(one.text):
            yield one.line, f"podcast:guid is no UUID: {one.text}"


@feed_rule("feed.locked.invalid", ERROR)
def locked(feed: Feed) -> Iterator[Problem]:
    """Hosts ask before they import a feed."""
    for one in feed.all("podcast:locked"):
        if one.text and one.text not in {"yes", "no"}:
            yield one.line, f"podcast:locked is {one.text!r}, neither yes nor no"


@feed_rule("feed.medium.invalid", ERROR)
def medium(feed: Feed) -> Iterator[Problem]:
    """What an app is for decides whether it lists the feed."""
    for one in feed.all("podcast:medium"):
        if one.text not in MEDIUMS and one.text.removesuffix("L") not in {*MEDIUMS, "mixed"}:
            yield one.line, f"podcast:medium is none that is known: {one.text!r}"


@feed_rule("feed.frequency.invalid", ERROR)
def frequency(feed: Feed) -> Iterator[Problem]:
    """A recurrence rule is one of RFC 5545."""
    from dateutil.rrule import rrulestr

    for one in feed.all("podcast:updateFrequency"):
        try:
            if one.has("rrule"):
                rrulestr(one.get("rrule"))
        except (ValueError, KeyError, AttributeError):
            yield one.line, f"the rrule of podcast:updateFrequency is none: {one.get('rrule')!r}"


@feed_rule("feed.license.invalid", WARNING)
def license_(feed: Feed) -> Iterator[Problem]:
    """Either SPDX lists it, in lower case, or a url says where its text stands."""
    for one in feed.everywhere("podcast:license"):
        if not _SPDX.fullmatch(one.text) and not values.is_address(one.get("url")):
            yield one.line, f"the license is no SPDX identifier and has no url: {one.text!r}"


@feed_rule("feed.txt.long", ERROR)
def txt(feed: Feed) -> Iterator[Problem]:
    """The namespace bounds both."""
    for one in feed.everywhere("podcast:txt"):
        if len(one.text) > MAX_TEXT or len(one.get("purpose")) > MAX_PURPOSE:
            yield one.line, f"podcast:txt is longer than {MAX_TEXT}, or its purpose than 128"


@item_rule("item.transcript.url", ERROR)
def transcript_url(item: Item) -> Iterator[Problem]:
    """A relative address leads nowhere from an app."""
    for one in item.all("podcast:transcript"):
        if one.get("url") and not values.is_address(one.get("url")):
            yield one.line, f"the transcript is no http(s) address: {one.get('url')}"


@item_rule("item.transcript.type", ERROR)
def transcript_type(item: Item) -> Iterator[Problem]:
    """Apps choose among transcripts by it."""
    for one in item.all("podcast:transcript"):
        if one.get("type") not in TRANSCRIPT_TYPES:
            yield one.line, f"the transcript's type is none of a transcript's: {one.get('type')!r}"


@item_rule("item.transcript.rel", ERROR)
def transcript_rel(item: Item) -> Iterator[Problem]:
    """The namespace knows captions alone."""
    for one in item.all("podcast:transcript"):
        if one.has("rel") and one.get("rel") != "captions":
            yield one.line, f"the transcript's rel is {one.get('rel')!r}, not captions"


@item_rule("item.transcript.order", WARNING)
def transcript_order(item: Item) -> Iterator[Problem]:
    """Some apps take the first transcript, and show best what WebVTT holds."""
    types = [one.get("type") for one in item.all("podcast:transcript")]
    if "text/vtt" in types[1:] and types[0] != "text/vtt":
        yield item.line, "the WebVTT transcript is not the first"


@item_rule("item.chapters.invalid", ERROR)
def chapters(item: Item) -> Iterator[Problem]:
    """An address and a type, or apps do not load them."""
    for one in item.all("podcast:chapters"):
        if not values.is_address(one.get("url")):
            yield one.line, f"the chapters are no http(s) address: {one.get('url')!r}"
        if one.get("type") not in CHAPTER_TYPES:
            yield (
                one.line,
                f"the chapters' type is not application/json+chapters: {one.get('type')!r}",
            )


@item_rule("item.soundbite.range", ERROR)
def soundbite_range(item: Item) -> Iterator[Problem]:
    """Behind the start, 15 to 120 seconds long."""
    for one in item.all("podcast:soundbite"):
        start, length = (values.number(one.get(name)) for name in ("startTime", "duration"))
        if not start:
            yield one.line, f"the soundbite starts at {one.get('startTime')!r}, not behind 0"
        if length is None or not SHORTEST_BITE <= length <= LONGEST_BITE:
            yield one.line, f"the soundbite lasts {one.get('duration')!r} s, not 15 to 120"


@item_rule("item.soundbite.beyond", ERROR)
def soundbite_beyond(item: Item) -> Iterator[Problem]:
    """A soundbite that ends behind the episode plays nothing."""
    whole = values.seconds(item.said("itunes:duration"))
    for one in item.all("podcast:soundbite"):
        start, length = (values.number(one.get(name)) for name in ("startTime", "duration"))
        if whole and start is not None and length is not None and start + length > whole + 1:
            yield one.line, f"the soundbite ends behind the episode, which lasts {whole} s"
