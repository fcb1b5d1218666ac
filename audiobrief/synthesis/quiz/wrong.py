"""Wrong choices: of the right one's kind, and true of nothing that the report tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from audiobrief.files import digest
from audiobrief.synthesis.extractive.cues import load_cues
from audiobrief.synthesis.extractive.vectors import terms
from audiobrief.synthesis.quiz.facts import DATE, FIGURES, WEEKDAY, YEAR, Fact, load_finder
from audiobrief.synthesis.quiz.figures import FIGURE, SMALL, near, parse
from audiobrief.synthesis.tables import folded

WRONG = 3
"""Wrong choices of a question."""

SIMILAR = 0.5
"""The share of telling words from which on a sentence may be true of another speaker too."""

_YEARS = (-7, -5, -4, -3, -2, -1, 1, 2)
_DAYS = (3, 7, 10, 14, 18, 25)
_LAST_DAY = 28
_SHARE = re.compile(r"%|\bp(?:er|or|our|ro) ?[cz]", re.IGNORECASE)
_WHOLE = 100


@dataclass(frozen=True)
class WrongChoices:
    """What could be taken for a fact of a report; ``texts`` are all its sentences."""

    texts: Sequence[str]
    language: str

    def of(self, fact: Fact, text: str) -> list[str]:
        """Return three wrong choices for a fact of the sentence ``text``, or none."""
        if fact.kind == FIGURES:
            found = self._figures(fact)
        elif fact.kind == YEAR:
            found = [str(int(fact.text) + step) for step in _YEARS]
        elif fact.kind == DATE:
            found = _dates(fact.text)
        elif fact.kind == WEEKDAY:
            found = list(load_finder(self.language).weekdays)
        else:
            return _three(self._persons(fact, text), text)
        untold = (one for one in found if not self._told(one))
        return _three(untold, text)

    def _figures(self, fact: Fact) -> list[str]:
        """Return figures written like ``fact``, far from each that the report has."""
        written = FIGURE.search(fact.text)
        figure = parse(written[0], load_finder(self.language).point) if written else None
        if figure is None or written is None or _bare_and_small(fact.text, figure.value):
            return []
        most = _WHOLE if _SHARE.search(fact.text) and figure.value <= _WHOLE else None
        told = self._has if figure.value <= SMALL else self._has_near
        return [
            fact.text.replace(written[0], figure.written(value), 1)
            for value in figure.others()
            if (most is None or value <= most) and not told(value)
        ]

    def _has(self, value: Decimal) -> bool:
        return value in self._values

    def _has_near(self, value: Decimal) -> bool:
        return any(near(value, told) for told in self._values)

    def _persons(self, fact: Fact, text: str) -> list[str]:
        """Return others who speak in the report, and of whom ``text`` is not true as well."""
        finder = load_finder(self.language)
        names = {one.text for other in self.texts for one in finder.persons(other)}
        own = set(fact.text.split())
        others = (name for name in sorted(names) if not own & set(name.split()))
        return [name for name in others if not self._may_be_true(name, text)]

    def _may_be_true(self, name: str, text: str) -> bool:
        small = load_cues(self.language).small
        wanted = set(terms(text, small))
        for other in self.texts:
            named = any(part in other for part in name.split())
            shared = len(wanted & set(terms(other, small)))
            if named and (other == text or shared >= SIMILAR * len(wanted)):
                return True
        return False

    def _told(self, choice: str) -> bool:
        """Return whether a choice stands anywhere in the report."""
        pattern = re.compile(rf"(?<![\w.,]){re.escape(folded(choice))}(?!\w|[.,]\d)")
        return any(pattern.search(text) for text in self._plain)

    @cached_property
    def _plain(self) -> tuple[str, ...]:
        return tuple(folded(text) for text in self.texts)

    @cached_property
    def _values(self) -> tuple[Decimal, ...]:
        point = load_finder(self.language).point
        written = (one[0] for text in self.texts for one in FIGURE.finditer(text))
        return tuple(figure.value for one in written if (figure := parse(one, point)))


def _bare_and_small(text: str, value: Decimal) -> bool:
    """Return whether a figure is one that the report may have in letters too: "4", "four"."""
    return value <= SMALL and FIGURE.fullmatch(text) is not None


def _dates(text: str) -> list[str]:
    """Return other days of the same month."""
    own = int("".join(filter(str.isdigit, text)))
    days = ((own + step - 1) % _LAST_DAY + 1 for step in _DAYS)
    return [text.replace(str(own), str(day), 1) for day in days if day != own]


def _three(choices: Iterable[str], text: str) -> list[str]:
    """Return three of ``choices``, always the same for the sentence ``text``, or none."""
    ordered = sorted(set(choices), key=lambda one: digest(f"{text}:{one}".encode()))
    return ordered[:WRONG] if len(ordered) >= WRONG else []
