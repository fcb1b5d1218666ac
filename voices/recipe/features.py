"""What is learned from a take: fundamental frequency, spectral envelope, aperiodicity.

WORLD's analysis (Morise 2016: CheapTrick and D4C) on a pitch track by Boersma's autocorrelation
method (Praat), refined by StoneMask, all at the vocoder's sub-frames.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Self

import numpy as np

from voices.recipe.corpus import Take
from voices.recipe.sound import (
    ANALYSIS_FFT,
    APERIODICITY_HZ,
    FRAME,
    HIGHEST_HZ,
    LOWEST_HZ,
    RATE,
    SUBFRAME,
    Array,
    Floats,
    averaging,
    bins_hz,
    envelope_hz,
)

_FLOOR = 1e-14
_MOST_REFINED = 0.15
"""A refined pitch further off than this (natural logarithm) was no pitch."""


@dataclass(frozen=True, slots=True)
class Features:
    """What a take sounds like.

    ``f0`` (subframes,) is in Hz, 0 where unvoiced; ``envelope`` (subframes, 80) and
    ``aperiodicity`` (subframes, 8) are natural logarithms; subframes is even.
    """

    f0: Floats
    envelope: Floats
    aperiodicity: Floats

    def save(self, path: Path) -> None:
        """Write the features as a ``.npz`` file."""
        np.savez(path, f0=self.f0, envelope=self.envelope, aperiodicity=self.aperiodicity)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote."""
        with np.load(path) as kept:
            return cls(kept["f0"], kept["envelope"], kept["aperiodicity"])


def analyse(take: Take) -> Features:
    """Return the features of a take."""
    samples = take.samples[: len(take.samples) // FRAME * FRAME].astype(np.float64)
    return Features(*analyse_samples(samples))


def analyse_samples(samples: Array) -> tuple[Floats, Floats, Floats]:
    """Return f0, envelope and aperiodicity of samples at ``RATE``, one value a sub-frame."""
    pyworld = _world()
    times = np.arange(len(samples) // SUBFRAME) * SUBFRAME / RATE
    f0 = track_pitch(samples, times)
    spectrum = pyworld.cheaptrick(samples, f0, times, RATE, fft_size=ANALYSIS_FFT)
    noise = pyworld.d4c(samples, f0, times, RATE, fft_size=ANALYSIS_FFT, threshold=0.0)
    to_envelope, to_aperiodicity = _matrices()
    envelope = 0.5 * np.log(spectrum + _FLOOR) @ to_envelope.T
    aperiodicity = np.log(np.clip(noise, 1e-3, 1.0)) @ to_aperiodicity.T
    return f0.astype(np.float32), envelope.astype(np.float32), aperiodicity.astype(np.float32)


@cache
def _world() -> Any:
    with warnings.catch_warnings():
        # pyworld imports pkg_resources, which warns at every import that it is going away.
        warnings.simplefilter("ignore")
        import pyworld
    return pyworld


@cache
def _matrices() -> tuple[Array, Array]:
    bins = bins_hz(ANALYSIS_FFT)
    return averaging(envelope_hz(), bins), averaging(np.array(APERIODICITY_HZ), bins)


def track_pitch(samples: Array, times: Array) -> Array:
    """Return the fundamental frequency in Hz at ``times`` (seconds), 0 where unvoiced.

    The range is the speaker's own: a first pass over all that people speak in finds it
    (De Looze and Hirst 2008).
    """
    _, wide = _praat(samples, LOWEST_HZ, HIGHEST_HZ)
    heard = wide[wide > 0]
    if not heard.size:
        return np.zeros(len(times))
    low, high = np.percentile(heard, [25, 75])
    floor = max(LOWEST_HZ, 0.7 * float(low))
    at, rough = _praat(samples, floor, min(HIGHEST_HZ, 1.7 * float(high)))
    nearest = np.clip(np.searchsorted(at, times - 0.0025), 0, len(at) - 1)
    f0 = rough[nearest]
    refined = _world().stonemask(samples, f0, times, RATE)
    apart = np.abs(np.log(np.maximum(refined, 1e-6) / np.maximum(f0, 1e-6)))
    kept: Array = np.where((f0 > 0) & (apart < _MOST_REFINED), refined, f0)
    return kept


def _praat(samples: Array, floor: float, ceiling: float) -> tuple[Array, Array]:
    """Return times and pitch by Praat, voiced a little more readily than is its habit."""
    import parselmouth

    pitch = parselmouth.Sound(samples, RATE).to_pitch_ac(
        time_step=0.005,
        pitch_floor=floor,
        pitch_ceiling=ceiling,
        voicing_threshold=0.3,
        octave_cost=0.02,
        octave_jump_cost=0.6,
    )
    return pitch.xs(), pitch.selected_array["frequency"]


def filled(f0: Floats) -> Floats:
    """Return a pitch track carried through unvoiced stretches, as natural logarithm of Hz."""
    voiced = np.flatnonzero(f0 > 0)
    if not voiced.size:
        return np.full(len(f0), np.log(150.0), np.float32)
    line = np.interp(np.arange(len(f0)), voiced, np.log(f0[voiced]))
    return line.astype(np.float32)
