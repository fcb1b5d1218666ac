"""What a statement rests on, for readers: each passage's words, and where they stand."""

from __future__ import annotations

from audiobrief.model import Cited, Passage, Statement, Story
from audiobrief.synthesis.grounding.sources import passage_text


def evidence(statement: Statement, story: Story) -> tuple[Cited, ...]:
    """Return what a statement rests on, in the order of the story; what it has not is left out."""
    cited = sorted(set(statement.passages))
    texts = ((passage, passage_text(passage, story)) for passage in cited)
    return tuple(_shown(passage, text, story) for passage, text in texts if text is not None)


def _shown(passage: Passage, text: str, story: Story) -> Cited:
    many = len(story.articles)
    if passage.article >= many:
        return Cited(story.earlier[passage.article - many].title, "", "", text)
    article = story.articles[passage.article]
    return Cited(article.title, article.site, article.url, text)
