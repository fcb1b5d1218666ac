"""What a check finds, and how its rules are asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from audiobrief.publishing.rules import Rules, Severity

Subject = TypeVar("Subject")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in a sentence without a stop.

    ``file`` is below the subject's own folder; ``place`` a line, a time, a part of it.
    """

    file: str
    place: str
    what: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a published file breaks; ``file`` is its path on the shelf."""

    rule: str
    severity: Severity
    file: str
    place: str
    message: str

    def __str__(self) -> str:
        """Return it as one line, in the linter's form."""
        place = f"{self.place}: " if self.place else ""
        return f"{self.file}: {place}{self.severity} {self.rule}: {self.message}"


def ask(rules: Rules[Subject, Problem], subject: Subject, folder: str) -> Iterator[Finding]:
    """Yield what ``rules`` find wrong with a subject whose files lie in ``folder``."""
    for rule in rules:
        for one in rule.check(subject):
            file = f"{folder}/{one.file}" if folder else one.file
            yield Finding(rule.name, rule.severity, file, one.place, one.what)


def clock(ms: int) -> str:
    """Return a place in time as ``H:MM:SS.mmm``."""
    seconds, rest = divmod(max(ms, 0), 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
