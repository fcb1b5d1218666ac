"""Loudness and true peak by ITU-R BS.1770-4 / EBU R 128, the loudness by libav's ebur128.

A mono programme is measured as the one channel it is: a file that reads -16 LUFS here
reads -16 LUFS in other meters, with no dual-mono allowance.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np

from audiobrief.audio.pcm import Samples, filtered
from audiobrief.model import Loudness

SILENCE = -70.0
"""The absolute gate of BS.1770: nothing below it counts."""

_METER = [("ebur128", "metadata=1:framelog=quiet:peak=none")]

_HALF = (
    *(0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000),
    *(-0.0594482421875, 0.1373291015625, 0.9721679687500, -0.1022949218750),
    *(0.0476074218750, -0.0266113281250, 0.0148925781250, -0.0083007812500),
)
_QUARTER = (
    *(-0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250),
    *(-0.1665039062500, 0.4650878906250, 0.7797851562500, -0.2003173828125),
    *(0.1015625000000, -0.0582275390625, 0.0330810546875, -0.0189208984375),
)
_BETWEEN = np.array([_HALF, _QUARTER, _QUARTER[::-1], _HALF[::-1]], np.float32).T
"""The filter of BS.1770-4, annex 2: four values a sample from the twelve samples around it."""

_TAPS = len(_BETWEEN)

_BESIDE = np.arange(_TAPS // 2 - 2, _TAPS // 2 + 2)
"""Where a sample lies in the twelve that give the values next to it."""

_NEAR = 0.6
"""A sample below this share of the highest peak so far has no higher one beside it in sound that
was recorded or spoken: between samples it would have to rise by 4.4 dB."""


def measure(blocks: Iterable[Samples], rate: int, *, peak: bool = True) -> Loudness:
    """Return the loudness of a programme given in blocks, in one pass and bounded memory.

    Without ``peak`` the true peak is not measured and is given as minus infinity, as for silence.
    """
    peaks = Peaks()
    seen = peaks.watch(_gathered(blocks, rate)) if peak else blocks
    # A last frame shorter than ebur128's 100 ms step carries no figures.
    last = deque(filtered(seen, rate, _METER), maxlen=2)
    told = [made.metadata["lavfi.r128.I"] for made in last if "lavfi.r128.I" in made.metadata]
    integrated = float(told[-1]) if told else SILENCE
    return Loudness(round(integrated, 2), decibels(peaks.highest))


def decibels(peak: float) -> float:
    """Return a share of full scale in dB, to a hundredth."""
    return round(20.0 * math.log10(peak), 2) if peak > 0 else -math.inf


def _gathered(blocks: Iterable[Samples], size: int) -> Iterator[Samples]:
    """Yield the same samples in blocks of at least ``size``, the last one aside."""
    held: list[Samples] = []
    for block in blocks:
        held.append(block)
        if sum(map(len, held)) >= size:
            yield np.concatenate(held)
            held = []
    if held:
        yield np.concatenate(held)


class Peaks:
    """The highest true peak of blocks that pass by; it is looked for around large samples alone."""

    def __init__(self) -> None:
        self.highest = 0.0
        self._before: Samples = np.zeros(_TAPS, np.float32)

    def watch(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        """Yield ``blocks`` as they are."""
        for block in blocks:
            joined = np.concatenate([self._before, block])
            self._look(joined)
            self._before = joined[-_TAPS:]
            yield block
        self._look(np.concatenate([self._before, np.zeros(_TAPS, np.float32)]))

    def _look(self, samples: Samples) -> None:
        size = np.abs(samples)
        self.highest = max(self.highest, float(size.max()))
        near = np.flatnonzero(size > _NEAR * self.highest)
        starts = (near[:, None] - _BESIDE).ravel()
        wanted = np.zeros(len(samples) - _TAPS + 1, np.bool_)
        wanted[starts[(starts >= 0) & (starts < len(wanted))]] = True
        inside = np.flatnonzero(wanted)
        if len(inside):
            around = np.lib.stride_tricks.sliding_window_view(samples, _TAPS)[inside]
            self.highest = max(self.highest, float(np.abs(around @ _BETWEEN).max()))
