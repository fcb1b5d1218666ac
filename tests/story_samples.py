"""Stories for tests: every place, person, firm and figure is invented."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from audiobrief.model import Article, Draft, DraftSection, Method, Passage, Statement, Story

NOW = datetime(2026, 1, 14, 6, tzinfo=UTC)
"""The morning on which stories are told."""

YESTERDAY = datetime(2026, 1, 13, 18, tzinfo=UTC)

HEADLINE = "Strike shuts schools in Verdania"
STRIKE = (
    "About 1,900 schools in Verdania were closed on Monday as teachers began a strike over pay.",
    "The teachers' union wants a rise of 9 percent, while the government has offered 4 percent.",
    "“We cannot pay with money that we do not have,” said Finance Minister Otto Rehn.",
    "The last strike of teachers in Verdania, in 2016, lasted for eleven days.",
    "If no agreement is found, final exams could be delayed, the education ministry warned.",
)
TALKS = (
    "The teachers' union of Verdania and the education ministry will resume talks on Thursday.",
    "Ana Sorel, who heads the union, said that nine in ten members had joined the strike.",
    "She called the offer of the government an insult to the schools of Verdania.",
    "About 1,900 schools in Verdania were closed as teachers began a strike, the ministry said.",
)


def article(
    *paragraphs: str, title: str = "Strike shuts schools in Verdania", **given: Any
) -> Article:
    """Return an article of yesterday."""
    told: dict[str, Any] = {
        "url": "https://post.example/strike",
        "site": "Capital Post",
        "published": YESTERDAY,
        "language": "en",
    }
    return Article(title=title, paragraphs=paragraphs, **{**told, **given})


def strike() -> Story:
    """Return a story that two papers tell."""
    other = article(
        *TALKS,
        title="Teachers and ministry to meet again | The Ledger",
        url="https://ledger.example/talks",
        site="The Ledger",
    )
    return Story("verdania-strike", (article(*STRIKE), other))


def story(*paragraphs: str, **given: Any) -> Story:
    """Return a story that one article tells."""
    return Story("one", (article(*paragraphs, **given),))


def draft(*texts: str, title: str = "Strike shuts schools") -> Draft:
    """Return a draft of one section, whose sentences rest on paragraphs in their order."""
    told = tuple(Statement(text, (Passage(0, at),)) for at, text in enumerate(texts))
    section = DraftSection("Situation Report", (told,))
    return Draft(Statement(title, (Passage(0, -1),)), (), (section,), Method("built-in"))


def texts(made: Draft) -> list[str]:
    """Return the sentences of a draft, its headline aside."""
    return [one.text for one in made.statements]
