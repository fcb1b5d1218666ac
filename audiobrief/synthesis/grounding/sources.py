"""What a statement rests on: its passages, read, and the articles around them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from audiobrief.model import Article, Passage, Report, Statement, Story
from audiobrief.synthesis.grounding.reading import Reading, read_sentences
from audiobrief.synthesis.grounding.words import normal


@dataclass(frozen=True, slots=True)
class Cited:
    """An article and those of its paragraphs that a statement rests on, read."""

    day: date | None
    site: str
    cited: tuple[Reading, ...]
    around: tuple[Reading, ...]
    """Title and paragraphs of the whole article, in order."""
    passages: tuple[str, ...]
    """The texts cited, with plain marks."""
    names: frozenset[str]
    """The words of all its names, in lower case."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that a statement is held against."""

    articles: tuple[Cited, ...]
    rarity: Mapping[str, float]
    """How much a word tells, by how few sentences have it."""

    @property
    def names(self) -> frozenset[str]:
        """The words of all names in the articles."""
        return frozenset(name for article in self.articles for name in article.names)

    @property
    def cited(self) -> tuple[Reading, ...]:
        """The sentences of all passages cited."""
        return tuple(one for article in self.articles for one in article.cited)

    @property
    def around(self) -> tuple[Reading, ...]:
        """The sentences of all articles cited."""
        return tuple(one for article in self.articles for one in article.around)

    def likeness(self, left: Mapping[str, float], right: Mapping[str, float]) -> float:
        """Return how much two neighbourhoods share, from 0; rare words count for more."""
        shared = left.keys() & right.keys()
        return sum(math.sqrt(left[key] * right[key]) * self.rarity.get(key, 1.0) for key in shared)


def missing(statement: Statement, story: Story) -> tuple[Passage, ...]:
    """Return the passages of a statement that the story does not have."""
    return tuple(passage for passage in statement.passages if passage_text(passage, story) is None)


def passage_text(passage: Passage, story: Story) -> str | None:
    """Return the words of a passage, or None where the story has no such passage."""
    if not 0 <= passage.article < len(story.articles) + len(story.earlier):
        return None
    title, paragraphs = _source(passage.article, story)
    if passage.paragraph == -1:
        return title
    inside = 0 <= passage.paragraph < len(paragraphs)
    return paragraphs[passage.paragraph] if inside else None


def sources_of(statement: Statement, story: Story, language: str) -> Sources:
    """Return what a statement whose passages all exist rests on, read."""
    grouped: dict[int, list[int]] = {}
    for passage in sorted(set(statement.passages)):
        grouped.setdefault(passage.article, []).append(passage.paragraph)
    articles = tuple(
        _cited(place, tuple(paragraphs), story, language) for place, paragraphs in grouped.items()
    )
    texts = tuple(
        text
        for place in grouped
        for title, rest in [_source(place, story)]
        for text in (title, *rest)
    )
    return Sources(articles, _rarity(texts, language))


def _cited(place: int, paragraphs: tuple[int, ...], story: Story, language: str) -> Cited:
    title, texts = _source(place, story)
    day, site = _published(place, story)
    chosen = [title if paragraph == -1 else texts[paragraph] for paragraph in paragraphs]
    names = _names((title, *texts), language)
    return Cited(
        day,
        site,
        tuple(_read(chosen, language, day, names)),
        tuple(_read((title, *texts), language, day, names)),
        tuple(normal(text) for text in chosen),
        names,
    )


def _read(
    texts: Iterable[str], language: str, day: date | None, names: frozenset[str]
) -> Iterator[Reading]:
    for text in texts:
        yield from read_sentences(text, language, day, names)


@lru_cache(maxsize=256)
def _names(texts: tuple[str, ...], language: str) -> frozenset[str]:
    """Return the words of an article that are names where a capital tells so."""
    readings = _read(texts[1:], language, None, frozenset())
    names = (name for one in readings for name in one.names if not name.doubtful)
    return frozenset(part for name in names for part in name.parts)


def _source(place: int, story: Story) -> tuple[str, tuple[str, ...]]:
    one = _article_or_report(place, story)
    if isinstance(one, Article):
        return one.title, one.paragraphs
    return one.title, tuple(text for section in one.sections for text in section.paragraphs)


def _published(place: int, story: Story) -> tuple[date | None, str]:
    one = _article_or_report(place, story)
    site = one.site if isinstance(one, Article) else ""
    return (one.published.date() if one.published else None), site


def _article_or_report(place: int, story: Story) -> Article | Report:
    many = len(story.articles)
    return story.articles[place] if place < many else story.earlier[place - many]


@lru_cache(maxsize=256)
def _rarity(texts: tuple[str, ...], language: str) -> Mapping[str, float]:
    """Return how much each word of ``texts`` tells, as an inverse frequency of sentences."""
    readings = tuple(_read(texts, language, None, _names(texts, language)))
    counts: dict[str, int] = {}
    for one in readings:
        for key in set(one.keys) - {""}:
            counts[key] = counts.get(key, 0) + 1
    many = len(readings) + 1
    return {key: math.log(many / count) + 0.2 for key, count in counts.items()}
