"""Denials in a sentence and what they reach: "not", "no", "refused to", "ruled out"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.tables import Phrases, load_tables
from audiobrief.synthesis.grounding.words import stem_of

_BEFORE = 8
_BEHIND = 5
_BESIDE = 2
"""Words between two denials that undo one another: "not rule out"."""


@dataclass(frozen=True, slots=True)
class Denial:
    """A denial in tokens ``start`` to ``end`` and the place of the word that it denies.

    ``kind`` is ``plain`` ("not"), ``verb`` ("refuse"), or ``maybe`` ("lose"), which only
    excuses another denial. ``target`` is -1 where nothing follows.
    """

    start: int
    end: int
    kind: str
    target: int
    stem: str = ""

    def about(self, at: int) -> bool:
        """Return whether a word stands where it may be meant too."""
        before, behind = (_BEHIND, _BESIDE) if self.kind == "maybe" else (_BEFORE, _BEHIND)
        return 0 <= at - self.start <= before or 0 < self.start - at <= behind


@dataclass(frozen=True, slots=True)
class Denials:
    """The denials of one sentence."""

    found: tuple[Denial, ...]

    def hit(self, at: int) -> bool:
        """Return whether the word at a place is what a denial denies."""
        return any(one.target == at and one.kind != "maybe" for one in self.found)

    def beyond(self, at: int, shared: frozenset[str]) -> bool:
        """Return whether a word is denied by more than verbs that the other text has too."""
        return any(
            one.target == at
            and (one.kind == "plain" or (one.kind == "verb" and one.stem not in shared))
            for one in self.found
        )

    def near(self, at: int) -> bool:
        """Return whether a denial stands near enough to a word to be about it."""
        return any(one.start != at and one.about(at) for one in self.found)

    @property
    def certain(self) -> tuple[Denial, ...]:
        """Those in small words."""
        return tuple(one for one in self.found if one.kind == "plain")


def denials(one: Reading, language: str) -> Denials:
    """Return the denials of a sentence; "not only" is none, and two in a row undo each other."""
    norms = tuple(item.norm for item in one.tokens)
    stems = tuple(item.stem or item.norm for item in one.tokens)
    never, plain, verbs = _phrases(language)
    found: list[Denial] = []
    at = 0
    while at < len(norms):
        skip = never.at(norms, at)
        hit = plain.at(norms, at) or verbs.at(stems, at)
        if hit and not skip:
            found.append(Denial(at, hit[1], hit[0], _target(one, hit[1]), stems[at]))
        at = skip[1] if skip else hit[1] if hit else at + 1
    return Denials(_undone(found))


def _undone(found: list[Denial]) -> tuple[Denial, ...]:
    """Return denials without the second of two that undo one another; the first denies it."""
    kept: list[Denial] = []
    for one in found:
        before = kept[-1] if kept else None
        undone = before and before.kind == "plain" and one.start - before.end < _BESIDE
        if before and undone and one.kind == "verb":
            kept[-1] = Denial(before.start, before.end, "plain", one.start)
        else:
            kept.append(one)
    return tuple(kept)


def _target(one: Reading, start: int) -> int:
    """Return the place of the next word of content in the clause, or -1."""
    for at in range(start, len(one.tokens)):
        if one.tokens[at].text in (";", ":", ".", ",", '"', "(", ")"):
            break
        if one.keys[at] and one.keys[at][0] not in "#@":
            return at
    return -1


@cache
def _phrases(language: str) -> tuple[Phrases, Phrases, Phrases]:
    tables = load_tables(language)
    stemmed = {
        tuple(stem_of(word, language) if word.isalpha() else word for word in term): kind
        for term, kind in tables.denying.terms.items()
    }
    return tables.no_denials, tables.denials, Phrases(stemmed, tables.denying.longest)
