"""What is noted of decoded sound as it passes: in windows, steps and sums that can be joined.

A few bytes are kept of each tenth of a second: two hours take a megabyte. Notes of stretches of
a programme, joined where the stretches lie, are the notes of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from audiobrief.audio.forecast import STEPS, levels, overlap
from audiobrief.audio.pcm import Samples
from audiobrief.model import Heard, Loudness, Span

WINDOW_MS = 10

QUIET = 10 ** (-60 / 20)
"""RMS of a window below which it is silence, as EBU Tech 3341 and most editors have it."""

SILENCE = 100 // WINDOW_MS
"""Windows of the shortest silence that is noted: words and sentences have shorter ones."""

FULL_SCALE = 0.998
LOUD = 10 ** (-9 / 20)
"""RMS that no voice reaches under a ceiling of -1 dBTP, but noise does."""

NOISY = 0.25
"""Changes of sign a sample: white noise has 0.5, a loud vowel less than 0.1."""

BURST = 40 // WINDOW_MS
STILL, HELD, STUCK = 0.002, 0.02, 30 // WINDOW_MS
"""What hardly moves, yet is that far from nought, for so many windows, is a held value."""

_GATHERED = 100
"""Windows that are looked at together: numpy's cost is by the call, but memory is dear."""

_QUIET, _CLIPPED, _BURST, _STUCK = map(np.uint8, (1, 2, 4, 8))

Flags = NDArray[np.uint8]
Figures = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Notes:
    """What was noted of decoded sound.

    ``total`` is the sum of all samples, ``undecodable`` counts packets and samples that are none.
    ``flags`` has a byte for each window; ``energy`` has the K-weighted, ``power`` the plain mean
    square of each tenth of a second.
    """

    samples: int
    total: float
    undecodable: int
    flags: Flags
    energy: Figures
    power: Figures


@dataclass
class Noter:
    """Notes sound at ``rate`` as it passes by."""

    rate: int
    undecodable: int = 0
    _samples: int = 0
    _total: float = 0.0
    _flags: list[Flags] = field(default_factory=list)
    _energy: list[Figures] = field(default_factory=list)
    _power: list[Figures] = field(default_factory=list)

    def through(self, pieces: Iterable[Samples | None]) -> Iterator[Samples]:
        """Yield the samples in blocks of whole windows, each looked at; None counts as broken."""
        size = _GATHERED * _window(self.rate)
        held: list[Samples] = []
        length = 0
        for piece in pieces:
            if piece is None:
                self.undecodable += 1
                continue
            held.append(piece)
            length += len(piece)
            if length >= size:
                block = np.concatenate(held)
                length %= size
                held = [block[len(block) - length :]]
                yield self._note(block[: len(block) - length])
        if length:
            yield self._note(np.concatenate(held))

    def notes(self) -> Notes:
        """Return what was noted of all that has passed."""
        none = np.zeros(0, np.float32)
        return Notes(
            self._samples,
            self._total,
            self.undecodable,
            np.concatenate([none.astype(np.uint8), *self._flags]),
            np.concatenate([none, *self._energy]),
            np.concatenate([none, *self._power]),
        )

    def _note(self, block: Samples) -> Samples:
        finite = np.isfinite(block)
        if not finite.all():
            self.undecodable += int((~finite).sum())
            block = np.where(finite, block, np.float32(0.0)).astype(np.float32)
        self._samples += len(block)
        self._total += float(block.sum(dtype=np.float64))
        self._flags.append(_flags(_rows(block, _window(self.rate))))
        self._energy.append(levels(block, self.rate).energy.astype(np.float32))
        steps = _rows(block, self.rate // STEPS)
        self._power.append(np.einsum("ij,ij->i", steps, steps) / np.float32(steps.shape[1]))
        return block


def joined(parts: Iterable[tuple[int, Notes]], samples: int, rate: int) -> Notes:
    """Return the notes of sound of so many ``samples`` from those of parts that lie in it.

    A part's place may lie before the start: what of it does, was not to be played.
    """
    window, step = _window(rate), rate // STEPS
    flags = np.zeros(-(-samples // window), np.uint8)
    energy, power = (np.zeros(-(-samples // step), np.float32) for _ in range(2))
    total, undecodable = 0.0, 0
    for start, part in parts:
        at, of = overlap(round(start / window), len(part.flags), len(flags))
        flags[at] = part.flags[of]
        at, of = overlap(round(start / step), len(part.energy), len(energy))
        energy[at] += part.energy[of]
        power[at] += part.power[of]
        total += part.total
        undecodable += part.undecodable
    return Notes(samples, total, undecodable, flags, energy, power)


def heard(notes: Notes, rate: int, loudness: Loudness) -> Heard:
    """Return what is to be said of sound by its notes, and by what its loudness was found to be."""
    ms = 1000 * _window(rate) / rate
    return Heard(
        duration_ms=round(notes.samples * 1000 / rate),
        loudness=loudness,
        silences=_spans(notes.flags & _QUIET, SILENCE, ms),
        clipped=_spans(notes.flags & _CLIPPED, 1, ms),
        bursts=_spans(notes.flags & _BURST, BURST, ms),
        stuck=_spans(notes.flags & _STUCK, STUCK, ms),
        offset=notes.total / max(notes.samples, 1),
        undecodable=notes.undecodable,
    )


def _window(rate: int) -> int:
    """Return the samples of a window, a whole number at any rate."""
    return rate * WINDOW_MS // 1000


def _rows(block: Samples, size: int) -> Samples:
    """Return samples in rows of ``size``, the last one filled up with silence."""
    rows = -(-len(block) // size)
    if rows * size > len(block):
        block = np.pad(block, (0, rows * size - len(block)))
    return block.reshape(rows, size)


def _flags(windows: Samples) -> Flags:
    """Return what is to be said of each window, a row of ``windows``."""
    size = windows.shape[1]
    power = np.einsum("ij,ij->i", windows, windows) / size
    mean = windows.mean(axis=1)
    spread = np.sqrt(np.maximum(power - mean**2, 0.0))
    quiet = power < QUIET**2
    loud = np.flatnonzero(power > LOUD**2)
    turns = np.diff(np.signbit(windows[loud]), axis=1).mean(axis=1)
    flags: Flags = quiet * _QUIET
    flags |= (np.abs(windows).max(axis=1, initial=0.0) >= FULL_SCALE) * _CLIPPED
    flags[loud[turns > NOISY]] |= _BURST
    flags |= ((spread < STILL) & (np.abs(mean) > HELD)) * _STUCK
    return flags


def _spans(flagged: Flags, least: int, ms: float) -> tuple[Span, ...]:
    """Return where at least so many windows in a row, of ``ms`` each, are flagged."""
    edges = np.diff(np.concatenate([[False], flagged != 0, [False]]).view(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return tuple(
        (round(start * ms), round(end * ms))
        for start, end in zip(starts, ends, strict=True)
        if end - start >= least
    )
