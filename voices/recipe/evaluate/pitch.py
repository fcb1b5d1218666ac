"""Intonation: how lively it is, and how much of it is what the speaker did with the same words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voices.recipe.evaluate.said import Said
from voices.recipe.features import Features, filled
from voices.recipe.sound import RATE, SUBFRAME, Array, Floats

POINTS = 5
"""Points that a sound's pitch is compared at."""
SEMITONES = 12.0 / np.log(2.0)
"""In a natural logarithm of a frequency ratio."""
_FEWEST_POINTS = 10
_FEWEST_VOICED = 20
"""Points, or sub-frames, below which an utterance says nothing about intonation."""
_RANGE = (5.0, 95.0)
"""Percentiles between which the range of pitch is measured."""
_PERIODS = (0.0001, 0.02, 1.3)
"""Praat's settings for jitter: shortest and longest period, largest factor between two."""
_MARGIN = 1.2
"""How far beyond the track's range pitch periods are looked for."""


@dataclass(frozen=True, slots=True)
class Pitch:
    """Means over utterances.

    ``spread`` is the standard deviation and ``span`` the 5-95 % range of voiced sub-frames in
    semitones, ``hertz`` the geometric mean, ``slope`` the mean steepness in semitones a second,
    ``jitter`` the difference between neighbouring periods in percent, ``voiced`` a share.
    """

    spread: float
    span: float
    hertz: float
    slope: float
    jitter: float
    voiced: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """Contours against the recordings', means over ``utterances``.

    ``correlation`` is Pearson's; ``error`` the root mean square difference in semitones, each
    contour about its own mean.
    """

    correlation: float
    error: float
    utterances: int


def pitch(utterances: Sequence[tuple[Said, Features]]) -> Pitch:
    """Return how pitch moves in what was said."""
    rows = [
        (*_movement(features.f0), jitter(said, features.f0), float((features.f0 > 0).mean()))
        for said, features in utterances
        if (features.f0 > 0).sum() >= _FEWEST_VOICED
    ]
    if not rows:
        nothing = float("nan")
        return Pitch(nothing, nothing, nothing, nothing, nothing, voiced=0.0)
    spread, span, mean, slope, shaken, voiced = np.nanmean(np.array(rows), 0).tolist()
    return Pitch(spread, span, float(np.exp(mean)), slope, shaken, voiced)


def _movement(f0: Floats) -> tuple[float, float, float, float]:
    """Return spread, span, mean logarithm and slope of a track."""
    voiced = f0 > 0
    log = np.log(f0[voiced].astype(np.float64))
    low, high = np.percentile(SEMITONES * log, _RANGE)
    track = np.log(np.maximum(f0, 1.0).astype(np.float64))
    both = voiced[1:] & voiced[:-1]
    steps = np.abs(np.diff(track))[both]
    slope = float(steps.mean()) * SEMITONES * RATE / SUBFRAME if steps.size else float("nan")
    return float(SEMITONES * log.std()), float(high - low), float(log.mean()), slope


def jitter(said: Said, f0: Floats) -> float:
    """Return the local jitter in percent: how unlike a period is to the next (Praat)."""
    import parselmouth
    from parselmouth.praat import call

    heard = f0[f0 > 0]
    floor, ceiling = float(heard.min()) / _MARGIN, float(heard.max()) * _MARGIN
    sound = parselmouth.Sound(said.ready(), RATE)
    pulses = call(sound, "To PointProcess (periodic, cc)", floor, ceiling)
    return 100.0 * float(call(pulses, "Get jitter (local)", 0, 0, *_PERIODS))


def contour(said: Said, f0: Floats) -> tuple[Array, Array]:
    """Return log pitch (tokens, POINTS) of a timed utterance, and whether each was voiced.

    Points lie evenly in each token; pitch is carried through unvoiced stretches. Tokens without
    a frame hold not a number.
    """
    edges = said.subframes()
    shares = (np.arange(POINTS) + 0.5) / POINTS
    at = edges[:-1, None] + shares * np.diff(edges)[:, None]
    index = np.clip(at.astype(int), 0, len(f0) - 1)
    log = filled(f0)[index].astype(np.float64)
    log[np.diff(edges) <= 0] = np.nan
    return log, f0[index] > 0


def likeness(
    pairs: Sequence[tuple[tuple[Said, Features], tuple[Said, Features]]],
) -> Likeness | None:
    """Return how like the recordings' contours those of a voice are; pairs are (voice, natural).

    Pitch is compared in each sound, where the recording is voiced; None where nothing can be.
    """
    found = [
        _alike(said, features.f0, natural, recorded.f0)
        for (said, features), (natural, recorded) in pairs
        if said.timed and natural.timed and said.tokens == natural.tokens
    ]
    kept = np.array([one for one in found if one is not None])
    if not len(kept):
        return None
    correlation, error = kept.mean(0).tolist()
    return Likeness(correlation, error, len(kept))


def _alike(said: Said, f0: Floats, natural: Said, recorded: Floats) -> tuple[float, float] | None:
    ours, _ = contour(said, f0)
    theirs, voiced = contour(natural, recorded)
    sounds = np.array([not token.pause for token in natural.tokens])[:, None]
    kept = sounds & voiced & np.isfinite(ours) & np.isfinite(theirs)
    if kept.sum() < _FEWEST_POINTS:
        return None
    a, b = ours[kept] - ours[kept].mean(), theirs[kept] - theirs[kept].mean()
    if not a.any() or not b.any():
        return None
    error = SEMITONES * float(np.sqrt(np.mean((a - b) ** 2)))
    return float(a @ b / np.sqrt((a @ a) * (b @ b))), error
