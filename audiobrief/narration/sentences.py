"""Paragraphs cut into sentences, by pysbd: one sentence is one utterance."""

from __future__ import annotations

from functools import cache
from typing import Any


@cache
def _segmenter(language: str) -> Any:
    from pysbd import Segmenter
    from pysbd.languages import LANGUAGE_CODES

    return Segmenter(language=language if language in LANGUAGE_CODES else "en", clean=False)


def sentences(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the sentences of ``text``, stripped, none of them empty."""
    code = language.partition("-")[0].lower()
    parts = _segmenter(code).segment(" ".join(text.split()))
    return tuple(stripped for part in parts if (stripped := part.strip()))
