"""Words said and words heard: normalised alike, compared by edit distance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

_NO_WORD = re.compile(r"[^a-z' ]")


@dataclass(frozen=True, slots=True)
class Hearing:
    """One text and what was heard of it; ``errors`` are substitutions, deletions, insertions."""

    text: str
    heard: tuple[str, ...]
    errors: int
    words: int


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Word error rate in percent: of each synthesis of all texts, and the ``mean`` of these."""

    each: tuple[float, ...]
    words: int

    @property
    def mean(self) -> float:
        """The mean of all syntheses."""
        return float(np.mean(self.each))


def words_of(text: str) -> tuple[str, ...]:
    """Return the bare words of a text in lower case; a hyphen parts words."""
    return tuple(_NO_WORD.sub(" ", text.lower().replace("-", " ")).split())


def edits(wanted: Sequence[str], heard: Sequence[str]) -> int:
    """Return how few words must be changed, added or left out (Levenshtein 1966)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, start=1):
        above, row = row, [i]
        for j, other in enumerate(heard, start=1):
            row.append(min(above[j - 1] + (word != other), above[j] + 1, row[j - 1] + 1))
    return row[-1]


def hearing(text: str, heard: Sequence[str]) -> Hearing:
    """Return a text beside what was heard of it."""
    wanted = words_of(text)
    return Hearing(text, tuple(heard), edits(wanted, heard), len(wanted))


def pooled(syntheses: Iterable[Sequence[Hearing]]) -> WordErrors:
    """Return the error rate of each synthesis: all errors over all words."""
    each: list[float] = []
    words = 0
    for hearings in syntheses:
        words = sum(one.words for one in hearings)
        each.append(100.0 * sum(one.errors for one in hearings) / max(1, words))
    return WordErrors(tuple(each), words)


def doubled(wanted: Sequence[str], heard: Sequence[str], longest: int = 3) -> tuple[str, ...]:
    """Return the words, or runs of up to ``longest``, that are heard once too often in a row.

    A repeat counts only where what was heard comes nearer to what was wanted without it: one
    word taken for its neighbour is misheard, not said twice.
    """
    errors = edits(wanted, heard)
    found: dict[str, None] = {}
    for size in range(1, longest + 1):
        for at in _repeats(heard, size):
            if edits(wanted, [*heard[:at], *heard[at + size :]]) < errors:
                found[" ".join(heard[at : at + size])] = None
    return tuple(found)


def _repeats(words: Sequence[str], size: int) -> list[int]:
    """Return where runs of ``size`` words stand that follow once more at once."""
    return [
        at
        for at in range(len(words) - 2 * size + 1)
        if list(words[at : at + size]) == list(words[at + size : at + 2 * size])
    ]
