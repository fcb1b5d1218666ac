"""How sound is described: the frame grid, the envelope's and aperiodicity's frequencies.

A *frame* is 220 samples (about 10 ms), the step in which the acoustic model thinks; it has two
*sub-frames* of 110 samples, the step in which the vocoder's parameters are given. Envelopes are
natural logarithms of amplitude at 80 frequencies spaced by mel from 0 to Nyquist; aperiodicity is
the natural logarithm of the noise's share of amplitude at 8 frequencies.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Floats = NDArray[np.float32]

RATE = 22_050
SUBFRAME = 110
SUBFRAMES = 2
FRAME = SUBFRAME * SUBFRAMES
"""Samples a frame, Piper's hop length."""

ENVELOPE = 80
APERIODICITY_HZ = (0.0, 1000.0, 2000.0, 3000.0, 4500.0, 6500.0, 8500.0, RATE / 2)
APERIODICITY = len(APERIODICITY_HZ)
SPECTRUM = ENVELOPE + APERIODICITY
"""Values that describe the spectrum of one sub-frame."""

ANALYSIS_FFT = 1024
LOWEST_HZ, HIGHEST_HZ = 75.0, 500.0
"""Fundamental frequencies that are believed."""


def to_mel(hertz: Array) -> Array:
    """Return O'Shaughnessy's mel scale of frequencies in Hz."""
    return 1127.01048 * np.log1p(hertz / 700.0)


def from_mel(mel: Array) -> Array:
    """Return the frequencies in Hz of mels."""
    return 700.0 * np.expm1(mel / 1127.01048)


def envelope_hz() -> Array:
    """Return the frequencies (ENVELOPE,) at which envelopes are kept."""
    return from_mel(np.linspace(0.0, float(to_mel(np.array(RATE / 2))), ENVELOPE))


def bins_hz(fft: int) -> Array:
    """Return the frequencies (fft // 2 + 1,) of a real transform's bins."""
    return np.arange(fft // 2 + 1) * RATE / fft


def interpolation(centres: Array, at: Array) -> Array:
    """Return the matrix (len(at), len(centres)) of linear interpolation, flat beyond the ends."""
    right = np.clip(np.searchsorted(centres, at), 1, len(centres) - 1)
    left = right - 1
    share = np.clip((at - centres[left]) / (centres[right] - centres[left]), 0.0, 1.0)
    matrix = np.zeros((len(at), len(centres)))
    rows = np.arange(len(at))
    matrix[rows, left] = 1.0 - share
    matrix[rows, right] += share
    return matrix


def averaging(centres: Array, at: Array) -> Array:
    """Return the matrix (len(centres), len(at)) that takes a spectrum to its centres.

    Each centre averages the bins under its triangle; where fewer than two lie there, the
    spectrum is interpolated instead.
    """
    triangles = interpolation(centres, at).T
    weight = triangles.sum(1, keepdims=True)
    return np.where(
        weight < 1.5,  # noqa: PLR2004 - a triangle over one bin alone would be a step
        interpolation(at, centres),
        triangles / np.maximum(weight, 1e-9),
    )
