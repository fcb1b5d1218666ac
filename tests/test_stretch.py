"""Where a programme is parted, and that a change moves no boundary far from it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.audio.mp3 import FRAME
from audiobrief.audio.stitch import RATE, Arrangement, Placement, placed
from audiobrief.audio.stretch import LEAD, ROOM, Stretch, parted

SENTENCE, PARAGRAPH = int(0.32 * RATE), int(0.62 * RATE)


def programme(sounds: Sequence[tuple[float, int]], *music: Placement) -> Arrangement:
    """Return a programme of sounds, each so many seconds long, with a pause behind it."""
    at, placements = 0, []
    for number, (seconds, pause) in enumerate(sounds):
        start = -(-at // FRAME) * FRAME
        samples = np.full(round(seconds * RATE), 0.001 * (number + 1), np.float32)
        placements.append(placed(start, samples))
        at = start + len(samples) + pause
    return Arrangement((*placements, *music), at + RATE // 2)


def told(stretch: Stretch) -> tuple[object, ...]:
    """Return what of a stretch decides how it is mastered."""
    sounds = [(one.start, one.length, one.digest) for one in stretch.placements]
    return (stretch.samples, stretch.last, sounds)


def test_paragraphs_part_and_sentences_do_not() -> None:
    """Sentences lie in one stretch until a longer pause, which begins the next."""
    sounds = [(3, SENTENCE), (2, SENTENCE), (4, PARAGRAPH), (1, PARAGRAPH), (2, SENTENCE)]
    stretches = parted(programme(sounds))
    assert [len(one.placements) for one in stretches] == [3, 1, 1]
    assert [one.placements[0].start for one in stretches] == [0, LEAD, LEAD]
    assert [one.last for one in stretches] == [False, False, True]


def test_a_long_paragraph_is_parted_too() -> None:
    """After twenty seconds the pause between sentences is enough."""
    stretches = parted(programme([(7, SENTENCE)] * 9))
    assert [len(one.placements) for one in stretches] == [3, 3, 3]


@pytest.mark.parametrize("pause", [0, ROOM - FRAME - 1])
def test_nothing_parts_what_has_no_silence_between(pause: int) -> None:
    """Sound is never cut off: without room there is one stretch, however long."""
    assert len(parted(programme([(7, pause)] * 9))) == 1


def test_music_holds_together_what_it_sounds_under() -> None:
    """Where a bed sounds on, nothing is silent."""
    bed = placed(0, np.full(14 * RATE, 0.01, np.float32))
    stretches = parted(programme([(5, PARAGRAPH)] * 4, bed))
    assert [len(one.placements) for one in stretches] == [4, 1]


@given(
    st.lists(st.tuples(st.sampled_from([0.1, 2.0, 9.0]), st.integers(0, RATE)), min_size=1),
)
def test_stretches_cover_the_programme(sounds: list[tuple[float, int]]) -> None:
    """No gap, no overlap, whole frames; all that sounds, does inside its stretch."""
    whole = programme(sounds)
    stretches = parted(whole)
    ends = [one.start + one.samples for one in stretches]
    assert [one.start for one in stretches] == [0, *ends[:-1]]
    assert ends[-1] == whole.samples
    assert not any(one.start % FRAME for one in stretches)
    for one in stretches:
        assert all(p.start >= 0 and p.start + p.length <= one.samples for p in one.placements)
    assert sum(len(one.placements) for one in stretches) == len(sounds)


def test_an_edit_changes_one_stretch() -> None:
    """What lies before and behind a sentence that was changed is mastered as it was."""
    sounds = [(3.0, SENTENCE), (2.0, SENTENCE), (4.0, PARAGRAPH)] * 5
    before = parted(programme(sounds))
    sounds[7] = (2.77, SENTENCE)
    after = parted(programme(sounds))
    same = [told(one) == told(other) for one, other in zip(before, after, strict=True)]
    assert same == [True, True, False, True, True]
