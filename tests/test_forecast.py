"""Loudness told from steps of a tenth of a second, beside libav's meter."""

from __future__ import annotations

import numpy as np
import pytest

from audiobrief.audio.forecast import (
    STEPS,
    Levels,
    integrated,
    levels,
    limited,
    outline,
    weighed,
)
from audiobrief.audio.loudness import SILENCE, measure
from audiobrief.audio.pcm import Samples, filtered, resampled, samples_of
from audiobrief.audio.press import chain
from audiobrief.audio.stitch import Arrangement, Placement, mix, placed
from sound_samples import RATE, sine, speechlike

SPEECH = np.convolve(speechlike(20, 0.3), np.ones(24) / 24, "same").astype(np.float32)


@pytest.mark.parametrize("pitch", [60.0, 997.0, 4_000.0])
def test_a_tone_has_the_meters_loudness(pitch: float) -> None:
    """Low or high, it is weighted as BS.1770 weights it."""
    tone = sine(5, 0.5, pitch)
    meter = measure([tone], RATE, peak=False).integrated
    assert integrated(levels(tone, RATE).energy) == pytest.approx(meter, abs=0.1)


@pytest.mark.parametrize("rate", [16_000, 22_050, RATE])
def test_the_rate_changes_nothing(rate: int) -> None:
    """A clip is weighed at its own rate, to the loudness it has in the programme."""
    clip = resampled(SPEECH, RATE, rate)
    meter = measure([resampled(clip, rate, RATE)], RATE, peak=False).integrated
    assert integrated(levels(clip, rate).energy) == pytest.approx(meter, abs=0.15)


def test_pauses_are_gated() -> None:
    """Ten seconds of nothing make a programme no quieter."""
    energy = levels(SPEECH, RATE).energy
    paused = np.concatenate([energy, np.zeros(10 * STEPS), energy])
    assert integrated(paused) == pytest.approx(integrated(energy), abs=0.1)


@pytest.mark.parametrize("energy", [np.zeros(0), np.zeros(1), np.zeros(50)])
def test_silence_has_the_gates_loudness(
    energy: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    """Nothing, however long, is as loud as the gate."""
    assert integrated(energy) == SILENCE


@pytest.mark.parametrize("gain", [0.0, 6.0, 12.0])
def test_the_limiters_share_is_foreseen(gain: float) -> None:
    """What gain and limiter make of a sound is told within the tolerance of a first try."""
    frames = filtered([SPEECH], RATE, chain(gain, -1.7))
    made = measure(map(samples_of, frames), RATE, peak=False).integrated
    assert limited(levels(SPEECH, RATE), gain, -1.7) == pytest.approx(made, abs=0.3)


def test_parts_are_known_before_they_are_mixed() -> None:
    """Clips of two rates and music under them: the sum is as loud as was told."""
    clip, music = resampled(SPEECH, RATE, 16_000), sine(30, 0.05)
    placements = (
        placed(0, music),
        Placement(3 * RATE + 777, len(SPEECH), lambda: clip, levels(clip, 16_000), "clip", 16_000),
    )
    told = integrated(Arrangement(placements, len(music)).levels.energy)
    assert told == pytest.approx(
        measure(mix(placements, len(music)), RATE, peak=False).integrated, abs=0.15
    )


def test_a_part_beyond_the_end_counts_no_further() -> None:
    """A step behind the programme's last is left out."""
    part = levels(SPEECH[:RATE], RATE)
    assert outline([(5, part), (40, part)], 10).energy[5:] == pytest.approx(part.energy[:5])


def test_levels_are_kept_as_pairs() -> None:
    """What a clip's file keeps of them gives them back, to six digits."""
    found = levels(SPEECH, RATE)
    kept = Levels.of(weighed(SPEECH, RATE))
    assert kept.energy == pytest.approx(found.energy, rel=1e-5)
    assert kept.peak == pytest.approx(found.peak, rel=1e-5)
    assert Levels.of(kept.steps()).steps() == kept.steps()


def test_true_peak_between_samples() -> None:
    """A tone at a quarter of the rate, sampled beside its tops, peaks 3 dB above its samples."""
    turn = np.pi / 2 * np.arange(RATE) + np.pi / 4
    tone: Samples = (0.5 * np.sin(turn)).astype(np.float32)
    assert np.abs(tone).max() == pytest.approx(0.354, abs=0.001)
    assert measure(np.array_split(tone, 7), RATE).true_peak == pytest.approx(-6.02, abs=0.3)
