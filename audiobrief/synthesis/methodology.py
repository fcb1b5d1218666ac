"""What a report says of how it was made: true of this very one, in the show's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobrief.model import Article, Draft, Story
from audiobrief.synthesis.extractive.writer import WRITER
from audiobrief.wording import Wording


@dataclass(frozen=True, slots=True)
class Making:
    """What was done to a draft that the draft itself does not tell.

    ``checked`` where each sentence was checked against its passages; ``reviewed`` where a person
    approved the report. ``sentiment`` and ``quiz`` name who made them, as
    :attr:`~audiobrief.model.Method.writer` does.
    """

    checked: bool = False
    reviewed: bool = False
    sentiment: str = WRITER
    quiz: str = WRITER


def methodology(draft: Draft, story: Story, wording: Wording, making: Making) -> str:
    """Return how a draft of a story was made, in a few sentences."""
    return " ".join(_told(draft, story, wording, making))


def used_articles(draft: Draft, story: Story) -> tuple[Article, ...]:
    """Return the articles that a draft rests on, in the order of use, the headline's last."""
    return tuple(story.articles[place] for place in _places(draft) if place < len(story.articles))


def publisher_of(article: Article) -> str:
    """Return who published an article: its site's name, or its address without one."""
    return article.site or article.url


def _told(draft: Draft, story: Story, wording: Wording, making: Making) -> Iterator[str]:
    said, articles = wording.methodology, used_articles(draft, story)
    yield said["sources"].format(count=len(articles), names=", ".join(_publishers(articles)))
    earlier = sum(place >= len(story.articles) for place in _places(draft))
    if earlier:
        yield said["earlier"].format(count=earlier)
    if draft.method.fell_back:
        yield said["fell_back"].format(reason=draft.method.fell_back.rstrip(". "))
    own = draft.method.writer == WRITER
    yield said["built_in"] if own else said["model"].format(model=draft.method.model)
    dropped, repaired = len(draft.dropped), draft.repaired
    checked = said["checked" if making.checked else "unchecked"]
    yield checked.format(dropped=dropped, repaired=repaired)
    if draft.sentiment:
        yield said["sentiment" if making.sentiment == WRITER else "sentiment_model"]
    if draft.quiz:
        yield said["quiz" if making.quiz == WRITER else "quiz_model"]
    yield said["reviewed" if making.reviewed else "unreviewed"]
    licences = dict.fromkeys(one.licence.rstrip(". ") for one in articles if one.licence)
    if licences:
        yield said["licences"].format(licences="; ".join(licences))


def _places(draft: Draft) -> tuple[int, ...]:
    """Return the places of what a draft rests on, in the order of use, each once."""
    statements = (*draft.statements, draft.title)
    return tuple(dict.fromkeys(one.article for said in statements for one in said.passages))


def _publishers(articles: Sequence[Article]) -> list[str]:
    return list(dict.fromkeys(map(publisher_of, articles)))
