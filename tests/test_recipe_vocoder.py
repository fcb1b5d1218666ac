"""The vocoder: pitch, filter and noise as they were asked for, the same for the same seed."""

from __future__ import annotations

import pytest

import recipe_needs

recipe_needs.need()

import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from voices.recipe.features import analyse_samples
from voices.recipe.sound import APERIODICITY, ENVELOPE, RATE, SUBFRAME, Array, envelope_hz
from voices.recipe.vocoder import NOISES, Vocoder, draws

LENGTH = 200
FORMANTS = (600.0, 1700.0, 2900.0)


def envelope() -> Array:
    """Return a log envelope with three resonances, falling with frequency."""
    hertz = envelope_hz()
    peaks = sum(np.exp(-(((hertz - peak) / 180.0) ** 2)) for peak in FORMANTS)
    return np.asarray(2.5 * peaks - hertz / 3000.0 - 4.0)


def spoken(f0: float, noise: float, voiced: float, seed: int = 0) -> Array:
    """Return two seconds of a steady sound."""
    with torch.no_grad():
        made = Vocoder()(
            torch.tensor(envelope(), dtype=torch.float32).expand(1, LENGTH, ENVELOPE),
            torch.full((1, LENGTH, APERIODICITY), noise),
            torch.full((1, LENGTH), f0),
            torch.full((1, LENGTH), voiced),
            torch.tensor([seed]),
        )
    return np.asarray(made[0].numpy(), np.float64)


@pytest.mark.parametrize("f0", [110.0, 200.0, 317.0])
def test_pitch_is_what_was_asked(f0: float) -> None:
    """The sound's pitch, tracked, is the vocoder's, and its length whole sub-frames."""
    samples = spoken(f0, -6.0, 1.0)
    assert len(samples) == LENGTH * SUBFRAME
    tracked, _, _ = analyse_samples(samples)
    assert np.median(tracked[tracked > 0]) == pytest.approx(f0, rel=0.005)
    assert (tracked > 0).mean() > 0.95


def test_envelope_comes_back() -> None:
    """Analysis finds the envelope that was synthesised, within 2 dB up to 6 kHz."""
    _, found, _ = analyse_samples(spoken(150.0, -5.0, 1.0))
    apart = found[20:-20].mean(0) - envelope()
    low = envelope_hz() < 6000.0
    decibels = 20 / np.log(10) * (apart - np.median(apart[low]))
    assert np.abs(decibels[low]).mean() < 2.0


def test_no_alias_above_the_last_harmonic() -> None:
    """A pulse train is band-limited: between its harmonics there is nothing."""
    samples = spoken(RATE / 64, -7.0, 1.0)
    power = np.abs(np.fft.rfft(samples[2048:10240] * np.hanning(8192))) ** 2
    between = power[64 + 32 : 4000 : 128]
    harmonics = power[128:4000:128]
    assert 10 * np.log10(between.mean() / harmonics.mean()) < -35.0


def test_one_seed_one_sound() -> None:
    """The same seed gives the same samples, and another seed others, alike in loudness."""
    one, same, other = (spoken(150.0, 0.0, 0.0, seed) for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.1
    assert np.std(other) == pytest.approx(np.std(one), rel=0.1)


def test_noise_is_as_loud_as_pulses() -> None:
    """Voice and breath of one envelope have one level: voicing does not change loudness."""
    assert np.std(spoken(150.0, 0.0, 0.0)) == pytest.approx(
        np.std(spoken(150.0, -7.0, 1.0)), rel=0.3
    )


@given(st.integers(0, 2**40))
def test_draws_are_even(seed: int) -> None:
    """Draws use the whole table, evenly, and do not follow one another."""
    drawn = draws(torch.tensor([seed]), 20_000, NOISES).numpy()
    counts = np.bincount(drawn, minlength=NOISES)
    assert counts.min() > 0
    assert counts.max() < 4 * 20_000 / NOISES
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 0.05
