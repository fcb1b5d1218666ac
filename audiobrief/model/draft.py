"""What lies between sources and a report: articles, stories, and drafts that rest on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from audiobrief.model.report import QuizItem, Report, Sentiment


@dataclass(frozen=True, slots=True)
class Article:
    """A source text, as it was gathered.

    ``site`` is the publisher's name to print and say; ``published`` is aware, or None where
    the text gives no date. ``weight`` is how far the desk trusts the source beside others;
    ``licence`` the attribution it asks for, to be printed.
    """

    title: str
    url: str
    site: str
    published: datetime | None
    paragraphs: tuple[str, ...]
    author: str = ""
    language: str = ""
    weight: float = 1.0
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """Articles about the same events, the weightiest first, and what the desk said of them before.

    ``earlier`` are the desk's own reports on the story, oldest first. ``key`` names the story
    for good, so that tomorrow's articles find it.
    """

    key: str
    articles: tuple[Article, ...]
    earlier: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A paragraph of a story: the article's and the paragraph's place, both from 0.

    The title of an article is its paragraph -1. An ``earlier`` report of the desk follows the
    articles: the first has the place ``len(articles)``, its paragraphs are those of all its
    sections in order.
    """

    article: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a report and the passages it rests on; at least one."""

    text: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class DraftSection:
    """A headed part of a draft: paragraphs of statements."""

    heading: str
    paragraphs: tuple[tuple[Statement, ...], ...]


@dataclass(frozen=True, slots=True)
class Drop:
    """A sentence that was written and taken out, and why: what its sources do not bear out."""

    text: str
    heading: str
    reason: str


@dataclass(frozen=True, slots=True)
class Method:
    """How a draft was made: ``writer`` is ``built-in`` or ``ollama``, ``model`` the LLM's name.

    ``fell_back`` says why the built-in writer stood in for an LLM, empty where it did not.
    """

    writer: str
    model: str = ""
    fell_back: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as a writer wrote it, each sentence with what it rests on.

    ``summary`` is one paragraph. ``repaired`` counts sentences that were written again after a
    check and then held. ``quiz`` and ``sentiment`` rest on the sections' own statements.
    """

    title: Statement
    summary: tuple[Statement, ...]
    sections: tuple[DraftSection, ...]
    method: Method
    category: str = ""
    sentiment: Sentiment | None = None
    quiz: tuple[QuizItem, ...] = ()
    dropped: tuple[Drop, ...] = ()
    repaired: int = 0

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every sentence of summary and sections, in order."""
        body = (one for part in self.sections for paragraph in part.paragraphs for one in paragraph)
        return (*self.summary, *body)


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that a sentence rests on: its words, and where they stand.

    ``site`` and ``url`` are empty for an earlier report of the desk's own.
    """

    title: str
    site: str
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a report, word for word, and the passages that bear it out."""

    text: str
    passages: tuple[Cited, ...]
