"""What a second of speech costs: processor seconds on one thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time
from typing import Protocol

from voices.recipe.sound import Floats

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Speed:
    """Processor seconds a second of audio, medians of rounds.

    ``phonemes`` for turning text into phonemes, ``sound`` for running the model.
    """

    phonemes: float
    sound: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.phonemes + self.sound


class Timed(Protocol):
    """A voice whose two steps can be timed apart."""

    @property
    def rate(self) -> int:
        """Samples a second."""
        ...

    def phonemes(self, text: str) -> list[str]:
        """Return the phonemes of a text."""
        ...

    def run(self, phonemes: Sequence[str], seed: int) -> list[Floats]:
        """Return the model's outputs, samples first."""
        ...


def speed(voice: Timed, lines: Sequence[str], rounds: int = ROUNDS) -> Speed:
    """Return what ``voice`` takes to say ``lines``; a first round warms it up, uncounted."""
    taken = [_round(voice, lines) for _ in range(rounds + 1)][1:]
    return Speed(median(one.phonemes for one in taken), median(one.sound for one in taken))


def _round(voice: Timed, lines: Sequence[str]) -> Speed:
    start = process_time()
    spoken = [voice.phonemes(line) for line in lines]
    between = process_time()
    samples = sum(len(voice.run(phonemes, 0)[0]) for phonemes in spoken)
    end = process_time()
    seconds = max(samples / voice.rate, 1e-9)
    return Speed((between - start) / seconds, (end - between) / seconds)
