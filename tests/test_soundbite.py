"""The part of an episode that an app plays to show what it is about."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from audiobrief.model import Soundbite
from audiobrief.publishing.soundbite import soundbite
from publishing_samples import RATE, timeline

SECOND = RATE
"""Samples of a word that lasts a second; behind each line lies a third of one."""


def told(*chapters: Sequence[int]) -> Soundbite | None:
    """Return the soundbite of chapters whose lines have so many words of a second each."""
    story = [
        (f"Chapter {number}", [" ".join(["word"] * words) for words in lines])
        for number, lines in enumerate(chapters)
    ]
    return soundbite(timeline(story, SECOND))


def test_it_begins_with_the_story_and_ends_with_a_line() -> None:
    """Opening and lead-in are left out; as many whole lines as a minute holds are in."""
    found = told([5, 5], [3, 20, 20, 30], [9])
    assert found == Soundbite(10_667 + 3_333, 40_333)


def test_it_goes_on_into_the_next_chapter() -> None:
    """A short first chapter is no reason to have none; the sign-off is never in it."""
    assert told([4], [2, 6], [9], [30]) == Soundbite(6_667, 15_333)


def test_a_chapter_of_one_line_has_no_lead_in() -> None:
    """Its only line is what it has to say."""
    assert told([4], [20], [3]) == Soundbite(4_333, 20_000)


def test_long_lines_are_kept_whole() -> None:
    """Where no line ends between 15 s and a minute, it ends with the first behind that."""
    assert told([4], [2, 80], [3]) == Soundbite(6_667, 80_000)


@pytest.mark.parametrize(
    "chapters", [([4],), ([4], [3]), ([4], [2, 9], [3]), ([4], [2, 130], [3]), ([], [20, 20], [3])]
)
def test_too_short_or_too_long_a_story_has_none(chapters: tuple[Sequence[int], ...]) -> None:
    """Without lines of 15 to 120 s behind an opening there is no soundbite."""
    assert told(*chapters) is None
