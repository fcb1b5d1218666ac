"""The lists that the linter's rules join: about whole feeds, and about single items."""

from __future__ import annotations

from typing import TypeVar

from audiobrief.publishing.lint.document import Feed, Finding, Item, Problem
from audiobrief.publishing.rules import ERROR, WARNING, Rules

__all__ = ["ERROR", "FEED_RULES", "ITEM_RULES", "WARNING", "feed_rule", "findings", "item_rule"]

Subject = TypeVar("Subject")

FEED_RULES: Rules[Feed, Problem] = Rules()
ITEM_RULES: Rules[Item, Problem] = Rules()

feed_rule = FEED_RULES.rule
item_rule = ITEM_RULES.rule


def findings(rules: Rules[Subject, Problem], subject: Subject, item: str = "") -> list[Finding]:
    """Return what ``rules`` find wrong with ``subject``."""
    return [
        Finding(rule.name, rule.severity, line, item, message)
        for rule in rules
        for line, message in rule.check(subject)
    ]
