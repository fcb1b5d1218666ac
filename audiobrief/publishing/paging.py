"""A feed divided into pages: the newest episodes in one that is small, the rest archived.

Apps load the feed whole at every visit, so it stays short; those that want more follow its
links (RFC 5005). A page that is full is closed for good at a bound, a place in time that the
show remembers, so that what comes or goes elsewhere moves nothing in it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC

from audiobrief.model import Episode
from audiobrief.publishing.shelf import FEED

MAX_ITEMS = 100
"""Episodes of one page."""

MAX_BYTES = 900_000
"""Of the items of one page, as :data:`Weigh` counts them: with its head it is below 1 MB."""

FULL_ITEMS, FULL_BYTES = 50, 450_000
"""At which a page is closed; two of them fit where one may be."""

Weigh = Callable[[Episode], int]
"""Returns at least the bytes that an episode takes in a feed."""


@dataclass(frozen=True, slots=True)
class Page:
    """One document of a feed; ``episodes`` are newest first.

    ``older`` is the name of the page that goes on from it, empty for the last;
    ``oldest`` that of the last one.
    """

    name: str
    episodes: tuple[Episode, ...]
    older: str = ""
    oldest: str = FEED

    @property
    def archived(self) -> bool:
        """Whether it is one of the closed ones."""
        return self.name != FEED


def archive_name(number: int) -> str:
    """Return the name of an archived page; they count from 1, the oldest."""
    return f"feed-{number}.xml"


def bound(episode: Episode) -> str:
    """Return an episode's place in time, as text that sorts like it."""
    return f"{episode.published.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ} {episode.slug}"


def divide(
    episodes: Sequence[Episode], bounds: Sequence[str], weigh: Weigh
) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """Return the pages, the oldest first and the current one last, and their bounds.

    Args:
        episodes: all that are on air, in any order.
        bounds: where pages were closed before; the last episode of each.
        weigh: how heavy an episode is.
    """
    closed, current = _closed(sorted(episodes, key=bound), sorted(bounds))
    closed = [part for chunk in closed for part in _small_enough(chunk, weigh)]
    while not _fits(current, weigh):
        chunk, current = _cut(current, weigh)
        closed.append((bound(chunk[-1]), chunk))
    names = [archive_name(number) for number in range(1, len(closed) + 1)]
    chunks = [*(chunk for _, chunk in closed), current]
    pages = (
        Page(name, tuple(reversed(chunk)), older, names[0] if names else FEED)
        for name, chunk, older in zip([*names, FEED], chunks, ["", *names], strict=True)
    )
    return tuple(pages), tuple(end for end, _ in closed)


_Chunk = list[Episode]


def _closed(episodes: _Chunk, bounds: Sequence[str]) -> tuple[list[tuple[str, _Chunk]], _Chunk]:
    """Return what lies up to each bound, none of it empty, and what lies behind the last."""
    places = [bisect_right(episodes, end, key=bound) for end in bounds]
    spans = zip(bounds, [0, *places], places, strict=False)
    closed = [(end, episodes[start:stop]) for end, start, stop in spans if start < stop]
    return closed, episodes[places[-1] if places else 0 :]


def _small_enough(closed: tuple[str, _Chunk], weigh: Weigh) -> Iterator[tuple[str, _Chunk]]:
    """Yield a closed page, in parts where episodes of an older day have overfilled it."""
    end, chunk = closed
    while not _fits(chunk, weigh):
        part, chunk = _cut(chunk, weigh)
        yield bound(part[-1]), part
    yield end, chunk


def _fits(chunk: _Chunk, weigh: Weigh) -> bool:
    return len(chunk) <= MAX_ITEMS and (len(chunk) == 1 or sum(map(weigh, chunk)) <= MAX_BYTES)


def _cut(chunk: _Chunk, weigh: Weigh) -> tuple[_Chunk, _Chunk]:
    """Return the oldest that fill a page, at least one, and the others."""
    weight, count = 0, 0
    for episode in chunk[:FULL_ITEMS]:
        weight += weigh(episode)
        if count and weight > FULL_BYTES:
            break
        count += 1
    return chunk[:count], chunk[count:]
