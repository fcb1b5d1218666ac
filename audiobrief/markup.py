"""The inline marks of reports: how a report's author tells the voice what to do.

They are a small part of SSML 1.1 (https://www.w3.org/TR/speech-synthesis11/). The narrator
obeys them (:mod:`audiobrief.narration.marks`); nobody is ever shown one, so whatever leaves
the narrator's room goes through :func:`without_marks` first.
"""

from __future__ import annotations

import re
from dataclasses import replace

from audiobrief.model import Item, QuizItem, Report, Section, Sentiment

MARK = re.compile(
    r"<(?P<end>/?)(?P<name>break|say-as|phoneme|sub|emphasis)(?P<attributes>(?:\s[^<>]*)?)/?>",
    re.IGNORECASE,
)
"""One tag: a mark's start, its end, or all of it."""


def unmarked(text: str) -> str:
    """Return ``text`` without the tags of its marks, what stands between them kept.

    The kind of the text (:class:`~audiobrief.model.Item`) is kept too.
    """
    if "<" not in text:
        return text
    plain = MARK.sub(_seen, text)
    flat = " ".join(plain.split()) if plain != text else text
    return Item(flat) if isinstance(text, Item) else flat


def without_marks(report: Report) -> Report:
    """Return ``report`` as it is shown: no marks, no paragraph that held nothing else."""
    return replace(
        report,
        summary=unmarked(report.summary),
        sections=tuple(_section(section) for section in report.sections),
        sentiment=_sentiment(report.sentiment),
        quiz=tuple(_question(item) for item in report.quiz),
        correction=unmarked(report.correction),
    )


def _seen(mark: re.Match[str]) -> str:
    """Leave a space where a break stood: it may be all that parts two words."""
    return " " if mark["name"].lower() == "break" else ""


def _section(section: Section) -> Section:
    paragraphs = (unmarked(text) for text in section.paragraphs)
    return replace(section, paragraphs=tuple(text for text in paragraphs if text))


def _sentiment(mood: Sentiment | None) -> Sentiment | None:
    if mood is None:
        return None
    return replace(mood, note=unmarked(mood.note), evidence=unmarked(mood.evidence))


def _question(item: QuizItem) -> QuizItem:
    return QuizItem(
        unmarked(item.question),
        tuple(unmarked(choice) for choice in item.choices),
        unmarked(item.answer),
        unmarked(item.explanation),
    )
