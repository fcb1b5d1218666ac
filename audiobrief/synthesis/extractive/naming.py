"""Speakers named in full where they are first heard.

A paper names "Mining Minister Teodor Vance" once and "Vance" from then on; a report that takes
only the later sentence would leave a listener to wonder who he is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from audiobrief.model import Passage, Statement
from audiobrief.synthesis.extractive.candidates import Sentence
from audiobrief.synthesis.extractive.cues import Cues
from audiobrief.synthesis.extractive.quoted import quotations
from audiobrief.synthesis.tables import folded

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'\-]+"
_FULL = re.compile(rf"(?<![\w.]){_CAPITAL}(?: {_CAPITAL}){{1,4}}(?!\w)")
_ALONE = re.compile(rf"(?<![\w’'\-])({_CAPITAL})(?![\w’'\-])(?! {_CAPITAL})")
_NEAR_SAID = 1


@dataclass(frozen=True, slots=True)
class _Introduction:
    """How an article first names somebody, and where."""

    name: str
    passage: Passage


@dataclass(slots=True)
class Namer:
    """Names speakers in full, once; ``heard`` are the words that were told before."""

    introductions: Mapping[tuple[int, str], _Introduction]
    cues: Cues
    heard: set[str] = field(default_factory=set)

    def named(self, statement: Statement) -> Statement:
        """Return a statement, to be asked for in the order of telling, its speaker named."""
        for found in _ALONE.finditer(statement.text):
            known = self.introductions.get((statement.passages[0].article, found[1]))
            if known and found[1] not in self.heard and self._speaks(statement.text, found):
                text = (
                    f"{statement.text[: found.start()]}{known.name}{statement.text[found.end() :]}"
                )
                passages = dict.fromkeys((*statement.passages, known.passage))
                statement = Statement(text, tuple(passages))
                break
        self.heard.update(_words(statement.text))
        return statement

    def _speaks(self, text: str, found: re.Match[str]) -> bool:
        """Return whether a name stands beside a verb of saying, in no quotation."""
        before, after = text[: found.start()].split(), text[found.end() :].split()
        if before and before[-1][:1].isupper() and len(before) > 1:
            return False  # the end of a longer name
        beside = folded(" ".join([*before[-_NEAR_SAID:], "·", *after[:_NEAR_SAID]]))
        quoted = any(found[1] in one for one in quotations(text, self.cues.quotes))
        return bool(self.cues.said.search(beside)) and not quoted


def namer(found: Iterable[Sentence], cues: Cues, months: Collection[str]) -> Namer:
    """Return what names the speakers of ``found``; who shares a last name is left as written."""
    first: dict[tuple[int, str], _Introduction] = {}
    shared: set[tuple[int, str]] = set()
    for sentence in found:
        for name in _FULL.findall(sentence.text):
            words = _bare(name.split(), cues, months)
            key = (sentence.passage.article, words[-1]) if len(words) > 1 else None
            if key is None:
                continue
            known = first.setdefault(key, _Introduction(" ".join(words), sentence.passage))
            if words[-2] not in known.name.split():
                shared.add(key)
    return Namer({key: one for key, one in first.items() if key not in shared}, cues)


def _bare(words: list[str], cues: Cues, months: Collection[str]) -> list[str]:
    """Return the words of a name, without what only a sentence's beginning puts before it."""
    while words and folded(words[0]) in cues.small:
        words = words[1:]
    dated = any(word in months or cues.week.search(folded(word)) for word in words)
    return [] if dated else words


def _words(text: str) -> list[str]:
    return re.findall(r"[\w’'\-]+", text)
