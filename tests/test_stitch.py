"""Where things lie in time, and the sum of what sounds."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.audio.forecast import levels, weighed
from audiobrief.audio.mp3 import FRAME
from audiobrief.audio.pcm import Samples, scaled
from audiobrief.audio.stitch import BLOCK, RATE, Gaps, Placement, lay_out, mix, placed, read, speech
from audiobrief.model import Chapter, Clip, Line, Script, Word, milliseconds
from audiobrief.speech.cache import ClipCache


def line(*words: str, pause_ms: int = 500) -> Line:
    """Return a line of ``words``."""
    return Line(tuple(Word(word, word) for word in words), "v", pause_ms)


def clip(samples: int, *words: tuple[int, int], rate: int = 22_050) -> Clip:
    """Return a clip that lies nowhere."""
    row = tuple(edge for word in words for edge in word)
    return Clip(Path("nowhere"), 0, rate, samples, row, (), "")


SCRIPT = Script(
    "Title",
    (
        Chapter("Opening", (line("one", "two"), line("three"))),
        Chapter("Body", (line("four", pause_ms=1000),)),
    ),
)
CLIPS = (clip(22_050, (0, 9000), (9000, 22_050)), clip(11_025, (0, 11_025)), clip(2205, (5, 2205)))


def on_frame(at: int) -> int:
    """Return the first sample from ``at`` on with which a frame begins."""
    return -(-at // FRAME) * FRAME


def test_lines_follow_pauses_and_gaps() -> None:
    """A line starts where the one before ends, after its pause and the music's gap, on a frame."""
    timeline = lay_out(SCRIPT, CLIPS, Gaps(before=1000, after_opening=7000, behind=20_000))
    one, three, four = timeline.lines
    assert (one.start, one.end) == (FRAME, FRAME + RATE)
    assert three.start == on_frame(one.end + RATE // 2)
    assert four.start == on_frame(three.end + RATE // 2 + 7000)
    assert timeline.samples == four.end + 20_000


def test_chapters_cover_the_programme() -> None:
    """Chapters leave no gap: the first starts at 0, the last ends with the programme."""
    timeline = lay_out(SCRIPT, CLIPS, Gaps(before=1000))
    first, second = timeline.chapters
    assert (first.start, second.end) == (0, timeline.samples)
    assert first.end == second.start == second.lines[0].start


def test_words_keep_their_samples() -> None:
    """A word's cue is its clip's sample range, moved and scaled to the programme's rate."""
    timeline = lay_out(SCRIPT, CLIPS, Gaps(before=1000))
    words = timeline.lines[0].words
    assert (words[0].start, words[0].end) == (FRAME, FRAME + 18_000)
    assert words[1].end == timeline.lines[0].end


@given(st.integers(0, 10**9), st.sampled_from([8000, 16_000, 22_050, 44_100, 48_000]))
def test_scaling_is_monotone_and_near(position: int, rate: int) -> None:
    """Scaling never runs backwards and is off by half a sample at most."""
    there = scaled(position, rate, RATE)
    assert scaled(position + 1, rate, RATE) >= there
    assert abs(there * rate - position * RATE) <= rate


def test_milliseconds_round_half_up() -> None:
    """44,100 Hz: 22 samples are 0 ms, 23 are 1 ms."""
    assert [milliseconds(n, 44_100) for n in (0, 22, 23, 44_100)] == [0, 0, 1, 1000]


@given(
    st.lists(st.tuples(st.integers(0, 4 * BLOCK), st.integers(1, 2 * BLOCK)), max_size=6),
    st.integers(1, 4 * BLOCK),
)
def test_mix_is_the_sum(places: list[tuple[int, int]], total: int) -> None:
    """Blocks joined are the plain sum of all placements, cut at the programme's end."""
    wanted = np.zeros(total, np.float32)
    placements = []
    for number, (start, length) in enumerate(places, start=1):
        sound = np.full(length, float(number), np.float32)
        placements.append(placed(start, sound))
        part = wanted[start : start + length]
        part += sound[: len(part)]
    blocks = list(mix(placements, total))
    assert all(len(block) <= BLOCK for block in blocks)
    assert np.array_equal(np.concatenate(blocks), wanted)


def test_mix_loads_late_and_lets_go() -> None:
    """A placement is loaded only when its time comes, each once."""
    loaded: list[int] = []

    def load(number: int) -> Samples:
        loaded.append(number)
        return np.ones(10, np.float32)

    found = levels(np.ones(10, np.float32), RATE)
    placements = [Placement(i * BLOCK, 10, partial(load, i), found, f"{i}") for i in range(5)]
    blocks = mix(placements, 5 * BLOCK)
    next(blocks)
    assert loaded == [0]
    list(blocks)
    assert loaded == [0, 1, 2, 3, 4]


def test_speech_is_read_from_its_clip(tmp_path: Path) -> None:
    """A placement's samples are the cached clip's, at the programme's rate."""
    samples = np.linspace(-0.5, 0.5, 441, dtype=np.float32)
    kept = ClipCache(tmp_path, weighed).put("ab", samples, RATE, [(0, 441)])
    script = Script("t", (Chapter("c", (line("one"),)),))
    timeline = lay_out(script, [kept], Gaps())
    (placement,) = speech(timeline, [kept], [partial(read, kept)])
    assert placement.load() == pytest.approx(samples, abs=1e-4)
