"""Whether a sentence points up or down, by word lists that know direction and negation.

A word of finance is rarely good or bad by itself: profits that fall are bad, losses that
narrow are good. So a word of direction ("fell") is read with the matter it moves ("losses"),
as in Malo et al., 2014 ("Good debt or bad debt", https://doi.org/10.1002/asi.23062); words
that take a side by themselves ("rescued") are counted alone; negation turns what stands
behind it round. The lists are audiobrief's own (``synthesis/data/<language>/sentiment.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from audiobrief.synthesis.tables import folded, load_table, phrase_pattern

REACH = 7
"""Words between a direction and the matter it moves, at most."""

PHRASE = 3
"""Words within which two matters of one kind are one: "fears of a shortage"."""

NEGATION_REACH = 4
"""Words behind a negation that it turns round."""

CONCESSION = 0.4
"""What counts of a clause that begins with "despite"."""

MOST = 2.0
"""The strongest that a sentence can be, either way."""


@dataclass(frozen=True, slots=True)
class _Hit:
    """A word of the lists: what it is, and which words of the sentence it covers."""

    kind: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists of one language as patterns, by what they say of a word."""

    kinds: Mapping[str, re.Pattern[str]]
    despite: re.Pattern[str]
    clauses: re.Pattern[str]

    def polarity(self, text: str) -> float:
        """Return how far ``text``, a sentence, points up (above 0) or down, within MOST."""
        total = sum(self._clause(clause) for clause in self._parts(folded(text)))
        return max(-MOST, min(MOST, total))

    def _parts(self, text: str) -> Iterator[str]:
        """Yield the clauses of a sentence; figures keep their commas."""
        bounds = [0]
        bounds += [one.start() for one in self.clauses.finditer(text)]
        bounds += [one.start() for one in re.finditer(r"[;:–—](?= )|,(?= )", text)]
        edges = sorted({*bounds, len(text)})
        yield from (text[first:last] for first, last in pairwise(edges))

    def _clause(self, text: str) -> float:
        hits = self._hits(text)
        moved, used = _moved(hits)
        alone = [
            (hit, 1.0 if hit.kind == "positive" else -1.0)
            for hit in hits
            if hit.kind in ("positive", "negative") and hit.first not in used
        ]
        negations = [hit for hit in hits if hit.kind == "negation"]
        total = sum(_turned(hit, worth, negations) for hit, worth in (*moved, *alone))
        return total * (CONCESSION if self.despite.search(text) else 1.0)

    def _hits(self, text: str) -> list[_Hit]:
        """Return the words of the lists, in order; the same word may be of several lists."""
        starts = [one.start() for one in re.finditer(r"\S+", text)]
        found = []
        for kind, pattern in self.kinds.items():
            for one in pattern.finditer(text):
                first = sum(start <= one.start() for start in starts) - 1
                last = sum(start < one.end() for start in starts) - 1
                found.append(_Hit(kind, first, last))
        return sorted(found, key=lambda hit: (hit.first, hit.kind))


@cache
def load_lexicon(language: str) -> Lexicon:
    """Return the lists of ``language``, a BCP 47 tag.

    Raises:
        ConfigError: there is no table for it.
    """
    table = load_table(language, "sentiment.toml")
    return Lexicon(
        kinds={kind: phrase_pattern(words) for kind, words in _lists(table)},
        despite=phrase_pattern(table["turning"]["despite"]),
        clauses=phrase_pattern(table["turning"]["clauses"]),
    )


def _lists(table: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for name in ("direction", "matters", "words"):
        yield from table[name].items()
    yield "negation", table["turning"]["negation"]


def _moved(hits: Iterable[_Hit]) -> tuple[list[tuple[_Hit, float]], set[int]]:
    """Return each direction with what it does to the matter near it, and the words used.

    The matter before it is its subject and comes first: "profits fell as costs" is of profits.
    """
    every = list(hits)
    moved: list[tuple[_Hit, float]] = []
    used: set[int] = set()
    for way in (hit for hit in every if hit.kind in ("up", "down")):
        near = [
            (way.first < hit.first, abs(way.first - hit.first), hit)
            for hit in every
            if hit.kind in ("good", "bad")
            and hit.first not in used
            and 0 < abs(way.first - hit.first) <= REACH
        ]
        if near and way.first not in used:
            matter = min(near, key=lambda one: one[:2])[2]
            good = (way.kind == "up") == (matter.kind == "good")
            moved.append((way, 1.0 if good else -1.0))
            used |= set(range(way.first, way.last + 1))
            used |= {one.first for one in every if _same(one, matter)}
    return moved, used


def _same(hit: _Hit, matter: _Hit) -> bool:
    """Return whether a word is a matter, or belongs to the phrase that names it."""
    near = abs(hit.first - matter.first) <= PHRASE
    return hit.first == matter.first or (near and hit.kind == matter.kind)


def _turned(hit: _Hit, worth: float, negations: Iterable[_Hit]) -> float:
    """Return what a word is worth behind the negations before it."""
    turns = sum(0 < hit.first - one.last <= NEGATION_REACH for one in negations)
    return -worth if turns % 2 else worth
