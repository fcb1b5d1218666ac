"""A published feed looked at from outside, as a listener's app would."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from audiobrief.config import Show
from audiobrief.errors import AudiobriefError
from audiobrief.ingest.podcast import Linked, Podcast, read_podcast
from audiobrief.net import fetch, masked, probe, shown
from audiobrief.pipeline.rhythm import overdue
from audiobrief.publishing.shelf import Shelf

MAX_FEED_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Sight:
    """A feed as it was seen: its newest item, and everything that was wrong.

    ``show`` is whose it is, empty if no show here has its address or its GUID.
    """

    url: str
    show: str
    newest: datetime | None
    faults: tuple[str, ...]


def watch(url: str, shows: Sequence[Show], shelf: Shelf, now: datetime) -> Sight:
    """Look at the feed at ``url``: reachable, whole, not late, its newest enclosure playable.

    What is returned tells no token of a private show.
    """
    seen = _look(url, shows, shelf, now)
    faults = tuple(map(masked, seen.faults))
    return replace(seen, url=masked(shown(url)), faults=faults)


def _look(url: str, shows: Sequence[Show], shelf: Shelf, now: datetime) -> Sight:
    try:
        podcast = read_podcast(fetch(url, limit_bytes=MAX_FEED_BYTES), url)
    except AudiobriefError as error:
        return Sight(url, "", None, (str(error),))
    show = _whose(url, podcast, shows, shelf)
    dated = [item for item in podcast.items if item.published]
    if not dated:
        return Sight(url, show.slug if show else "", None, ("the feed has no dated item",))
    newest = max(dated, key=lambda item: (item.published is not None, item.published))
    faults = [
        *_late(newest.published, show, now),
        *_unplayable(newest.enclosure, newest.title),
    ]
    return Sight(url, show.slug if show else "", newest.published, tuple(faults))


def _whose(url: str, podcast: Podcast, shows: Sequence[Show], shelf: Shelf) -> Show | None:
    """Return the show whose feed it is, by its address, else by the GUID it was given."""
    for show in shows:
        if show.feed_url == url:
            return show
    for show in shows:
        record = shelf.show_record(show.slug)
        if record and record.guid == podcast.guid:
            return show
    return None


def _late(newest: datetime | None, show: Show | None, now: datetime) -> Iterator[str]:
    if newest and show and show.rhythm:
        due = overdue(newest, show.rhythm, now)
        if due:
            yield (
                f"the newest item is of {newest:%Y-%m-%d %H:%M %Z}, "
                f"and the next was due {due:%Y-%m-%d %H:%M %Z} (rhythm: {show.rhythm})"
            )


def _unplayable(enclosure: Linked | None, title: str) -> Iterator[str]:
    if enclosure is None:
        yield f"the newest item, {title!r}, has no enclosure"
        return
    try:
        media = probe(enclosure.url)
    except AudiobriefError as error:
        yield str(error)
        return
    where = shown(enclosure.url)
    if media.bytes != enclosure.bytes:
        yield f"{where}: {media.bytes or 'no'} bytes there, {enclosure.bytes} in the feed"
    if media.type != enclosure.type:
        yield f"{where}: served as {media.type or 'nothing'}, {enclosure.type} in the feed"
    if not media.ranges:
        yield f"{where}: the server gives no part of it, so players cannot seek"
