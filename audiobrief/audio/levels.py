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
_CONTRAST = 0.8
"""The power that lifts quiet parts, as the ear hears them, without levelling speech."""


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
        lengths, energies = np.array(self._lengths, np.float64), np.array(self._energies)
        total = lengths.sum()
        if not energies.any():
            return ()
        middles = np.cumsum(lengths) - lengths / 2
        shares = np.minimum((middles * COUNT / total).astype(np.int64), COUNT - 1)
        energy = np.bincount(shares, energies, COUNT)
        samples = np.bincount(shares, lengths, COUNT)
        means = np.sqrt(energy / np.maximum(samples, 1.0))
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
