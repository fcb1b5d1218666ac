"""How loud a programme is from its start to its end, in a few figures: what a player draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from audiobrief.audio.notes import Figures, Noter
from audiobrief.audio.pcm import decode

COUNT = 160
"""Figures: as many bars as can be told apart across a telephone."""

FULL = 100
"""The figure of the loudest part."""

_RATE = 44_100
_CONTRAST = 1.5
"""The power that sets speech off from its pauses: a mastered programme is nearly even."""


def bars(power: Figures) -> tuple[int, ...]:
    """Return :data:`COUNT` figures of a sound, 0 to :data:`FULL`; none for silence.

    Each is the root mean square of its share of the time, relative to the loudest. ``power`` has
    the mean square of each tenth of a second.
    """
    if not power.any():
        return ()
    energy = np.concatenate([[0.0], np.cumsum(power, dtype=np.float64)])
    edges = np.linspace(0, len(power), COUNT + 1)
    means = np.sqrt(np.diff(np.interp(edges, np.arange(len(energy)), energy)).clip(0))
    return tuple(int(level) for level in np.rint((means / means.max()) ** _CONTRAST * FULL))


def file_levels(path: Path) -> tuple[int, ...]:
    """Return the levels of a sound file.

    Raises:
        ClipError: it holds no sound that can be decoded.
    """
    noter = Noter(_RATE)
    for _ in noter.through(decode(path, _RATE)):
        pass
    return bars(noter.notes().power)
