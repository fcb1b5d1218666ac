"""Measures of sound, on sounds whose measure is known."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

pytest.importorskip("torch", reason="the recipe's alignment needs torch")
pytest.importorskip("parselmouth", reason="pitch and harmonicity are Praat's")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("pyworld", reason="envelopes are WORLD's")

from voices.recipe.evaluate.harmonics import band_passed, harmonics, ratio
from voices.recipe.evaluate.pitch import contour, jitter, likeness, pitch
from voices.recipe.evaluate.said import Said, analysed
from voices.recipe.evaluate.spectrum import spectrum, warped
from voices.recipe.evaluate.timbre import timbre
from voices.recipe.features import Features
from voices.recipe.sound import APERIODICITY, ENVELOPE, RATE, SUBFRAME, SUBFRAMES, Array
from voices.recipe.symbols import tokens

SUBFRAMES_A_SECOND = RATE / SUBFRAME


def voice(f0: Array, stretch: float = 1.0, noise: float = 0.0) -> Array:
    """Return a buzz whose pitch is ``f0`` (samples,) through five resonances, with noise."""
    phase = np.cumsum(f0) / RATE
    pulses = np.diff(np.floor(phase), prepend=0.0)
    delay = np.exp(-2j * np.pi * np.fft.rfftfreq(len(f0)))
    response = np.ones(len(delay), complex)
    for peak in (500.0, 1500.0, 2500.0, 3500.0, 4500.0):
        pole = np.exp((2j * peak - 80.0) * stretch * np.pi / RATE)
        response /= (1.0 - pole * delay) * (1.0 - pole.conjugate() * delay)
    made = np.fft.irfft(np.fft.rfft(pulses) * response, len(f0))
    made *= 0.1 / made.std()
    return np.asarray(made + noise * np.random.default_rng(1).standard_normal(len(f0)))


def steady(hertz: float, seconds: float = 0.6) -> Array:
    """Return a pitch that stays."""
    return np.full(round(seconds * RATE), hertz)


def said(samples: Array) -> Said:
    """Return samples as something said."""
    return Said(samples.astype(np.float32), RATE)


def features(f0: Array, envelope: Array | None = None) -> Features:
    """Return features of a pitch track, flat unless an envelope is given."""
    flat = np.zeros((len(f0), ENVELOPE)) if envelope is None else envelope
    noisy = np.zeros((len(f0), APERIODICITY))
    return Features(*(part.astype(np.float32) for part in (f0, flat, noisy)))


def test_noise_lowers_the_ratio_in_order() -> None:
    """The more noise, the fewer harmonics; white noise against a tone gives what it should."""
    clean, rough, hoarse = (ratio(voice(steady(150.0), noise=n)) for n in (0.001, 0.02, 0.1))
    assert clean > rough + 5.0 > hoarse + 10.0
    tone = np.sin(2 * np.pi * 200.0 * np.arange(RATE) / RATE)
    power = 0.1
    mixed = tone / np.sqrt(0.5) + np.sqrt(power) * np.random.default_rng(2).standard_normal(RATE)
    assert ratio(mixed) == pytest.approx(10.0, abs=1.0)


def test_bands_keep_to_themselves() -> None:
    """A tone an octave out of a band falls by 25 dB; noise in one band harms only that."""
    tone = np.sin(2 * np.pi * 3000.0 * np.arange(RATE) / RATE)
    middle = slice(RATE // 4, -RATE // 4)
    passed, stopped = band_passed(tone, 1500.0, 4000.0), band_passed(tone, 60.0, 1500.0)
    assert passed[middle].std() == pytest.approx(tone.std(), rel=0.05)
    assert stopped[middle].std() == pytest.approx(tone.std() / 18.1, rel=0.05)
    dirt = band_passed(np.random.default_rng(3).standard_normal(RATE), 4500.0, 7500.0)
    clean = voice(steady(150.0, 1.0), noise=0.003)
    found, spoilt = harmonics([said(clean)]), harmonics([said(clean + 0.02 * dirt)])
    assert found.full > spoilt.full + 8.0
    assert found.low == pytest.approx(spoilt.low, abs=1.0)


def test_silence_has_no_ratio() -> None:
    """Nothing voiced gives no number, and spoils no mean."""
    assert np.isnan(ratio(np.zeros(RATE)))
    buzz = voice(steady(150.0), noise=0.01)
    alone, beside = harmonics([said(buzz)]), harmonics([said(buzz), said(np.zeros(0))])
    assert alone == beside


def test_pitch_is_measured_in_semitones() -> None:
    """A glide over an octave has its span, slope and geometric mean."""
    glide = 120.0 * 2.0 ** np.linspace(0.0, 1.0, RATE)
    sound = said(voice(glide, noise=0.0005))
    found = pitch([(sound, analysed(sound))])
    assert found.span == pytest.approx(0.9 * 12.0, abs=0.8)
    assert found.slope == pytest.approx(12.0, rel=0.25)
    assert found.hertz == pytest.approx(120.0 * np.sqrt(2.0), rel=0.03)
    assert found.spread == pytest.approx(12.0 / np.sqrt(12.0), rel=0.1)
    assert found.voiced > 0.9


def test_shaken_periods_are_jitter() -> None:
    """Pitch that trembles from period to period is told from pitch that doesn't."""
    chance = np.random.default_rng(4)
    periods = np.repeat(chance.normal(1.0, 0.03, 200), RATE // 150)[: round(0.8 * RATE)]
    track = np.full(round(0.8 * SUBFRAMES_A_SECOND), 150.0, np.float32)
    calm = jitter(said(voice(steady(150.0, 0.8))), track)
    shaken = jitter(said(voice(150.0 * periods)), track)
    assert calm < 1.0
    assert shaken > 1.5


def test_contours_are_compared_sound_by_sound() -> None:
    """The same melody at another speed is alike, its mirror image is not, other words aren't."""
    words = tokens(list("ɪt ɹˈeɪnz ɪnðə hˈɪlz."))
    slow, fast = (
        Said(np.zeros(0, np.float32), RATE, words, tuple(frames for _ in words))
        for frames in (8, 4)
    )
    steps = 0.1 * np.sin(np.arange(len(words)))
    tracks = [150.0 * np.exp(np.repeat(steps, SUBFRAMES * size)) for size in (8, 4)]
    natural = (slow, features(tracks[0]))
    same = likeness([((fast, features(tracks[1])), natural)])
    mirrored = likeness([((fast, features(150.0**2 / tracks[1])), natural)])
    assert same is not None
    assert mirrored is not None
    assert same.correlation == pytest.approx(1.0, abs=1e-3)
    assert same.error == pytest.approx(0.0, abs=0.01)
    assert mirrored.correlation == pytest.approx(-1.0, abs=1e-3)
    others = Said(np.zeros(0, np.float32), RATE, words[:-2], slow.frames[:-2])
    assert likeness([((others, features(tracks[1])), natural)]) is None
    log, voiced = contour(slow, features(tracks[0]).f0)
    assert log.shape == voiced.shape == (len(words), 5)


def test_warping_undoes_a_stretch() -> None:
    """A row against itself with every element doubled costs nothing."""
    row = np.random.default_rng(6).standard_normal(12)
    costs = np.abs(row[:, None] - np.repeat(row, 2)[None])
    ours, theirs = warped(costs)
    assert costs[ours, theirs].sum() == pytest.approx(0.0)
    assert (ours[0], theirs[0], ours[-1], theirs[-1]) == (0, 0, 11, 23)
    assert (np.diff(ours) >= 0).all()
    assert (np.diff(theirs) >= 0).all()


def test_duller_spectra_have_less_variance() -> None:
    """A voice with half the movement has a quarter of the variance and half the modulation."""
    lively = np.random.default_rng(7).standard_normal((200, ENVELOPE)).cumsum(1) * 0.1
    f0 = np.full(200, 150.0)
    itself = spectrum([(features(f0, lively), features(f0, lively))])
    dull = spectrum([(features(f0, lively / 2), features(f0, lively))])
    assert itself is not None
    assert dull is not None
    assert itself.distortion == pytest.approx(0.0, abs=1e-3)
    assert itself.variance == pytest.approx(1.0)
    assert dull.distortion > 0.5
    assert dull.variance == pytest.approx(0.25, rel=0.05)
    assert dull.modulation == pytest.approx(0.5, rel=0.05)


def test_loudness_is_no_distance() -> None:
    """The same envelope, louder, is the same."""
    shape = np.random.default_rng(8).standard_normal((100, ENVELOPE)) * 0.3
    f0 = np.full(100, 150.0)
    louder = spectrum([(features(f0, shape + 1.5), features(f0, shape))])
    assert louder is not None
    assert louder.distance == pytest.approx(0.0, abs=1e-3)


def test_another_tract_is_told_from_another_pitch() -> None:
    """Lower formants show; a voice that is only pitched down keeps its own."""
    first = said(voice(150.0 * 2.0 ** np.linspace(0.0, 0.3, RATE), noise=0.001))
    lower = 110.0 * 2.0 ** np.linspace(0.0, 0.3, RATE)
    pitched = timbre([first], [said(voice(lower, noise=0.001))])
    larger = timbre([first], [said(voice(lower, stretch=0.85, noise=0.001))])
    assert pitched.pitch == pytest.approx(110.0 / 150.0, rel=0.03)
    assert np.mean(pitched.formants) == pytest.approx(1.0, abs=0.05)
    assert np.mean(larger.formants) == pytest.approx(0.85, abs=0.06)
    assert np.mean(larger.pitched) == pytest.approx(1.0, abs=0.05)
    assert larger.distance > 1.5 * pitched.distance
