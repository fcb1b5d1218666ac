"""ROUGE: how much of a reference summary another one has (Lin, 2004).

The F1 of words (ROUGE-1), of pairs of words (ROUGE-2) and of the longest run of words in the
same order (ROUGE-L), without stemming, https://aclanthology.org/W04-1013/.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Rouge:
    """F1 of each measure, from 0 to 1."""

    one: float
    two: float
    longest: float


def rouge(made: str, reference: str) -> Rouge:
    """Return how close ``made`` is to ``reference``."""
    ours, wanted = _words(made), _words(reference)
    longest = _longest(ours, wanted)
    return Rouge(
        _overlap(ours, wanted, 1), _overlap(ours, wanted, 2), _f1(longest, len(ours), len(wanted))
    )


def mean(scores: Sequence[Rouge]) -> Rouge:
    """Return the mean of each measure."""
    count = len(scores)
    return Rouge(
        sum(score.one for score in scores) / count,
        sum(score.two for score in scores) / count,
        sum(score.longest for score in scores) / count,
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _overlap(ours: Sequence[str], wanted: Sequence[str], size: int) -> float:
    first, second = _grams(ours, size), _grams(wanted, size)
    return _f1((first & second).total(), first.total(), second.total())


def _grams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(zip(*(words[at:] for at in range(size)), strict=False))


def _longest(ours: Sequence[str], wanted: Sequence[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(wanted) + 1)
    for word in ours:
        before = row
        row = [0]
        for at, other in enumerate(wanted, start=1):
            row.append(before[at - 1] + 1 if word == other else max(before[at], row[-1]))
    return row[-1]


def _f1(shared: int, ours: int, wanted: int) -> float:
    return 2 * shared / (ours + wanted) if shared else 0.0
