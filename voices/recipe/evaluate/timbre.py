"""Whether a second speaker is another person, or the first one pitched up or down.

A longer vocal tract lowers all formants; another pitch alone does not. So the formants of two
speakers saying the same texts are compared, and their mean envelopes once pitch is equal.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voices.recipe.evaluate.said import Said
from voices.recipe.evaluate.spectrum import DECIBELS
from voices.recipe.features import Features, analyse_samples, track_pitch
from voices.recipe.sound import RATE, SUBFRAME, Array

FORMANTS = 4
_STEP = 0.01
_CEILING = 5500.0
_COUNT = 5.0
"""Praat's settings for formants: seconds, Hz, how many up to there."""
_MORPH_FFT = 1024


@dataclass(frozen=True, slots=True)
class Timbre:
    """A second speaker against the first.

    ``pitch`` is the ratio of mean pitches and ``formants`` (F1 to F4) those of median formants;
    ``pitched`` are the formant ratios that the first speaker has when merely brought to the
    second's pitch. ``distance`` is how far the mean envelopes of voiced sound are apart in dB
    (root mean square) once pitch is equal; ``control`` how far pitching alone moves the first.
    """

    pitch: float
    formants: tuple[float, ...]
    pitched: tuple[float, ...]
    distance: float
    control: float


@dataclass(frozen=True, slots=True)
class _Speaker:
    hertz: float
    formants: Array
    envelope: Array


def timbre(first: Sequence[Said], second: Sequence[Said]) -> Timbre:
    """Return how two speakers of the same texts differ."""
    ours, theirs = [said.ready() for said in first], [said.ready() for said in second]
    one, other = _speaker(ours), _speaker(theirs)
    shift = other.hertz / one.hertz
    moved = _speaker([pitched(samples, shift) for samples in ours])
    return Timbre(
        pitch=shift,
        formants=tuple((other.formants / one.formants).tolist()),
        pitched=tuple((moved.formants / one.formants).tolist()),
        distance=_apart(other.envelope, moved.envelope),
        control=_apart(one.envelope, moved.envelope),
    )


def pitched(samples: Array, ratio: float) -> Array:
    """Return samples with their pitch multiplied, envelope and timing kept (WORLD)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyworld asks for its version in an outdated way
        import pyworld
    times = np.arange(len(samples) // SUBFRAME) * SUBFRAME / RATE
    f0 = track_pitch(samples, times)
    envelope = pyworld.cheaptrick(samples, f0, times, RATE, fft_size=_MORPH_FFT)
    noise = pyworld.d4c(samples, f0, times, RATE, fft_size=_MORPH_FFT, threshold=0.0)
    made: Array = pyworld.synthesize(f0 * ratio, envelope, noise, RATE, 1000.0 * SUBFRAME / RATE)
    return made


def formants(samples: Array, f0: Array) -> Array:
    """Return F1 to F4 (frames, FORMANTS) in Hz where ``f0`` (sub-frames) is voiced (Burg)."""
    import parselmouth

    found = parselmouth.Sound(samples, RATE).to_formant_burg(_STEP, _COUNT, _CEILING)
    times = found.xs()
    at = np.clip(np.round(times * RATE / SUBFRAME).astype(int), 0, len(f0) - 1)
    voiced = times[f0[at] > 0]
    rows = [[found.get_value_at_time(k + 1, time) for k in range(FORMANTS)] for time in voiced]
    return np.array(rows, np.float64).reshape(-1, FORMANTS)


def _speaker(utterances: Sequence[Array]) -> _Speaker:
    pitches, heard, envelopes = [], [], []
    for samples in utterances:
        features = Features(*analyse_samples(samples))
        voiced = features.f0 > 0
        pitches.append(np.log(features.f0[voiced]))
        envelopes.append(features.envelope[voiced])
        heard.append(formants(samples, features.f0.astype(np.float64)))
    envelope = np.concatenate(envelopes).astype(np.float64).mean(0)
    return _Speaker(
        float(np.exp(np.concatenate(pitches).mean())),
        np.asarray(np.nanmedian(np.concatenate(heard), 0)),
        envelope - envelope.mean(),
    )


def _apart(one: Array, other: Array) -> float:
    return float(DECIBELS * np.sqrt(((one - other) ** 2).mean()))
