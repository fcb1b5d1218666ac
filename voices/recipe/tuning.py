"""What is set after training, by comparing the voice with recordings held out for choices.

A mean prediction is calmer than the speaker, a vocoder more or less hoarse: pitch is stretched
until it spreads as in the recordings, aperiodicity moved until each band is as harmonic, time
stretched until sounds last as long.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from voices.recipe.alignment import Alignment
from voices.recipe.evaluate.harmonics import Harmonics, harmonics
from voices.recipe.evaluate.pitch import pitch
from voices.recipe.evaluate.said import Said, analysed
from voices.recipe.evaluate.spectrum import spectrum
from voices.recipe.evaluate.timing import rhythm
from voices.recipe.features import Features
from voices.recipe.intonation import Rises
from voices.recipe.sound import APERIODICITY_HZ, RATE, Floats
from voices.recipe.speaking import Tuning

_ROUNDS = 6
_HOARSER = 0.25
"""Log aperiodicity to add for a decibel of too much harmony."""
_STEADIER = 0.06
"""Steadiness to add for a decibel of too little harmony in the lowest band."""
_MOST_HOARSE = 2.0
_MOST_CONTRAST = 1.15
_DELIBERATE = 1.06
"""News is read a little slower than prompts: for words that come once, and matter."""
_LOW, _MID, _HIGH = 1500.0, 4000.0, 12_000.0
"""Where the bands of harmonics-to-noise end, Hz."""


@dataclass(frozen=True, slots=True)
class Target:
    """Recordings to come near to."""

    texts: Sequence[str]
    said: Sequence[Said]
    features: Sequence[Features]
    harmonics: Harmonics
    spread: float
    syllables: float


Say = Callable[[str], Said]
Build = Callable[[Tuning], Say]
"""Makes a voice with a tuning; what it returns says a text."""


def target(
    names: Sequence[str],
    texts: Mapping[str, str],
    samples: Mapping[str, Floats],
    alignments: Mapping[str, Alignment],
) -> Target:
    """Return what the recordings ``names`` ask of the voice."""
    said = [Said(samples[n], RATE, alignments[n].tokens, alignments[n].frames) for n in names]
    features = [analysed(one) for one in said]
    spread = pitch(list(zip(said, features, strict=True))).spread
    lines = [texts[name] for name in names]
    return Target(lines, said, features, harmonics(said), spread, _syllables(said))


def _syllables(said: Sequence[Said]) -> float:
    found = rhythm(said)
    return found.syllables if found else float("nan")


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a voice sounds like; ``variance`` is its envelopes' share of the natural one."""

    harmonics: Harmonics
    spread: float
    syllables: float
    variance: float


def tuned(build: Build, wanted: Target, tell: Callable[[str], None]) -> Tuning:
    """Return the tuning with which the voice comes near to the target."""
    tuning = Tuning()
    for number in range(_ROUNDS):
        heard = _hear(build(tuning), wanted)
        tell(f"tuning {number + 1}: {heard}")
        tuning = _nearer(tuning, heard, wanted)
    return tuning


def _hear(say: Say, wanted: Target) -> _Heard:
    said = [say(text) for text in wanted.texts]
    features = [analysed(one) for one in said]
    flat = spectrum(list(zip(features, wanted.features, strict=True)))
    return _Heard(
        harmonics(said),
        pitch(list(zip(said, features, strict=True))).spread,
        _syllables(said),
        flat.variance if flat else 1.0,
    )


def _nearer(tuning: Tuning, heard: _Heard, wanted: Target) -> Tuning:
    """Return a tuning that brings what was heard nearer to what is wanted."""
    unsteady = wanted.harmonics.low - heard.harmonics.low
    return replace(
        tuning,
        liveliness=tuning.liveliness * wanted.spread / heard.spread,
        noisiness=_hoarser(tuning.noisiness, heard.harmonics, wanted.harmonics),
        contrast=_clip(tuning.contrast / np.sqrt(heard.variance), 1.0, _MOST_CONTRAST),
        steadiness=_clip(tuning.steadiness + _STEADIER * np.nan_to_num(unsteady), 0.0, 1.0),
        pace=tuning.pace * _DELIBERATE * heard.syllables / wanted.syllables,
    )


def _clip(value: Any, low: float, high: float) -> float:
    return float(np.clip(value, low, high))


def _hoarser(
    noisiness: tuple[float, ...], heard: Harmonics, wanted: Harmonics
) -> tuple[float, ...]:
    """Return aperiodicity moved so that the bands above the lowest come nearer to the wanted."""
    excess = (0.0, heard.mid - wanted.mid, heard.high - wanted.high)
    band = np.searchsorted([_LOW, _MID, _HIGH], APERIODICITY_HZ, "right")
    return tuple(
        _clip(value + _HOARSER * np.nan_to_num(excess[at]), -_MOST_HOARSE, _MOST_HOARSE)
        for value, at in zip(noisiness, band, strict=True)
    )


def as_plain(tuning: Tuning) -> dict[str, Any]:
    """Return a tuning as JSON has it."""
    return asdict(tuning)


def from_plain(kept: Mapping[str, Any]) -> Tuning:
    """Return the tuning that :func:`as_plain` wrote down."""
    rises: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept["rises"].items()
    }
    return Tuning(**{**kept, "noisiness": tuple(kept["noisiness"]), "rises": Rises(**rises)})
