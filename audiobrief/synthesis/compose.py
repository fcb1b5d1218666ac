"""A checked draft made a report, as the desk publishes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from audiobrief.markup import unmarked
from audiobrief.model import Draft, QuizItem, Report, Section, Sentiment, Source, Statement, Story
from audiobrief.synthesis.extractive.headline import cleaned
from audiobrief.synthesis.extractive.writer import WRITER
from audiobrief.synthesis.methodology import Making, methodology, publisher_of, used_articles
from audiobrief.wording import Wording


def as_report(
    draft: Draft,
    story: Story,
    *,
    slug: str,
    published: datetime,
    byline: str,
    wording: Wording,
    making: Making | None = None,
) -> Report:
    """Return the report of a draft, its sources in the order of use.

    ``making`` tells what was done to the draft since it was written; nothing, where it is not
    given. No mark of a source or a model reaches the narrator: only a desk directs its voice.
    """
    making = making or Making()
    return Report(
        slug=slug,
        title=unmarked(draft.title.text),
        category=draft.category,
        published=published,
        byline=byline,
        summary=_joined(draft.summary),
        sections=tuple(
            Section(part.heading, tuple(map(_joined, part.paragraphs))) for part in draft.sections
        ),
        sentiment=draft.sentiment and _plain_mood(draft.sentiment),
        sources=tuple(
            Source(unmarked(cleaned(one)) or one.url, one.url, publisher_of(one))
            for one in used_articles(draft, story)
        ),
        methodology=methodology(draft, story, wording, making),
        quiz=draft.quiz if making.quiz == WRITER else tuple(map(_plain, draft.quiz)),
    )


def _joined(statements: Iterable[Statement]) -> str:
    return " ".join(unmarked(one.text) for one in statements)


def _plain_mood(mood: Sentiment) -> Sentiment:
    return Sentiment(*(unmarked(getattr(mood, one.name)) for one in fields(mood)))


def _plain(item: QuizItem) -> QuizItem:
    return QuizItem(
        unmarked(item.question),
        tuple(map(unmarked, item.choices)),
        unmarked(item.answer),
        unmarked(item.explanation),
    )
