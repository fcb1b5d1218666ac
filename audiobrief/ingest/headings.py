"""The headings a desk uses, and those that are fields of a report rather than sections."""

from __future__ import annotations

from audiobrief.ingest.text import normalise, without_icons

SITUATION_REPORT = "Situation Report"

DESK_HEADINGS = (
    SITUATION_REPORT,
    "Current Developments",
    "Previous Events",
    "Stakeholders",
    "Escalation Risks",
    "Editor's Take",
)

FIELDS = {
    "summary": "summary",
    "sentiment": "sentiment",
    "sentiment snapshot": "sentiment",
    "ai market sentiment": "sentiment",
    "market sentiment": "sentiment",
    "sources": "sources",
    "about this report": "methodology",
    "methodology": "methodology",
    "test your knowledge": "quiz",
    "quiz": "quiz",
}
"""Heading, as :func:`heading_key` gives it → field of :class:`audiobrief.model.Report`."""


def heading_key(text: str) -> str:
    """Return ``text`` as headings are compared: case, icons, ’ and a last colon do not count."""
    bare = without_icons(normalise(text)).strip("# ").rstrip(": ")
    return bare.casefold().replace("’", "'")


_CANONICAL = {heading_key(heading): heading for heading in DESK_HEADINGS}


def is_known(text: str) -> bool:
    """Return whether ``text`` is a heading that the desk uses, or that of a field."""
    key = heading_key(text)
    return key in _CANONICAL or key in FIELDS


def canonical(text: str) -> str:
    """Return a desk heading in its one spelling, any other as it is."""
    return _CANONICAL.get(heading_key(text)) or normalise(text)
