"""Rhythm: how long sounds and pauses last, beside how long the speaker made them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from voices.recipe.evaluate.said import Said
from voices.recipe.symbols import Token

COMMA, STOP = ",", "."
_FEWEST = 5
"""Sounds of a kind, below which their usual length isn't known."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Of timed utterances.

    ``syllables`` are those said in a second, pauses left out; ``before_comma`` and
    ``before_stop`` how much longer the last syllable's vowel and what follows it last there than
    the same sounds do elsewhere; ``comma`` the mean seconds of silence at a comma, and
    ``paused`` the share of commas that have any.
    """

    syllables: float
    before_comma: float
    before_stop: float
    comma: float
    paused: float


@dataclass(frozen=True, slots=True)
class Durations:
    """Durations of sounds against the recordings'.

    ``correlation`` is Pearson's of the logarithms, ``ratio`` the geometric mean of voice over
    recording.
    """

    correlation: float
    ratio: float
    sounds: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Sounds between two marks: ``tokens[first:last]``.

    ``mark`` is the symbol that ends them; ``pauses`` are the positions of all pauses there.
    """

    first: int
    last: int
    mark: str
    pauses: tuple[int, ...]


def phrases(tokens: Sequence[Token]) -> Iterator[Phrase]:
    """Yield the phrases of an utterance; spaces between words don't part them."""
    at = first = 0
    while at < len(tokens):
        if not tokens[at].pause:
            at += 1
            continue
        end = at
        while end < len(tokens) and tokens[end].pause:
            end += 1
        marks = [token.symbol for token in tokens[at:end] if not token.symbol.isspace()]
        if marks and any(not token.pause for token in tokens[first:at]):
            yield Phrase(first, at, marks[0], tuple(range(at, end)))
        if marks:
            first = end
        at = end


def rhyme(tokens: Sequence[Token], first: int, last: int) -> range:
    """Return the last syllable's vowel and what follows it, of ``tokens[first:last]``."""
    at = last
    while at > first and not tokens[at - 1].vowel:
        at -= 1
    while at > first and tokens[at - 1].vowel:
        at -= 1
    return range(at, last)


def rhythm(utterances: Sequence[Said]) -> Rhythm | None:
    """Return the rhythm of what was said, None where nobody tells when."""
    timed = [said for said in utterances if said.timed and any(said.frames)]
    if not timed:
        return None
    spoken = sum(_spoken(said) for said in timed)
    commas = np.array([pause for said in timed for pause in _commas(said)])
    return Rhythm(
        syllables=sum(nuclei(said.tokens) for said in timed) / max(spoken, 1e-9),
        before_comma=_lengthening(timed, COMMA),
        before_stop=_lengthening(timed, STOP),
        comma=float(commas.mean()) if commas.size else float("nan"),
        paused=float((commas > 0).mean()) if commas.size else float("nan"),
    )


def nuclei(tokens: Sequence[Token]) -> int:
    """Return how many syllables tokens have: runs of vowels."""
    vowels = [False, *(token.vowel for token in tokens)]
    return sum(now and not before for before, now in pairwise(vowels))


def _spoken(said: Said) -> float:
    sounds = [not token.pause for token in said.tokens]
    return float(said.durations[sounds].sum())


def _commas(said: Said) -> Iterator[float]:
    for phrase in phrases(said.tokens):
        if phrase.mark == COMMA:
            yield float(said.durations[list(phrase.pauses)].sum())


def _lengthening(utterances: Sequence[Said], mark: str) -> float:
    """Return the mean ratio of sounds' durations before a mark to their usual ones."""
    finals: list[tuple[tuple[str, bool], float]] = []
    usual: dict[tuple[str, bool], list[float]] = {}
    for said in utterances:
        at_end: set[int] = set()
        for phrase in phrases(said.tokens):
            last = rhyme(said.tokens, phrase.first, phrase.last)
            at_end.update(last)
            if phrase.mark == mark:
                finals += [(_kind(said.tokens[at]), said.durations[at]) for at in last]
        for at, token in enumerate(said.tokens):
            if not token.pause and at not in at_end:
                usual.setdefault(_kind(token), []).append(said.durations[at])
    ratios = [
        seconds / np.mean(usual[kind])
        for kind, seconds in finals
        if len(usual.get(kind, ())) >= _FEWEST
    ]
    return float(np.mean(ratios)) if ratios else float("nan")


def _kind(token: Token) -> tuple[str, bool]:
    return token.symbol, token.long


def durations(pairs: Sequence[tuple[Said, Said]]) -> Durations | None:
    """Return sounds' durations against the recordings'; pairs are (voice, natural)."""
    ours: list[float] = []
    theirs: list[float] = []
    for said, natural in pairs:
        if not said.timed or not natural.timed or said.tokens != natural.tokens:
            continue
        for token, a, b in zip(said.tokens, said.durations, natural.durations, strict=True):
            if not token.pause and a > 0 and b > 0:
                ours.append(float(np.log(a)))
                theirs.append(float(np.log(b)))
    if len(ours) < _FEWEST:
        return None
    correlation = float(np.corrcoef(ours, theirs)[0, 1])
    return Durations(correlation, float(np.exp(np.mean(ours) - np.mean(theirs))), len(ours))
