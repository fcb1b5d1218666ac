"""The public English test cases of NeMo-text-processing, and what is odd about them.

A file ``test_cases_<category>.txt`` has a case a line, ``written~spoken``. The conventions in
data/nemo_conventions.toml say which of them no newsreader follows: an exclusion names the
cases it takes out, an equivalence the two readings that it takes for one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from .cases import DATA, Case
from .scoring import Sound


@dataclass(frozen=True, slots=True)
class Equivalence:
    """A reading of NeMo's, as a pattern of words, and one that is the same to a listener."""

    name: str
    reason: str
    pattern: re.Pattern[str]
    same_as: str

    def folded(self, words: str) -> str:
        """Return ``words`` with the one reading for the other."""
        return self.pattern.sub(self.same_as, words)

    def touches(self, case: Case) -> bool:
        """Return whether NeMo's reading of the case has the pattern."""
        return any(self.pattern.search(" ".join(sound)) for sound in case.accepted)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Cases, by category and written text, that say what no newsreader would."""

    name: str
    reason: str
    categories: frozenset[str]
    written: frozenset[str]

    def takes(self, case: Case) -> bool:
        """Return whether the case is left out."""
        return case.category in self.categories or case.text in self.written


@dataclass(frozen=True, slots=True)
class Conventions:
    """The exclusions and equivalences, in the order of their file."""

    exclusions: tuple[Exclusion, ...]
    equivalences: tuple[Equivalence, ...]

    def fold(self, sound: Sound) -> Sound:
        """Return one sound of those that the equivalences hold to be the same."""
        words = " ".join(sound)
        for one in self.equivalences:
            words = one.folded(words)
        return tuple(words.split())

    def kept(self, cases: tuple[Case, ...]) -> tuple[Case, ...]:
        """Return the cases that no exclusion takes, to be scored by the equivalences."""
        return tuple(
            replace(case, fold=self.fold)
            for case in cases
            if not any(one.takes(case) for one in self.exclusions)
        )

    def counted(self, cases: tuple[Case, ...]) -> Iterator[tuple[str, int, str]]:
        """Yield each convention's name, how many cases it touches, and its reason."""
        for exclusion in self.exclusions:
            yield exclusion.name, sum(map(exclusion.takes, cases)), exclusion.reason
        for one in self.equivalences:
            yield one.name, sum(one.touches(case) for case in cases), one.reason


def load_nemo(folder: Path) -> tuple[Case, ...]:
    """Return the cases of ``folder``; those with nothing to say are no cases.

    Both sides of a line may have capitals that are letters or a word ("PM", "NVIDIA").
    """
    cases = []
    for path in sorted(folder.glob("test_cases_*.txt")):
        category = path.stem.removeprefix("test_cases_")
        for line in path.read_text("utf-8").splitlines():
            written, _, spoken = line.partition("~")
            if any(character.isalnum() for character in written):
                cases.append(_case(category, written, spoken))
    return tuple(cases)


def load_conventions() -> Conventions:
    """Return the table of NeMo's odd conventions."""
    tables = tomllib.loads((DATA / "nemo_conventions.toml").read_text("utf-8"))
    return Conventions(
        tuple(_exclusion(table) for table in tables["exclusion"]),
        tuple(_equivalence(table) for table in tables["equivalence"]),
    )


def _case(category: str, written: str, spoken: str) -> Case:
    plain = spoken.translate(str.maketrans("()|", "   "))
    return Case(category, written, plain, capitals_may_be_letters=True)


def _exclusion(table: dict[str, object]) -> Exclusion:
    categories, written = table.get("categories", []), table.get("written", [])
    assert isinstance(categories, list)
    assert isinstance(written, list)
    name, reason = str(table["name"]), str(table["reason"])
    return Exclusion(name, reason, frozenset(categories), frozenset(written))


def _equivalence(table: dict[str, object]) -> Equivalence:
    name, reason = str(table["name"]), str(table["reason"])
    return Equivalence(name, reason, re.compile(str(table["pattern"])), str(table["same_as"]))
