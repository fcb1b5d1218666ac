"""Lines that sites mix into an article's text: links to others, newsletters, captions, notices."""

from __future__ import annotations

from audiobrief.ingest.furniture import is_furniture
from audiobrief.ingest.patterns import patterns

_LONGEST = 240
"""Characters; what is longer is text, however it begins."""


def is_leftover(text: str) -> bool:
    """Return whether a paragraph belongs to the site and not to the article."""
    if is_furniture(text):
        return True
    return len(text) <= _LONGEST and any(
        lines.fullmatch(text) for lines in patterns("leftovers").values()
    )
