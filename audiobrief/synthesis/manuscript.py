"""A report as the Markdown file that an editor can read, change and put on the air."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from audiobrief.model import Item, QuizItem, Report, Section, Sentiment, Source

_SPECIAL = re.compile(r"[\\`*_\[\]<&]")
_OPENING = re.compile(r"(?P<digits>\d{0,9})(?P<sign>[#>+=~|.)-])")
"""What opens a heading, a list, a quotation, a table or a rule at the start of a line."""

_WIDTH = 100


def manuscript(report: Report) -> str:
    """Return ``report`` in Markdown, from which it is read again word for word, marks and all."""
    return "\n".join(("---", _matter(report) + "---", *_body(report.sections), ""))


def _matter(report: Report) -> str:
    import yaml

    fields: Mapping[str, Any] = {
        "title": report.title,
        "slug": report.slug,
        "category": report.category,
        "date": report.published.isoformat() if report.published else "",
        "byline": report.byline,
        "summary": report.summary,
        "sentiment": _sentiment(report.sentiment),
        "sources": [_source(source) for source in report.sources],
        "methodology": report.methodology,
        "quiz": [_question(item) for item in report.quiz],
        "correction": report.correction,
        "withdrawn": report.withdrawn,
    }
    stated = {key: value for key, value in fields.items() if value}
    text: str = yaml.safe_dump(stated, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text


def _sentiment(mood: Sentiment | None) -> dict[str, Any]:
    return _filled(asdict(mood)) if mood else {}


def _source(source: Source) -> dict[str, Any]:
    return _filled(asdict(source))


def _question(item: QuizItem) -> dict[str, Any]:
    return _filled({**asdict(item), "choices": list(item.choices)})


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value}


def _body(sections: Sequence[Section]) -> Iterator[str]:
    for section in sections:
        yield f"\n## {_escaped(section.heading)}"
        for before, text in zip(("", *section.paragraphs), section.paragraphs, strict=False):
            entry = isinstance(text, Item)
            if not (entry and isinstance(before, Item)):
                yield ""
            yield f"- {_escaped(text)}" if entry else _escaped(text)


def _escaped(text: str) -> str:
    """Return one line of text with a backslash before whatever Markdown would take for its own."""
    line = _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    return _OPENING.sub(r"\g<digits>\\\g<sign>", line, count=1) if _OPENING.match(line) else line
