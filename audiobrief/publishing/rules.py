"""What a rule is, and the lists that rules join where they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, Literal, TypeVar

Severity = Literal["error", "warning"]

ERROR: Final = "error"
WARNING: Final = "warning"

S = TypeVar("S")
P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Rule(Generic[S, P]):
    """A check of subjects under the name by which users know it; it yields problems."""

    name: str
    severity: Severity
    check: Callable[[S], Iterator[P]]


class Rules(list[Rule[S, P]]):
    """Rules about one kind of subject, in the order in which they were written."""

    def rule(
        self, name: str, severity: Severity
    ) -> Callable[[Callable[[S], Iterator[P]]], Callable[[S], Iterator[P]]]:
        """Make a function the rule ``name``."""

        def join(check: Callable[[S], Iterator[P]]) -> Callable[[S], Iterator[P]]:
            self.append(Rule(name, severity, check))
            return check

        return join

    def names(self) -> dict[str, Severity]:
        """Return each rule's name and how severe it is."""
        return {rule.name: rule.severity for rule in self}
