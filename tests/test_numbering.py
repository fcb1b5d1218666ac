"""Numbers given to episodes."""

from __future__ import annotations

from dataclasses import replace

from audiobrief.model import ADOPTED, Episode
from audiobrief.pipeline.numbering import numbered
from publishing_samples import episode


def numbers(episodes: tuple[Episode, ...]) -> dict[str, tuple[int | None, int | None]]:
    """Return season and number by slug."""
    return {one.slug: (one.season, one.number) for one in episodes}


def test_they_count_by_date_and_keep_the_order_given() -> None:
    """The oldest is the first, whatever order the records come in."""
    found = numbered([episode("c", day=9), episode("a", day=2), episode("b", day=2)], None)
    assert [one.slug for one in found] == ["c", "a", "b"]
    assert numbers(found) == {"a": (None, 1), "b": (None, 2), "c": (None, 3)}


def test_a_number_is_kept() -> None:
    """A backdated episode takes the next one, and a second run changes nothing."""
    first = numbered([episode("b", day=5)], None)
    second = numbered([*first, episode("a", day=1)], None)
    assert numbers(second) == {"b": (None, 1), "a": (None, 2)}
    assert numbered(second, None) == second


def test_each_season_counts_its_own() -> None:
    """New episodes join the current season and begin it at 1."""
    old = replace(episode("old", day=1), season=1, number=8)
    found = numbered([episode("new", day=3), old], 2)
    assert numbers(found) == {"old": (1, 8), "new": (2, 1)}


def test_adopted_ones_keep_the_numbers_of_their_host() -> None:
    """What it left without stays without, unless it numbered none; new ones count on."""
    old = episode("old", day=1, cut=ADOPTED, season=2, number=8)
    trailer = episode("trailer", day=2, cut=ADOPTED)
    new = episode("new", day=3)
    counted = {one.slug: one.number for one in numbered((new, trailer, old), 2)}
    assert counted == {"new": 9, "trailer": None, "old": 8}
    counted = {one.slug: one.number for one in numbered((new, trailer), None)}
    assert counted == {"new": 2, "trailer": 1}
