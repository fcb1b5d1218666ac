"""How loud a programme is along its way: what the waveform on a page is drawn from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.levels import COUNT, FULL, bars, file_levels
from audiobrief.audio.notes import Noter
from audiobrief.audio.pcm import Samples
from audiobrief.errors import ClipError
from sound_samples import RATE, save_mp3


def metered(*blocks: Samples) -> tuple[int, ...]:
    """Return the levels of blocks, which must come through as they are."""
    noter = Noter(RATE)
    passed = [np.zeros(0, np.float32), *noter.through(blocks)]
    assert np.array_equal(np.concatenate(passed), np.concatenate([passed[0], *blocks]))
    return bars(noter.notes().power)


def tone(seconds: float, level: float) -> Samples:
    """Return a tone of ``level`` full scale."""
    at = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * 440 * at)).astype(np.float32)


def test_levels_follow_the_sound() -> None:
    """The loudest part is full, a softer one is less, silence is nothing."""
    blocks = [tone(0.1, level) for level in (0.0, 0.25, 0.5) for _ in range(COUNT)]
    levels = metered(*blocks)
    third = COUNT // 3
    assert len(levels) == COUNT
    assert set(levels[: third - 1]) == {0}
    assert set(levels[2 * third + 2 :]) == {FULL}
    assert {35} == set(levels[third + 2 : 2 * third - 1])  # (1/2) ** 1.5


def test_how_loud_it_all_is_makes_no_difference() -> None:
    """A programme at half the level has the same levels."""
    loud = [tone(0.1, 0.1 + 0.8 * number / 400) for number in range(400)]
    assert metered(*loud) == metered(*(block / np.float32(2) for block in loud))


def test_a_short_sound_has_as_many_levels() -> None:
    """Where tenths of a second are fewer than levels, each counts for all the levels it covers."""
    assert metered(tone(0.1, 0.5)) == (FULL,) * COUNT


@pytest.mark.parametrize("blocks", [(), (np.zeros(1000, np.float32),)])
def test_silence_has_no_levels(blocks: tuple[Samples, ...]) -> None:
    """Nothing can be drawn of nothing."""
    assert metered(*blocks) == ()


def test_levels_of_a_file(tmp_path: Path) -> None:
    """A file that begins loudly and ends softly says so."""
    path = tmp_path / "sound.mp3"
    save_mp3(path, np.concatenate([tone(8, 0.6), tone(8, 0.1)]))
    levels = file_levels(path)
    assert min(levels[5 : COUNT // 2 - 5]) > 80
    assert max(levels[COUNT // 2 + 5 : -5]) < 20


def test_what_is_no_sound_is_told(tmp_path: Path) -> None:
    """A file that cannot be decoded is named."""
    path = tmp_path / "notes.mp3"
    path.write_bytes(b"no sound at all")
    with pytest.raises(ClipError, match=r"notes\.mp3"):
        file_levels(path)
