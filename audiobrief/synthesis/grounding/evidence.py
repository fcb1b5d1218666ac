"""What a statement rests on, for readers: each passage's words, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from audiobrief.model import Article, Passage, Statement, Story
from audiobrief.synthesis.grounding.sources import passage_text


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage as a reader is shown it: its own words, and the source's title, site and URL.

    ``url`` and ``site`` are empty for an earlier report of the desk's own.
    """

    passage: Passage
    title: str
    site: str
    url: str
    text: str


def evidence(statement: Statement, story: Story) -> tuple[Evidence, ...]:
    """Return what a statement rests on, in the order of the story; what it has not is left out."""
    cited = sorted(set(statement.passages))
    texts = ((passage, passage_text(passage, story)) for passage in cited)
    return tuple(_shown(passage, text, story) for passage, text in texts if text is not None)


def _shown(passage: Passage, text: str, story: Story) -> Evidence:
    many = len(story.articles)
    if passage.article >= many:
        return Evidence(passage, story.earlier[passage.article - many].title, "", "", text)
    article: Article = story.articles[passage.article]
    return Evidence(passage, article.title, article.site, article.url, text)
