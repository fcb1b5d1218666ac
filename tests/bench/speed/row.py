"""A line of the table: two costs beside one another, and the goal for their ratio."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import click


@dataclass(frozen=True, slots=True)
class Row:
    """What was compared, both sides as people read them, their ratio and what it should be."""

    what: str
    ours: str
    peer: str
    ratio: float
    goal: float | None = None
    at_least: bool = False

    @property
    def met(self) -> str:
        """``yes``, ``no``, or nothing where there is no goal."""
        if self.goal is None:
            return ""
        return (
            "yes"
            if (self.ratio >= self.goal if self.at_least else self.ratio <= self.goal)
            else "no"
        )

    def __str__(self) -> str:
        """Return the row as Markdown has it."""
        sign = "≥" if self.at_least else "≤"
        goal = "" if self.goal is None else f"{sign} {self.goal:g}"
        cells = (self.what, self.ours, self.peer, f"{self.ratio:.3g}", goal, self.met)
        return f"| {' | '.join(cells)} |"


HEAD = "| what | audiobrief | beside | ratio | goal | met |\n|---|---|---|---|---|---|"


def show(rows: Iterable[Row]) -> None:
    """Print rows as they come."""
    click.echo(HEAD)
    for row in rows:
        click.echo(str(row))


def seconds(value: float) -> str:
    """Return CPU seconds as people read them."""
    return f"{value:.2f} s CPU"


def flat(several: Iterable[Iterable[Row]]) -> Iterator[Row]:
    """Yield the rows of several items."""
    for rows in several:
        yield from rows
