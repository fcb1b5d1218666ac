"""``grouping``: how well invented articles are grouped into the stories they tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations

import click

from audiobrief.model import Article
from audiobrief.synthesis.grouping import group

from .cases import DATA

_BEGINNING = datetime(2026, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of articles that are one story: found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of the pairs found that are one story."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs of one story that are found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


@click.command("grouping")
@click.option("--errors", is_flag=True, help="Print each pair that is found wrongly or missed.")
def grouping(*, errors: bool) -> None:
    """Score the grouping of invented articles into stories, by pairs, on each set and on all."""
    sets = read_sets()
    for name, labelled in {**sets, "all": {**sets["tuned"], **sets["held"]}}.items():
        found = score(labelled, group(tuple(labelled)))
        click.echo(
            f"{name:6} {len(labelled)} articles, {len(set(labelled.values()))} stories: "
            f"precision {found.precision:.1%}, recall {found.recall:.1%} "
            f"({found.right} pairs right, {found.wrong} wrong, {found.missed} missed)"
        )
        if errors:
            _tell(labelled, group(tuple(labelled)))


def read_sets() -> dict[str, dict[Article, str]]:
    """Return the articles of each set with the story that each tells."""
    tables = tomllib.loads((DATA / "stories.toml").read_text("utf-8"))
    return {
        name: {_article(given, number): given["story"] for number, given in enumerate(articles)}
        for name, articles in tables.items()
    }


def score(labelled: dict[Article, str], groups: Iterable[Iterable[Article]]) -> Score:
    """Return how ``groups`` compare with the stories that articles are labelled with."""
    wanted = {_key(*two) for two in combinations(labelled, 2) if _same(labelled, *two)}
    made = {_key(*two) for members in groups for two in combinations(members, 2)}
    return Score(len(wanted & made), len(made - wanted), len(wanted - made))


def _tell(labelled: dict[Article, str], groups: Iterable[Iterable[Article]]) -> None:
    made = {_key(*two) for members in groups for two in combinations(members, 2)}
    for two in combinations(labelled, 2):
        if (_key(*two) in made) is not _same(labelled, *two):
            kind = "missed" if _same(labelled, *two) else "wrong "
            click.echo(f"  {kind} {two[0].title} | {two[1].title}")


def _same(labelled: dict[Article, str], one: Article, two: Article) -> bool:
    return labelled[one] == labelled[two]


def _key(one: Article, two: Article) -> frozenset[str]:
    return frozenset((one.url, two.url))


def _article(given: dict[str, str], number: int) -> Article:
    language = {"bruecke": "de", "trigo": "es", "sequia": "es"}
    story = given["story"].partition("-")[0]
    return Article(
        title=given["title"],
        url=f"https://news.example/{given['story']}/{number}",
        site="",
        published=_BEGINNING + timedelta(hours=int(given["hours"])),
        paragraphs=tuple(given["text"].strip().split("\n")),
        language=language.get(story, "en"),
    )
