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
from voices.recipe.evaluate.timing import durations
from voices.recipe.intonation import Rises
from voices.recipe.sound import APERIODICITY_HZ, RATE, Floats
from voices.recipe.speaking import Tuning

_ROUNDS = 4
_STEP = 0.09
"""Log aperiodicity to add for a decibel of too much harmony."""
_MOST = 1.2
_LOW, _MID, _HIGH = 1500.0, 4000.0, 12_000.0
"""Where the bands of harmonics-to-noise end, Hz."""


@dataclass(frozen=True, slots=True)
class Target:
    """Recordings to come near to."""

    texts: Sequence[str]
    said: Sequence[Said]
    harmonics: Harmonics
    spread: float


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
    return Target([texts[name] for name in names], said, harmonics(said), spread)


def tuned(build: Build, wanted: Target, tell: Callable[[str], None]) -> Tuning:
    """Return the tuning with which the voice comes near to the target."""
    tuning = Tuning()
    for number in range(_ROUNDS):
        say = build(tuning)
        said = [say(text) for text in wanted.texts]
        spread = pitch([(one, analysed(one)) for one in said]).spread
        heard = harmonics(said)
        pace = durations(list(zip(said, wanted.said, strict=True)))
        tell(f"tuning {number + 1}: spread {spread:.2f} of {wanted.spread:.2f}, {heard}")
        tuning = replace(
            tuning,
            liveliness=tuning.liveliness * wanted.spread / spread,
            noisiness=_hoarser(tuning.noisiness, heard, wanted.harmonics),
            pace=tuning.pace / (pace.ratio if pace else 1.0),
        )
    return tuning


def _hoarser(
    noisiness: tuple[float, ...], heard: Harmonics, wanted: Harmonics
) -> tuple[float, ...]:
    """Return aperiodicity moved so that each band comes nearer to what is wanted."""
    excess = (heard.low - wanted.low, heard.mid - wanted.mid, heard.high - wanted.high)
    band = np.searchsorted([_LOW, _MID, _HIGH], APERIODICITY_HZ, "right")
    moved = [
        value + _STEP * excess[at] * (not np.isnan(excess[at]))
        for value, at in zip(noisiness, band, strict=True)
    ]
    return tuple(float(np.clip(value, -_MOST, _MOST)) for value in moved)


def as_plain(tuning: Tuning) -> dict[str, Any]:
    """Return a tuning as JSON has it."""
    return asdict(tuning)


def from_plain(kept: Mapping[str, Any]) -> Tuning:
    """Return the tuning that :func:`as_plain` wrote down."""
    rises: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in kept["rises"].items()
    }
    return Tuning(kept["liveliness"], tuple(kept["noisiness"]), kept["pace"], Rises(**rises))
