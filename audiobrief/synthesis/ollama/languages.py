"""Which language a text is in, and what a prompt calls it."""

from __future__ import annotations

from functools import cache
from typing import Any

NAMES = {
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "pt": "Portuguese",
    "it": "Italian",
}
REGIONS = {
    "en-gb": "British English",
    "es-mx": "Mexican Spanish",
    "pt-br": "Brazilian Portuguese",
    "de-at": "Austrian German",
}

_SHORTEST = 60
"""Characters; a shorter text is mostly names, which are of no language."""

_SURE = 0.9


def primary(tag: str) -> str:
    """Return the language of a BCP 47 tag: "en" of "en-US"."""
    return tag.replace("_", "-").partition("-")[0].lower()


def name_of(tag: str) -> str:
    """Return what a prompt calls a language, or the tag itself where it has no name."""
    known = REGIONS.get(tag.replace("_", "-").lower()) or NAMES.get(primary(tag))
    return known or tag


def language_of(text: str) -> str:
    """Return the language ``text`` is in, empty where it is too short or mixed to say."""
    if len(text) < _SHORTEST:
        return ""
    language, likelihood = _identifier().classify(text)
    return str(language) if likelihood >= _SURE else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
