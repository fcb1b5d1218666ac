"""``sentences``: how many hard texts are cut into their sentences, and where they break falsely."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import click

from audiobrief.sentences import sentences

from .cases import DATA

Cut = Callable[[str, str], tuple[str, ...]]
"""A text and its language → its sentences."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Texts, those cut right, and breaks made falsely and missed."""

    texts: int
    right: int
    false: int
    missed: int


@click.command("sentences")
def sentence_breaks() -> None:
    """Score the cutting of hard texts into sentences, by language, beside pysbd."""
    contestants = dict(_contestants())
    click.echo(f"{'':10}{'texts':>7}" + "".join(f"{name:>28}" for name in contestants))
    click.echo(f"{'':17}" + f"{'right false missed':>28}" * len(contestants))
    for name, (language, cases) in _sets().items():
        tallies = [tally(cut, language, cases) for cut in contestants.values()]
        row = "".join(f"{one.right:>16}{one.false:>6}{one.missed:>6}" for one in tallies)
        click.echo(f"{name:10}{len(cases):>7}{row}")


def tally(cut: Cut, language: str, cases: list[list[str]]) -> Tally:
    """Return how ``cut`` does on texts given as the sentences they consist of."""
    pairs = [(_breaks(cut(" ".join(case), language)), _breaks(tuple(case))) for case in cases]
    return Tally(
        len(cases),
        sum(made == wanted for made, wanted in pairs),
        sum(len(made - wanted) for made, wanted in pairs),
        sum(len(wanted - made) for made, wanted in pairs),
    )


def _breaks(parts: tuple[str, ...]) -> frozenset[int]:
    """Return where sentences end, counted in characters that are no space."""
    at, ends = 0, []
    for part in parts:
        at += len("".join(part.split()))
        ends.append(at)
    return frozenset(ends)


def _sets() -> dict[str, tuple[str, list[list[str]]]]:
    tables = tomllib.loads((DATA / "sentence_breaks.toml").read_text("utf-8"))
    return {
        f"{language} {name}": (language, cases)
        for language, sets in tables.items()
        for name, cases in sets.items()
    }


def _contestants() -> Iterator[tuple[str, Cut]]:
    yield "audiobrief", sentences
    try:
        from pysbd import Segmenter
        from pysbd.languages import LANGUAGE_CODES
    except ImportError:
        click.echo("pysbd is not installed: left out")
        return

    def cut(text: str, language: str) -> tuple[str, ...]:
        known = language if language in LANGUAGE_CODES else "en"
        return tuple(Segmenter(language=known, clean=False).segment(text))

    yield "pysbd", cut
