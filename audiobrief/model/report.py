"""A report, as the desk publishes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


class Item(str):
    """A paragraph that is an entry of a list; those that follow one another are one list."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One headed part of a report; its paragraphs may hold marks (:mod:`audiobrief.markup`)."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The desk's reading of the market tone, and the sentence that says so.

    ``horizon`` is for how long; ``evidence`` the sentence of the report that bears it out. They
    are not in its ``repr``, by which records know a sentiment again that was told before they were.
    """

    sector: str = ""
    tone: str = ""
    note: str = ""
    horizon: str = field(default="", repr=False)
    evidence: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A source as listed under a report.

    ``url`` may be empty, for print; ``publisher`` is the name to say aloud, found from the
    URL where it is not given.
    """

    title: str
    url: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class QuizItem:
    """A question; ``answer`` is the full text of the right choice, or empty if not known."""

    question: str
    choices: tuple[str, ...] = ()
    answer: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A briefing as the desk publishes it.

    ``slug`` names the episode for good; ``published`` is aware (UTC where the report
    gives only a day) or None where the report gives no date. ``correction`` says what an
    earlier version had wrong; ``withdrawn`` why the desk no longer stands by it.
    """

    slug: str
    title: str
    category: str = ""
    published: datetime | None = None
    byline: str = ""
    summary: str = ""
    sections: tuple[Section, ...] = ()
    sentiment: Sentiment | None = None
    sources: tuple[Source, ...] = ()
    methodology: str = ""
    quiz: tuple[QuizItem, ...] = ()
    correction: str = ""
    withdrawn: str = ""
