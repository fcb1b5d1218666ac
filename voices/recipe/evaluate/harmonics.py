"""How harmonic a voice is, by band: too much is a buzz, too little a hoarse whisper.

Harmonics-to-noise ratio by cross-correlation (Boersma 1993, Praat) of the signal in a band.
Unvoiced frames have none, and frames at the edges of voiced stretches tell more of the edge than
of the voice, so the upper two thirds of the frames that have one are averaged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from voices.recipe.evaluate.said import SHORTEST_SECONDS, Said
from voices.recipe.sound import RATE, Array

BANDS = {
    "full": (60.0, 10_000.0),
    "low": (60.0, 1500.0),
    "mid": (1500.0, 4000.0),
    "high": (4000.0, 8000.0),
}
"""Lower and upper edge in Hz."""
_ORDER = 4
"""Of the Butterworth response at each edge."""
_STEP = 0.01
_FLOOR = 100.0
_SILENCE = 0.1
_PERIODS = 1.0
"""Praat's settings for harmonicity: seconds, Hz, share of the peak, periods a window."""
_UNVOICED_BELOW = -150.0
"""Decibels; Praat writes -200 where a frame has no ratio."""
_DROPPED = 3
"""One frame in so many, the least harmonic ones, is left out."""


@dataclass(frozen=True, slots=True)
class Harmonics:
    """Harmonics-to-noise ratios in dB, means over utterances, by band."""

    full: float
    low: float
    mid: float
    high: float


def band_passed(samples: Array, low: float, high: float, rate: int = RATE) -> Array:
    """Return the samples between two frequencies, by a Butterworth response without its phase."""
    hertz = np.fft.rfftfreq(2 * len(samples), 1 / rate)
    apart = np.abs(hertz**2 - low * high) / np.maximum(hertz * (high - low), 1e-9)
    response = 1.0 / np.sqrt(1.0 + np.minimum(apart, 1e9) ** (2 * _ORDER))
    spectrum = np.fft.rfft(samples, 2 * len(samples))
    passed: Array = np.fft.irfft(spectrum * response)[: len(samples)]
    return passed


def ratio(samples: Array, rate: int = RATE) -> float:
    """Return the harmonics-to-noise ratio of samples in dB, not a number where none is voiced."""
    import parselmouth

    sound = parselmouth.Sound(samples, rate)
    found = sound.to_harmonicity_cc(_STEP, _FLOOR, _SILENCE, _PERIODS).values[0]
    voiced = np.sort(found[found > _UNVOICED_BELOW])
    return float(voiced[len(voiced) // _DROPPED :].mean()) if len(voiced) else float("nan")


def harmonics(utterances: Iterable[Said]) -> Harmonics:
    """Return the ratios of what was said, averaged over utterances that have voiced sound."""
    found: dict[str, list[float]] = {band: [] for band in BANDS}
    for said in utterances:
        if said.seconds < SHORTEST_SECONDS:
            continue
        samples = said.ready()
        for band, (low, high) in BANDS.items():
            found[band].append(ratio(band_passed(samples, low, high)))
    return Harmonics(**{band: _mean(values) for band, values in found.items()})


def _mean(values: list[float]) -> float:
    kept = [value for value in values if np.isfinite(value)]
    return float(np.mean(kept)) if kept else float("nan")
