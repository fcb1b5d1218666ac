"""How near a voice's spectra come to the recordings', and how lively they are.

Mel-cepstra here are cosine sums of the log envelope at mel-spaced frequencies; those of a voice
and of a recording are paired by dynamic time warping, so that voices that don't tell their
durations can be measured too. Loudness is left out: each utterance is taken about its own mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voices.recipe.features import Features
from voices.recipe.sound import ENVELOPE, SUBFRAMES, Array, Floats

CEPSTRA = 25
"""The first is left out: it is the loudness."""
DECIBELS = 20.0 / np.log(10.0)
"""In a natural logarithm of amplitude."""
_DISTORTION = 10.0 / np.log(10.0) * np.sqrt(2.0)
"""Decibels in a distance of mel-cepstra (Kubichek 1993)."""
_LOUD_PERCENTILE = 98.0
_SPEECH_WITHIN = 5.0
"""Natural logarithms of amplitude below the loudest, averaged over frequencies: speech."""
_FEWEST = 10
"""Frames."""


@dataclass(frozen=True, slots=True)
class Spectrum:
    """Against the recordings, means over utterances.

    ``distortion`` is mel-cepstral distortion (coefficients 1 to 25) and ``distance`` the root
    mean square distance of log envelopes, both in dB; ``variance`` is how much cepstra vary and
    ``modulation`` how much they change from frame to frame, as shares of the recordings'.
    """

    distortion: float
    distance: float
    variance: float
    modulation: float


def cepstra(envelopes: Array) -> Array:
    """Return mel-cepstra 1 to 25 (frames, CEPSTRA) of log envelopes (frames, ENVELOPE)."""
    order = np.arange(1, CEPSTRA + 1)
    angles = np.pi * np.outer(np.arange(ENVELOPE) + 0.5, order) / ENVELOPE
    found: Array = envelopes @ np.cos(angles) * 2.0 / ENVELOPE
    return found


def speech(envelopes: Floats) -> Array:
    """Return the frames (frames, ENVELOPE) of sub-frames' envelopes that aren't silent."""
    loudness = envelopes.mean(1)
    heard = loudness > np.percentile(loudness, _LOUD_PERCENTILE) - _SPEECH_WITHIN
    kept: Array = envelopes[heard][::SUBFRAMES].astype(np.float64)
    return kept


def warped(costs: Array) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the cheapest monotonous path through ``costs`` (rows, columns), as two indices.

    Sakoe and Chiba 1978, steps of one; whole anti-diagonals are reckoned at once.
    """
    rows, columns = costs.shape
    total = np.full((rows + 1, columns + 1), np.inf)
    total[0, 0] = 0.0
    for diagonal in range(2, rows + columns + 1):
        i = np.arange(max(1, diagonal - columns), min(rows, diagonal - 1) + 1)
        j = diagonal - i
        before = np.minimum(total[i - 1, j - 1], np.minimum(total[i - 1, j], total[i, j - 1]))
        total[i, j] = before + costs[i - 1, j - 1]
    i, j = rows, columns
    path = [(rows - 1, columns - 1)]
    while i > 1 or j > 1:
        steps = ((i - 1, j - 1), (i - 1, j), (i, j - 1))
        i, j = min(steps, key=lambda step: float(total[step]))
        path.append((i - 1, j - 1))
    ours, theirs = np.array(path[::-1], np.int64).T
    return ours, theirs


def spectrum(pairs: Sequence[tuple[Features, Features]]) -> Spectrum | None:
    """Return how a voice's spectra compare; pairs are (voice, natural)."""
    rows = []
    for ours, theirs in pairs:
        a, b = speech(ours.envelope), speech(theirs.envelope)
        if min(len(a), len(b)) >= _FEWEST:
            rows.append(_compared(a - a.mean(), b - b.mean()))
    if not rows:
        return None
    distortion, distance, variance, modulation = np.array(rows).mean(0).tolist()
    return Spectrum(distortion, distance, float(np.exp(variance)), float(np.exp(modulation)))


def _compared(ours: Array, theirs: Array) -> tuple[float, float, float, float]:
    """Return distortion, distance, and the logarithms of variance and modulation ratios."""
    a, b = cepstra(ours), cepstra(theirs)
    squared = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2.0 * a @ b.T
    costs = _DISTORTION * np.sqrt(np.maximum(squared, 0.0))
    i, j = warped(costs)
    apart = DECIBELS * np.sqrt(((ours[i] - theirs[j]) ** 2).mean(1))
    variance = np.log(a.var(0) / b.var(0)).mean()
    changes = np.log(np.abs(np.diff(a, axis=0)).mean(0) / np.abs(np.diff(b, axis=0)).mean(0))
    return float(costs[i, j].mean()), float(apart.mean()), float(variance), float(changes.mean())
