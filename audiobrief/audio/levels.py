"""How loud a programme is from its start to its end, in a few figures: what a player draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from audiobrief.audio.pcm import Samples, decode

COUNT = 160
"""Figures: as many bars as can be told apart across a telephone."""

FULL = 100
"""The figure of the loudest part."""

_RATE = 44_100
_CONTRAST = 1.5
"""The power that sets speech off from its pauses: a mastered programme is nearly even."""


class Meter:
    """Notes how loud blocks of sound are as they pass; memory grows by a few bytes a block."""

    def __init__(self) -> None:
        self._lengths: list[int] = []
        self._energies: list[float] = []

    def through(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        """Yield ``blocks`` as they are."""
        for block in blocks:
            self._lengths.append(len(block))
            self._energies.append(float(np.square(block, dtype=np.float64).sum()))
            yield block

    def levels(self) -> tuple[int, ...]:
        """Return :data:`COUNT` figures of what has passed, 0 to :data:`FULL`; none for silence.

        Each is the root mean square of its share of the time, relative to the loudest.
        """
        if not any(self._energies):
            return ()
        ends, energy = np.cumsum([0, *self._lengths]), np.cumsum([0.0, *self._energies])
        edges = np.linspace(0, ends[-1], COUNT + 1)
        means = np.sqrt(np.diff(np.interp(edges, ends, energy)))
        return tuple(int(level) for level in np.rint((means / means.max()) ** _CONTRAST * FULL))


def file_levels(path: Path) -> tuple[int, ...]:
    """Return the levels of a sound file.

    Raises:
        ClipError: it holds no sound that can be decoded.
    """
    meter = Meter()
    for _ in meter.through(decode(path, _RATE)):
        pass
    return meter.levels()
