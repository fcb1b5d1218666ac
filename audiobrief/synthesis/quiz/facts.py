"""What a sentence of a report can be asked for: a figure, a date, a day, a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from audiobrief.sentences import any_of
from audiobrief.synthesis.quiz.figures import FIGURE, parse
from audiobrief.synthesis.tables import folded, load_table, phrase_pattern
from audiobrief.wording import load_wording

FIGURES, YEAR, DATE, WEEKDAY, PERSON = "figure", "year", "date", "weekday", "person"

_YEAR = re.compile(r"(?<![\d.,$€£-])(?:19|20)\d\d(?![\d%]|[.,]\d|-\d)")
_NAME = re.compile(
    r"(?<![\w.])[A-ZÀ-ÖØ-Þ][\w’'\-]+(?: (?:de|da|di|van|von|der|al|bin|del))?"
    r"(?: [A-ZÀ-ÖØ-Þ][\w’'\-]+){1,4}"
)
NAME = range(2, 4)
"""Words of a person's name, its title aside."""

_NEAR_SAID = 2
"""Words between a name and the verb that tells what its bearer said, at most."""


@dataclass(frozen=True, slots=True)
class Fact:
    """What can be asked for: its kind, and where it stands in its sentence."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in its sentence."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Finder:
    """The facts of one language."""

    figure: re.Pattern[str]
    date: re.Pattern[str]
    weekday: re.Pattern[str]
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    said: re.Pattern[str]
    titles: frozenset[str]
    bodies: frozenset[str]
    point: str

    def facts(self, text: str) -> list[Fact]:
        """Return the facts of a sentence that stand there once, none within another."""
        found: list[Fact] = []
        for kind, start, end in self._spans(text):
            apart = all(end <= one.start or one.end <= start for one in found)
            if apart and text.count(text[start:end]) == 1:
                found.append(Fact(kind, text[start:end], start))
        return found

    def persons(self, text: str) -> list[Fact]:
        """Return the names of those who say something, their titles left out."""
        found = []
        for name in _NAME.finditer(text):
            before, after = text[: name.start()].split(), text[name.end() :].split()
            beside = " ".join([*before[-_NEAR_SAID:], "·", *after[:_NEAR_SAID]])
            if not self.said.search(folded(beside)):
                continue
            words = name[0].split()
            titled = [at for at, word in enumerate(words) if word in self.titles]
            words = words[max(titled, default=-1) + 1 :]
            bare = " ".join(words)
            if len(words) in NAME and not self.bodies & set(words):
                found.append(Fact(PERSON, bare, name.end() - len(bare)))
        return found

    def _spans(self, text: str) -> Iterator[tuple[str, int, int]]:
        for kind, pattern in ((DATE, self.date), (YEAR, _YEAR), (WEEKDAY, self.weekday)):
            yield from ((kind, *one.span()) for one in pattern.finditer(text))
        yield from ((PERSON, one.start, one.end) for one in self.persons(text))
        for one in self.figure.finditer(text):
            if self._counts(text, one):
                yield FIGURES, *one.span()

    def _counts(self, text: str, found: re.Match[str]) -> bool:
        """Return whether a figure counts something, rather than being part of a name or time."""
        before = text[: found.start()].split()
        named = len(before) > 1 and before[-1][:1].isupper()
        return not named and parse(found["figure"], self.point) is not None


@cache
def load_finder(language: str) -> Finder:
    """Return what finds facts in ``language``.

    Raises:
        ConfigError: there are no tables for it.
    """
    written = load_table(language, "quiz.toml")["written"]
    telling = load_table(language, "writing.toml")["telling"]
    wording = load_wording(language)
    units, money = any_of(written["units"]), any_of(written["money"])
    return Finder(
        figure=re.compile(
            rf"(?<![\w.,:/\-])[$€£¥]?(?P<figure>{FIGURE.pattern})"
            rf"(?:[ \u00a0\u202f]?(?:{units})(?!\w))?(?: (?:{money})(?!\w))?(?![\w:/\-]|[.,]\d)"
        ),
        date=_dates(written["dates"], wording.dates["months"]),
        weekday=re.compile(rf"(?<!\w)(?:{any_of(wording.dates['weekdays'])})(?!\w)"),
        weekdays=tuple(wording.dates["weekdays"]),
        months=tuple(wording.dates["months"]),
        said=phrase_pattern(telling["said"]),
        titles=frozenset(written["titles"]),
        bodies=frozenset(written["bodies"]),
        point=wording.labels["decimal"],
    )


def _dates(forms: Iterable[str], months: Iterable[str]) -> re.Pattern[str]:
    named = f"(?:{any_of(months)})"
    written = (
        re.escape(form).replace(r"\{month\}", named).replace(r"\{day\}", r"\d{1,2}")
        for form in forms
    )
    return re.compile("|".join(rf"(?<![\w.]){form}(?!\w|[.,]\d)" for form in written))
