"""How loud a programme will be, told from its parts before they are mixed.

Each part is weighed at its own rate, in steps of a tenth of a second, and the steps are added
where the parts lie: no resampling and no filter that walks from sample to sample. The finished
file is measured by libav; this only says which gain to try first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from audiobrief.audio.loudness import SILENCE
from audiobrief.audio.pcm import Samples

STEPS = 10
"""Steps a second: the hop of BS.1770's gating blocks, which are four steps long."""

_BLOCK = 4
_RELATIVE_GATE = -10.0
_OFFSET = -0.691

_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (-1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = ((1.0, -2.0, 1.0), (-1.99004745483398, 0.99007225036621))
"""The K weighting of ITU-R BS.1770-4, tables 1 and 2: two second-order filters at 48 kHz."""

_CLOCK = 48_000

_HELD = 0.4
"""Share of a step, in the log domain, for which the limiter holds down what its peak asks for.

Found on speech of several voices; what it misses, the measured file shows.
"""


Steps = tuple[tuple[float, float], ...]
"""Levels as they are kept with a clip: pairs of energy and peak."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """The K-weighted mean square and the largest sample of each step of a sound."""

    energy: NDArray[np.float64]
    peak: NDArray[np.float64]

    @classmethod
    def of(cls, kept: Steps | Sequence[float]) -> Self:
        """Return levels that were kept as pairs, or as pairs in one row."""
        table = np.asarray(kept, np.float64).reshape(-1, 2)
        return cls(table[:, 0], table[:, 1])

    def steps(self) -> Steps:
        """Return them as pairs to keep, of six digits each."""
        pairs = zip(self.energy.tolist(), self.peak.tolist(), strict=True)
        return tuple((float(f"{energy:.6g}"), float(f"{peak:.6g}")) for energy, peak in pairs)


def weighed(samples: Samples, rate: int) -> Steps:
    """Return the levels of a clip, to be kept with it."""
    return levels(samples, rate).steps()


def levels(samples: Samples, rate: int) -> Levels:
    """Return the levels of mono ``samples``; a last step that is cut short counts in part."""
    size = rate // STEPS
    count = -(-len(samples) // size)
    energy, peak = np.zeros(count), np.zeros(count)
    # A second at a time: the spectra of a long sound take five times its memory.
    for at in range(0, count, STEPS):
        second = samples[at * size : (at + STEPS) * size]
        steps = np.zeros((min(STEPS, count - at), size), np.float32)
        steps.reshape(-1)[: len(second)] = second
        energy[at : at + STEPS] = _energy(steps, rate)
        peak[at : at + STEPS] = np.abs(steps).max(axis=1)
    return Levels(energy, peak)


def _energy(steps: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    size = steps.shape[1]
    power = np.abs(np.fft.rfft(steps, axis=1)) ** 2
    power[:, 1 : (size + 1) // 2] *= 2  # what the negative frequencies hold
    energy: NDArray[np.float64] = power @ _weights(size, rate) / size**2
    return energy


def outline(parts: Iterable[tuple[int, Levels]], steps: int) -> Levels:
    """Return the levels of parts that sound from a step on, as if of no common phase."""
    energy, peak = np.zeros(steps), np.zeros(steps)
    for start, part in parts:
        at, of = overlap(start, len(part.peak), steps)
        energy[at] += part.energy[of]
        peak[at] += part.peak[of]
    return Levels(energy, peak)


def overlap(start: int, length: int, whole: int) -> tuple[slice, slice]:
    """Return where in a whole a part lies that begins at ``start``, and what of the part does."""
    begin, end = max(start, 0), max(0, min(start + length, whole))
    end = max(begin, end)
    return slice(begin, end), slice(begin - start, end - start)


def limited(sound: Levels, gain: float, ceiling: float) -> float:
    """Return the loudness (LUFS) of ``sound`` after gain (dB) and a limiter (dBFS)."""
    over = np.maximum(sound.peak * 10 ** ((gain - ceiling) / 20), 1.0)
    return integrated(sound.energy * 10 ** (gain / 10) / over ** (2 * _HELD))


def integrated(energy: NDArray[np.floating[Any]]) -> float:
    """Return the gated loudness (LUFS) of a channel's steps: BS.1770-4, annex 1."""
    padded = np.pad(energy, (0, max(0, _BLOCK - len(energy))))
    blocks = np.convolve(padded, np.full(_BLOCK, 1 / _BLOCK), "valid")
    for gate in (SILENCE, None):
        threshold = _loudness(blocks) + _RELATIVE_GATE if gate is None else gate
        blocks = blocks[blocks > 10 ** ((threshold - _OFFSET) / 10)]
        if not len(blocks):
            return SILENCE
    return _loudness(blocks)


def _loudness(blocks: NDArray[np.float64]) -> float:
    return float(_OFFSET + 10 * np.log10(blocks.mean()))


@lru_cache(maxsize=8)
def _weights(size: int, rate: int) -> NDArray[np.float64]:
    """Return how much power the K weighting lets through at each frequency of a step."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(size, 1 / rate) / _CLOCK)
    response = np.ones_like(turn)
    for (b0, b1, b2), (a1, a2) in (_SHELF, _HIGH_PASS):
        response *= (b0 + b1 * turn + b2 * turn**2) / (1 + a1 * turn + a2 * turn**2)
    weights: NDArray[np.float64] = np.abs(response) ** 2
    return weights
