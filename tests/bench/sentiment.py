"""``sentiment``: how many sentences the lexicon method has on their right side."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping

import click

from audiobrief.synthesis.polarity import load_lexicon
from audiobrief.synthesis.sentiment import LEAST

from .cases import DATA

Lines = Mapping[str, list[str]]
"""The sentences of a set that point up, down, and neither way."""


@click.command("sentiment")
@click.option("--wrong", is_flag=True, help="Print the sentences that are taken wrongly.")
def sentiment(*, wrong: bool) -> None:
    """Score the tone of single sentences: up, down or neither, by language and set."""
    click.echo(f"{'':14}{'lines':>6}{'right':>6}{'turned':>8}")
    for name, (language, lines) in load_lines().items():
        pairs = [(side, said(text, language), text) for side in lines for text in lines[side]]
        right = sum(side == found for side, found, _ in pairs)
        turned = sum({side, found} == {"up", "down"} for side, found, _ in pairs)
        click.echo(f"{name:14}{len(pairs):>6}{right / len(pairs):>6.0%}{turned:>8}")
        for side, found, text in pairs if wrong else ():
            if side != found:
                click.echo(f"  {side}, not {found}: {text}")


def load_lines() -> dict[str, tuple[str, Lines]]:
    """Return each set with its language, by name."""
    tables = tomllib.loads((DATA / "sentiment_lines.toml").read_text("utf-8"))
    return {
        f"{language} {name}": (language, lines)
        for language, sets in tables.items()
        for name, lines in sets.items()
    }


def said(text: str, language: str) -> str:
    """Return the side that the lexicon puts a sentence on."""
    polarity = load_lexicon(language).polarity(text)
    if abs(polarity) < LEAST:
        return "neither"
    return "up" if polarity > 0 else "down"
