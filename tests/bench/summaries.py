"""``summaries``: the built-in writer's summaries beside the first sentences of an article."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import click

from audiobrief.model import Article, Story
from audiobrief.sentences import sentences
from audiobrief.synthesis.extractive import write

from .cases import DATA
from .rouge import Rouge, mean, rouge

NOW = datetime(2026, 1, 14, 6, tzinfo=UTC)
"""When the stories are told: the day after they happened."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story, and a summary of it as an editor wrote it."""

    story: Story
    summary: str


@click.command("summaries")
def summaries() -> None:
    """Score summaries by ROUGE against an editor's, beside the lead of the weightiest source."""
    click.echo(f"{'':22}{'ROUGE-1':>9}{'ROUGE-2':>9}{'ROUGE-L':>9}{'words':>7}")
    sets = load_stories()
    for name, cases in {**sets, "all": [one for part in sets.values() for one in part]}.items():
        for writer, write_one in (("built-in", built_in), ("lead-3", lead)):
            texts = [write_one(case.story) for case in cases]
            scores = [rouge(text, case.summary) for text, case in zip(texts, cases, strict=True)]
            words = sum(len(text.split()) for text in texts) // len(texts)
            _row(f"{name} {writer}", mean(scores), words)


def load_stories() -> dict[str, list[Told]]:
    """Return the stories of each set: looked at in tuning, held out, and written afterwards."""
    tables = tomllib.loads((DATA / "story_summaries.toml").read_text("utf-8"))
    return {name: list(_told(name, entries)) for name, entries in tables.items()}


def built_in(story: Story) -> str:
    """Return the summary of the built-in writer."""
    draft = write(story, language="en", now=NOW)
    return " ".join(one.text for one in draft.summary)


def lead(story: Story) -> str:
    """Return the first three sentences of the weightiest source."""
    return " ".join(sentences(" ".join(story.articles[0].paragraphs))[:3])


def _told(name: str, entries: list[dict[str, Any]]) -> Iterator[Told]:
    for number, entry in enumerate(entries, start=1):
        articles = tuple(
            Article(
                title=one["title"],
                url=f"https://{at}.example/{name}/{number}",
                site=one["site"],
                published=datetime(2026, 1, 13, 18, tzinfo=UTC),
                paragraphs=tuple(one["paragraphs"]),
                language="en",
            )
            for at, one in enumerate(entry["articles"])
        )
        yield Told(Story(f"{name}-{number}", articles), entry["summary"])


def _row(name: str, score: Rouge, words: int) -> None:
    figures = "".join(f"{one:9.3f}" for one in (score.one, score.two, score.longest))
    click.echo(f"{name:22}{figures}{words:7}")
