"""What changed in a report since its last release: decided from digests of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from audiobrief.files import digest
from audiobrief.model import Correction, Episode, Report

_FIELDS = (
    *("title", "summary", "byline", "category", "published"),
    *("sentiment", "sources", "methodology", "quiz"),
)
_DIGEST_CHARACTERS = 16

REMOVED = ":removed"
"""Stands for parts that are gone: nobody is told once more what was taken back."""


def parts_of(report: Report) -> Mapping[str, str]:
    """Return a digest of each part that a listener could tell apart, in the report's order."""
    fields = {f":{name}": repr(getattr(report, name)) for name in _FIELDS}
    sections = {section.heading: repr(section.paragraphs) for section in report.sections}
    told = {**fields, **sections}
    return {part: digest(text.encode())[:_DIGEST_CHARACTERS] for part, text in told.items()}


def correction_of(before: Episode, report: Report, now: datetime) -> Correction | None:
    """Return what ``report`` corrects in the release ``before``, or None where nothing changed.

    The desk's note counts once: left standing, it does not speak for the next change.
    """
    parts = parts_of(report)
    known = {one.note for one in before.corrections}
    note = report.correction if report.correction not in known else ""
    changed = [part for part, found in parts.items() if before.parts.get(part) != found]
    if before.parts.keys() - parts.keys():
        changed.append(REMOVED)
    if before.parts and not changed and not note:
        return None
    return Correction(now, note, tuple(changed) if before.parts else ())
