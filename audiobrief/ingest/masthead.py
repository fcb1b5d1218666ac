"""What stands between a report's title and its text: category, date, byline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audiobrief.errors import ReportError
from audiobrief.ingest.blocks import Block, Kind
from audiobrief.ingest.dates import DATE_REMEDY, parse_date
from audiobrief.ingest.text import ends_sentence, spoken_characters

_LONGEST_LINE = 140
_LONGEST_LABEL = 40
_LABEL_WORDS = 4
_BYLINE_WORDS = 10

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:{_MONTH}\s+{_DAY}(?:,?\s+\d{{4}})?|{_DAY}\s+{_MONTH}(?:,?\s+\d{{4}})?|{_MONTH}\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)
_TIME = (
    r"(?:[T,]?\s*(?:at\s+)?\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]\.?m\.?)?"
    r"\s*(?:Z|[A-Z]{3}|[+-]\d\d:?\d\d)?)?"
)
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_DATELINE = re.compile(
    rf"(?P<label>[^\d.!?;]{{0,{_LONGEST_LABEL}}}?)[\s:,–—/-]*{_WEEKDAY}(?P<date>{_DATE}{_TIME})",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(
    r"(?:last\s+|first\s+)?(?:published|updated|posted|modified|date|dateline)(?:\s+on)?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:written\s+)?by:?\s+(?P<name>[^!?]{2,80})", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|•·]\s+")


@dataclass(frozen=True, slots=True)
class Masthead:
    """What a report's opening lines tell, and the prose that is left of them."""

    category: str = ""
    published: datetime | None = None
    byline: str = ""
    prose: tuple[str, ...] = ()


def byline_of(text: str) -> str:
    """Return the name in a line such as "By Ann Example (Editor)", or the empty string."""
    found = _BYLINE.fullmatch(text)
    if not found or len(text.split()) > _BYLINE_WORDS or ends_sentence(text.rstrip(")")):
        return ""
    name = found["name"].strip()
    return name if name[0].isupper() else ""


def is_masthead(text: str) -> bool:
    """Return whether ``text`` is a byline, a date, or a row of such."""
    if len(text) > _LONGEST_LINE:
        return False
    return any(byline_of(piece) or _dated(piece) for piece in _pieces(text))


def is_label(text: str) -> bool:
    """Return whether ``text`` may name a category: a few words, capitalised, no sentence."""
    short = len(text) <= _LONGEST_LABEL and len(text.split()) <= _LABEL_WORDS
    plain = not ends_sentence(text) and not any(c.isdigit() for c in text)
    return short and plain and text[:1].isupper()


def read_masthead(lead: Iterable[Block], path: Path) -> Masthead:
    """Take a report's opening lines apart.

    Raises:
        ReportError: a line is a date by its look but names no day; with its line.
    """
    category, byline, published = "", "", None
    prose: list[str] = []
    beside_date = False
    for block in lead:
        text = block.text
        if block.kind is not Kind.PARAGRAPH or not is_masthead(text):
            if beside_date and not category and is_label(text):
                category = text
            else:
                prose.append(block.paragraph)
            beside_date = False
            continue
        for piece in _pieces(text):
            name, (label, moment) = byline_of(piece), _dateline(piece, block, path)
            byline = byline or name
            published = published or moment
            if not name and not moment and is_label(piece):
                label = piece
            category = category or label
            beside_date = moment is not None
        if beside_date and not category and prose and is_label(prose[-1]):
            category = prose.pop()
    return Masthead(category, published, byline, tuple(prose))


def _pieces(text: str) -> list[str]:
    return [piece for piece in _SEPARATOR.split(text) if spoken_characters(piece)]


def _dated(text: str) -> re.Match[str] | None:
    """Return the match of a line that is a date with at most a label before it."""
    found = _DATELINE.fullmatch(text)
    return found if found and (not found["label"] or is_label(found["label"].strip())) else None


def _dateline(text: str, block: Block, path: Path) -> tuple[str, datetime | None]:
    """Return the category glued before a date, and the date."""
    found = _dated(text)
    if not found:
        return "", None
    try:
        moment = parse_date(found["date"])
    except ValueError as error:
        raise ReportError(
            f"the date {error}", where=f"{path}:{block.line}", remedy=DATE_REMEDY
        ) from error
    label = found["label"].strip()
    return "" if _DATE_LABEL.fullmatch(label) else label, moment
