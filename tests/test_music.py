"""audiobrief's own music: what ships is what the composer makes, and it is fit for air."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from audiobrief.audio.music import CLIPS, compose, default_clip
from audiobrief.audio.music.compose import hertz
from audiobrief.audio.music.instruments import RATE
from audiobrief.audio.pcm import decode
from audiobrief.files import digest_file

Steps = NDArray[np.int64]


def steps(path: Path) -> Steps:
    """Return a clip's samples as 16-bit steps."""
    clip: Steps = np.rint(np.concatenate(list(decode(path, RATE))) * 32768).astype(np.int64)
    return clip


def share(clip: Steps, low: float, high: float) -> float:
    """Return the share of a clip's power that lies between two frequencies in Hz."""
    power = np.abs(np.fft.rfft(clip)) ** 2
    frequencies = np.fft.rfftfreq(len(clip), 1 / RATE)
    inside = (frequencies >= low) & (frequencies < high)
    return float(power[inside].sum() / power.sum())


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of freshly composed clips."""
    folder = tmp_path_factory.mktemp("music")
    compose.compose(folder)
    return folder


@pytest.mark.parametrize("name", CLIPS)
def test_what_ships_is_what_is_composed(name: str, composed: Path) -> None:
    """The shipped clips are the composer's, to one step: sines differ in the last bit by CPU."""
    shipped, made = steps(default_clip(name)), steps(composed / f"{name}.flac")
    assert len(shipped) == len(made)
    assert np.abs(shipped - made).max() <= 1


def test_composing_again_gives_the_same_bytes(composed: Path, tmp_path: Path) -> None:
    """Seeds are fixed, and no file tells when or with what it was made."""
    compose.compose(tmp_path)
    for name in CLIPS:
        assert digest_file(tmp_path / f"{name}.flac") == digest_file(composed / f"{name}.flac")


@pytest.mark.parametrize("name", CLIPS)
def test_levels(name: str) -> None:
    """A clip peaks at −3 dBFS, never clips, and has no direct current."""
    clip = steps(default_clip(name))
    assert 20 * np.log10(np.abs(clip).max() / 32768) == pytest.approx(-3.0, abs=0.05)
    assert abs(clip.mean()) < 1.0


@pytest.mark.parametrize(("name", "seconds"), [("intro", 5.5), ("bed", 20.0), ("outro", 7.5)])
def test_lengths(name: str, seconds: float) -> None:
    """The intro is two bars and the bed's half second, the bed eight bars, the outro three."""
    assert len(steps(default_clip(name))) == seconds * RATE


@pytest.mark.parametrize("name", ["intro", "outro"])
def test_ends_are_silent(name: str) -> None:
    """An ident rises from zero and dies away to zero, without a click."""
    clip = steps(default_clip(name))
    assert (clip[0], clip[-1]) == (0, 0)
    assert np.abs(clip[:10]).max() < 200
    assert np.abs(clip[-RATE // 20 :]).max() < 60


def test_the_bed_loops_without_a_seam() -> None:
    """Across the seam the wave goes on at zero, in the direction it had, as loud as before."""
    clip = steps(default_clip("bed"))
    assert max(abs(clip[0]), abs(clip[-1])) < 100
    bends = np.abs(np.diff(np.concatenate([clip[-2:], clip[:2]]), 2))
    assert bends.max() <= np.percentile(np.abs(np.diff(clip, 2)), 99)
    before, after = (float(np.std(part)) for part in (clip[-RATE // 2 :], clip[: RATE // 2]))
    assert 0.5 < before / after < 2.0


def test_the_bed_leaves_room_for_speech() -> None:
    """Less than two hundredths of the bed's power lie where speech is told apart."""
    assert share(steps(default_clip("bed")), 300, 3000) < 0.02
    assert share(steps(default_clip("intro")), 300, 3000) > 0.3


def test_clips_are_small() -> None:
    """All three together add little to a download."""
    assert sum(default_clip(name).stat().st_size for name in CLIPS) < 700_000


def test_there_is_no_other_clip() -> None:
    """A name that is no clip's cannot lead to another file."""
    with pytest.raises(ValueError, match="there are intro, bed, outro"):
        default_clip("../intro")


def test_pitches() -> None:
    """A4 is 440 Hz; what is no pitch is refused."""
    assert hertz("A4") == 440.0
    assert hertz("C4") == pytest.approx(261.626, abs=0.001)
    with pytest.raises(ValueError, match="not a pitch: 'H4'"):
        hertz("H4")


@given(st.sampled_from(["C", "C#", "F#", "A", "B"]), st.integers(0, 8))
def test_an_octave_doubles(letter: str, octave: int) -> None:
    """The same letter an octave higher has twice the frequency."""
    assert hertz(f"{letter}{octave + 1}") == pytest.approx(2 * hertz(f"{letter}{octave}"))
