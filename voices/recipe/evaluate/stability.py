"""Whether a voice survives lines as they come: one letter, a row of dots, foreign scripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from voices.recipe.evaluate.said import Contestant, Said
from voices.recipe.evaluate.soundness import Fault
from voices.recipe.sound import Array

LOUDEST = 1.0
"""Of full scale; louder samples are clipped."""
_ROUNDING = 1e-3
QUIETEST_DBFS, LOUDEST_DBFS = -45.0, -6.0
"""Between which the loud parts of what is said must lie, RMS of a block."""
_BLOCK = 0.02
_LOUD = 95.0
"""Seconds of a block, and the percentile that is its loud parts."""
SLOWEST, FASTEST = 5.0, 32.0
"""Letters a second, in lines long enough and plain enough to tell."""
_TELLING = 60
_PLAIN = 0.75
"""Letters and spaces in a line, and their share of it, from which its pace is looked at."""
_LONGEST_SOUND, _SPARE = 0.4, 2.0
"""Seconds a sound, and seconds in all besides, that a line may take at most."""


@dataclass(frozen=True, slots=True)
class Stability:
    """Of odd ``lines``: what went wrong, and how many gave no sound since they have no words."""

    lines: int
    empty: int
    faults: tuple[Fault, ...]


def stability(contestant: Contestant, lines: Sequence[str], seed: int = 0) -> Stability:
    """Return how a contestant copes with ``lines``; an exception is a fault like any other."""
    faults: list[Fault] = []
    empty = 0
    for line in lines:
        try:
            said = contestant.say(line, seed)
        except Exception as error:  # noqa: BLE001 - to find any is what this is for
            faults.append(Fault(line, f"fails: {type(error).__name__}: {error}"))
            continue
        empty += not len(said.samples)
        faults += [Fault(line, what) for what in wrong(line, said)]
    return Stability(len(lines), empty, tuple(faults))


def wrong(line: str, said: Said) -> list[str]:
    """Return what is wrong with the sound of a line."""
    samples = said.samples.astype(np.float64)
    wordy = any(letter.isalnum() for letter in line)
    if not len(samples):
        return ["is silent"] if wordy else []
    if not np.isfinite(samples).all():
        return ["has samples that are no numbers"]
    found = []
    peak = float(np.abs(samples).max())
    if peak > LOUDEST + _ROUNDING:
        found.append(f"peaks at {peak:.2f} of full scale")
    sounds = sum(not token.pause for token in said.tokens) if said.timed else len(line)
    if said.seconds > _LONGEST_SOUND * sounds + _SPARE:
        found.append(f"takes {said.seconds:.1f} s for {sounds} sounds")
    loud = loudness(samples, said.rate)
    if wordy and not QUIETEST_DBFS <= loud <= LOUDEST_DBFS:
        found.append(f"is at {loud:.0f} dBFS")
    return [*found, *_paced(line, said)]


def loudness(samples: Array, rate: int) -> float:
    """Return the level of the loud parts of samples in dBFS."""
    size = max(1, min(len(samples), round(_BLOCK * rate)))
    blocks = samples[: len(samples) // size * size].reshape(-1, size)
    return float(np.percentile(10.0 * np.log10((blocks**2).mean(1) + 1e-12), _LOUD))


def _paced(line: str, said: Said) -> list[str]:
    letters = sum((letter.isalpha() and letter.isascii()) or letter == " " for letter in line)
    if letters < _TELLING or letters < _PLAIN * len(line):
        return []
    pace = len(line) / said.seconds
    return [] if SLOWEST <= pace <= FASTEST else [f"is said at {pace:.0f} letters a second"]
