"""Long sentences parted between their clauses, for a listener who cannot look back.

A seam is a place where both sides stand as sentences of their own and mean what they meant
together. The tables (``[clauses]`` of ``audiobrief/sentences/<language>.toml``) are strict: where
they are in doubt, the sentence stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from audiobrief.sentences import (
    Rules,
    any_of,
    enclosed,
    load_rules,
    load_table,
    primary,
)

SHORTEST = 5
"""Words that a piece has at least."""

LONGEST_PARTED = 2000
"""Characters of a sentence that is looked into: what is longer was not written as one."""

_SEAM = re.compile(r"([,;:]) |( [—–] |—)")
_SEGMENTS = re.compile(r"[,;:—] ?| – ")


def parted(sentence: str, longest: int, language: str = "en") -> tuple[str, ...]:
    """Return ``sentence`` in pieces of at most ``longest`` words, as far as it has seams.

    No word is dropped or moved: the mark at a seam becomes a stop, and the next piece begins
    with a capital. No seam lies in a quotation or bracket. Each piece is left as it is when
    it is parted again.
    """
    if len(sentence) > LONGEST_PARTED or len(sentence.split()) <= longest:
        return (sentence,)
    code = primary(language)
    halves = _Long(sentence, load_clauses(code), load_rules(code)).halves()
    if not halves:
        return (sentence,)
    return tuple(piece for half in halves for piece in parted(half, longest, language))


@dataclass(frozen=True, slots=True)
class Clauses:
    """How a clause of a language begins, and what reaches beyond one."""

    lead: re.Pattern[str]
    clause: re.Pattern[str]
    verb: re.Pattern[str]
    loose_verb: re.Pattern[str]
    subordinate: re.Pattern[str]
    introduction: re.Pattern[str]
    reaching: re.Pattern[str]
    reporting_last: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Long:
    """A sentence that is too long, and how its language parts it."""

    text: str
    clauses: Clauses
    rules: Rules

    def halves(self) -> tuple[str, str] | None:
        """Return the sentence parted at the seam that is nearest to its middle."""
        if not self.text.endswith((".", ".”", '."')) or self._open_ended():
            return None
        middle = len(self.text) / 2
        nearest = sorted(self._marks(), key=lambda mark: abs(mark.start() - middle))
        return next((self._part(mark) for mark in nearest if self._is_seam(mark)), None)

    def _asides(self) -> dict[int, int]:
        return {found.end(): found.start() for found in self.rules.asides.finditer(self.text)}

    def _open_ended(self) -> bool:
        """Return whether a quotation or bracket begins or ends outside the sentence."""
        inside = enclosed(self.text, self._asides())
        return any(
            character in '“”„«»"()[]' and not inside[at] for at, character in enumerate(self.text)
        )

    def _marks(self) -> Iterator[re.Match[str]]:
        """Yield the marks where a seam may be: outside asides and between no pair of dashes."""
        inside = enclosed(self.text, self._asides())
        marks = [mark for mark in _SEAM.finditer(self.text) if not inside[mark.start()]]
        dashes = [mark.start() for mark in marks if mark[2]]
        paired = range(dashes[0], dashes[-1] + 1) if len(dashes) > 1 else range(0)
        return (mark for mark in marks if mark.start() not in paired)

    def _is_seam(self, mark: re.Match[str]) -> bool:
        left, right = self.text[: mark.start()], self.text[mark.end() :]
        if min(len(left.split()), len(right.split())) < SHORTEST:
            return False
        conjunction, adverb, begins = _lead(self.clauses.lead, right)
        if mark[1] == "," and not conjunction:
            return False
        if mark[1] not in (",", ";") and (conjunction or adverb):
            return False
        if not self.clauses.clause.match(right, begins) or not self._stands(left):
            return False
        return not (self.clauses.reaching.search(left) or self.clauses.reporting_last.search(right))

    def _stands(self, left: str) -> bool:
        """Return whether ``left`` holds a main clause; a list of its subjects does not."""
        rules = self.clauses
        segments = _SEGMENTS.split(left)
        if len(segments) > 1 and rules.introduction.match(segments[0]):
            segments = segments[1:]
        main = [segment for segment in segments if not rules.subordinate.match(segment)]
        if len(segments) == 1 and main and rules.loose_verb.search(main[0]):
            return True
        return any(rules.verb.search(segment) for segment in main)

    def _part(self, mark: re.Match[str]) -> tuple[str, str]:
        left, right = self.text[: mark.start()].rstrip(), self.text[mark.end() :]
        return left if left.endswith(".") else f"{left}.", right[0].upper() + right[1:]


def _lead(pattern: re.Pattern[str], right: str) -> tuple[str, str, int]:
    """Return the conjunction and the adverb before a clause, and where the clause begins."""
    found = pattern.match(right)
    return (found[1] or "", found[2] or "", found.end()) if found else ("", "", 0)


@cache
def load_clauses(language: str) -> Clauses:
    """Return how a language ("en") joins its clauses."""
    tables = load_table(language)
    words = {name: any_of(entries) for name, entries in tables["clauses"].items()}
    said = any_of([*tables["sentences"]["said"], *tables["clauses"]["reporting"]])
    relative = words["relative"]
    between = rf"(?:(?!(?:{relative})\b)[^\s,;:—–]+ )"
    finite = rf"(?:{words['finite']})\b"
    past = rf"(?:{words['past']})"
    verb = rf"(?:{finite}|{past} (?:{words['determiners']}|{words['stand_ins']})\b)"
    name = r"[^\W\d_a-zß-öø-ÿ][\w.’'-]*"
    subject = rf"(?:(?:{words['determiners']}) {between}|(?:{words['stand_ins']}|{name}) )"
    pronoun = rf"(?:{words['pronouns']})(?:[’'][a-z]+)? \w"
    return Clauses(
        lead=re.compile(rf"(?:({words['conjunctions']}) )?(?:({words['adverbs']}),? )?"),
        clause=re.compile(rf"{pronoun}|{subject}{between}{{0,5}}?{verb}|{words['plural']} {verb}"),
        verb=re.compile(rf"\b{verb}"),
        loose_verb=re.compile(rf"^(?:{pronoun}|\S+ {between}*?(?:{finite}|{past}\b))"),
        subordinate=re.compile(rf"(?:(?i:{words['subordinators']})|{relative})\b"),
        introduction=re.compile(
            rf"(?:{words['introductions']}|{words['subordinators']})\b", re.IGNORECASE
        ),
        reaching=re.compile(rf"\b(?:{words['reaching']}|{said})\b", re.IGNORECASE),
        reporting_last=re.compile(rf", [^,]*\b(?:{said})\b[^,]*\Z"),
    )
