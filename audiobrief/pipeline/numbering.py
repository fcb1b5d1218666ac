"""Numbers given to episodes: once, in the order they were published, then kept for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from audiobrief.model import Episode


def numbered(episodes: Sequence[Episode], season: int | None) -> tuple[Episode, ...]:
    """Return ``episodes`` in their order, each that had no number with the next of ``season``.

    One that comes late, with an older date, changes no number that apps have seen. Where
    another host has numbered adopted ones, those without stay so: trailers, say.
    """
    told = any(one.number and not one.narrated for one in episodes)
    last = max((one.number or 0 for one in episodes if one.season == season), default=0)
    given: dict[str, Episode] = {}
    for episode in sorted(episodes, key=lambda one: (one.published, one.slug)):
        if episode.number is None and (episode.narrated or not told):
            last += 1
            given[episode.slug] = replace(episode, season=season, number=last)
    return tuple(given.get(episode.slug, episode) for episode in episodes)
