"""What a rule is, and the lists that rules join where they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from audiobrief.publishing.lint.document import Feed, Finding, Item, Problem, Severity

ERROR: Final = "error"
WARNING: Final = "warning"

FeedCheck = Callable[[Feed], Iterator[Problem]]
ItemCheck = Callable[[Item], Iterator[Problem]]
"""Yields what is wrong with a feed or an item, one problem at a time."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of feeds, or of items, under the name by which users know it."""

    name: str
    severity: Severity
    check: Callable[[Any], Iterator[Problem]]

    def findings(self, subject: Feed | Item, item: str = "") -> list[Finding]:
        """Return what the rule finds wrong with ``subject``."""
        return [
            Finding(self.name, self.severity, line, item, message)
            for line, message in self.check(subject)
        ]


FEED_RULES: list[Rule] = []
ITEM_RULES: list[Rule] = []


def feed_rule(name: str, severity: Severity) -> Callable[[FeedCheck], FeedCheck]:
    """Make a function the rule ``name`` about whole feeds."""

    def join(check: FeedCheck) -> FeedCheck:
        FEED_RULES.append(Rule(name, severity, check))
        return check

    return join


def item_rule(name: str, severity: Severity) -> Callable[[ItemCheck], ItemCheck]:
    """Make a function the rule ``name`` about single items."""

    def join(check: ItemCheck) -> ItemCheck:
        ITEM_RULES.append(Rule(name, severity, check))
        return check

    return join
