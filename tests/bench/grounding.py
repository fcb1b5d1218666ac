"""``grounding``: how many altered sentences are caught, and how many faithful ones refused."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

import click

from audiobrief.model import Article, Passage, Statement, Story
from audiobrief.synthesis.grounding.check import faults
from audiobrief.synthesis.grounding.fault import Fault

from .cases import DATA

FAITHFUL = "faithful"
SETS = ("grounding", "grounding_fresh", "grounding_fresh2")
"""The part that the checks were tuned on, and two that were scored first and mended after."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence, the story it rests on, and how it was altered; ``faithful`` where it was not."""

    kind: str
    statement: Statement
    story: Story


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pair, and what was found wrong with its sentence."""

    pair: Pair
    faults: tuple[Fault, ...]

    @property
    def right(self) -> bool:
        """Whether a faithful sentence was let through, or an altered one caught."""
        return bool(self.faults) == (self.pair.kind != FAITHFUL)


def read_pairs(name: str) -> tuple[Pair, ...]:
    """Return the pairs of ``tests/bench/data/<name>.toml``."""
    table = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
    return tuple(pair for article in table["article"] for pair in _pairs(article))


def _pairs(table: dict[str, Any]) -> Iterator[Pair]:
    published = datetime.combine(table["published"], time(9), UTC)
    paragraphs = tuple(table["paragraphs"])
    article = Article(table["title"], "https://example.org/", table["site"], published, paragraphs)
    story = Story("bench", (article,))
    for case in table["case"]:
        passages = tuple(Passage(0, place) for place in case["cites"])
        yield Pair(FAITHFUL, Statement(case["text"], passages), story)
        for kind, *changes in case["corrupt"]:
            yield Pair(kind, Statement(altered(case["text"], changes), passages), story)


def altered(text: str, changes: list[str]) -> str:
    """Return ``text`` with each odd entry of ``changes`` replaced, once, by the one behind it."""
    for old, new in zip(changes[::2], changes[1::2], strict=True):
        if old not in text:
            msg = f"{old!r} is not in {text!r}"
            raise ValueError(msg)
        text = text.replace(old, new, 1)
    return text


def outcomes(pairs: Iterable[Pair]) -> tuple[Outcome, ...]:
    """Return what the checks find in each pair."""
    return tuple(Outcome(pair, faults(pair.statement, pair.story, language="en")) for pair in pairs)


@click.command()
@click.option("--verbose", is_flag=True, help="List what is missed and what is falsely refused.")
@click.argument("names", nargs=-1)
def grounding(names: tuple[str, ...], *, verbose: bool) -> None:
    """Score the checks of statements by kind of fault."""
    for name in names or SETS:
        found = outcomes(read_pairs(name))
        click.echo(f"{name}: {share(found, caught=True)}, {share(found, caught=False)}")
        for line in rows(found):
            click.echo(line)
        for one in found:
            if verbose and not one.right:
                reasons = "; ".join(f"{fault.kind}: {fault}" for fault in one.faults)
                click.echo(f"  {one.pair.kind:12} {one.pair.statement.text}  [{reasons}]")


def share(found: tuple[Outcome, ...], *, caught: bool) -> str:
    """Return how many altered sentences were caught, or how many faithful ones refused."""
    some = [one for one in found if (one.pair.kind != FAITHFUL) == caught]
    hits = sum(bool(one.faults) for one in some)
    word = "altered caught" if caught else "faithful refused"
    return f"{hits} of {len(some)} {word} ({hits / len(some):.1%})"


def rows(found: tuple[Outcome, ...]) -> Iterator[str]:
    """Yield a line a kind of fault: how many were caught."""
    many = Counter(one.pair.kind for one in found)
    right = Counter(one.pair.kind for one in found if one.right)
    for kind in sorted(many):
        yield f"  {kind:12}{right[kind]:>5} of {many[kind]}"
