"""Who speaks: the recorded speaker, and others made from the same model.

Another person is not the same one at another pitch: a longer throat lowers the formants, the
lower ones by other shares than the higher (Fant 1966), the voice source falls off differently,
and people differ in range, breath and pace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voices.recipe.sound import APERIODICITY_HZ, Array, envelope_hz, interpolation

_TILT_FROM = 500.0
"""Hz above which a tilt falls."""


@dataclass(frozen=True, slots=True)
class Timbre:
    """A speaker, as changes to the recorded one.

    ``semitones`` moves the pitch and ``range`` stretches it; ``formants`` lists pairs of where a
    resonance is heard and where it lay in the recordings, in Hz; ``tilt`` is in dB an octave;
    ``breath`` is added to log aperiodicity; ``pace`` stretches time.
    """

    name: str
    semitones: float = 0.0
    range: float = 1.0
    formants: tuple[tuple[float, float], ...] = ()
    tilt: float = 0.0
    breath: float = 0.0
    pace: float = 1.0


REPORTER = Timbre(
    "reporter",
    semitones=-5.5,
    range=0.9,
    formants=((430.0, 520.0), (1280.0, 1500.0), (2200.0, 2500.0), (3150.0, 3500.0)),
    pace=1.05,
)
"""A lower speaker with a longer throat, for quotations and the editor's take."""


def warp(timbre: Timbre) -> Array:
    """Return the matrix (80, 80) that moves an envelope's resonances."""
    centres = envelope_hz()
    heard = [0.0, *(pair[0] for pair in timbre.formants), centres[-1]]
    recorded = [0.0, *(pair[1] for pair in timbre.formants), centres[-1]]
    return interpolation(centres, np.interp(centres, heard, recorded))


def slope(timbre: Timbre) -> Array:
    """Return what a tilt adds to a log envelope (80,)."""
    octaves = np.log2(np.maximum(envelope_hz(), _TILT_FROM) / _TILT_FROM)
    return np.asarray(timbre.tilt * octaves * np.log(10.0) / 20.0)


def breath(timbre: Timbre) -> Array:
    """Return what is added to log aperiodicity (8,)."""
    return np.full(len(APERIODICITY_HZ), timbre.breath)


def tables(timbres: Sequence[Timbre]) -> dict[str, Array]:
    """Return all timbres as tables, one row a speaker."""
    return {
        "warps": np.stack([warp(timbre) for timbre in timbres]),
        "slopes": np.stack([slope(timbre) for timbre in timbres]),
        "breaths": np.stack([breath(timbre) for timbre in timbres]),
        "shifts": np.array([timbre.semitones for timbre in timbres]),
        "ranges": np.array([timbre.range for timbre in timbres]),
        "paces": np.array([timbre.pace for timbre in timbres]),
    }
