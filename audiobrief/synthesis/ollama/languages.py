"""Which language a text is in, and what a prompt calls it."""

from __future__ import annotations

from functools import cache
from typing import Any

from audiobrief.sentences import primary

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

_STRAYS = ("ar", "cs", "el", "he", "hi", "ja", "ko", "nl", "pl", "ru", "sv", "tr", "uk", "zh")
"""Languages that models stray into beside those of the house."""

_SHORTEST = 60
"""Characters; a shorter text is mostly names, which are of no language."""

_UNLIKELY = 0.01


def name_of(tag: str) -> str:
    """Return what a prompt calls a language, or the tag itself where it has no name."""
    known = REGIONS.get(tag.replace("_", "-").lower()) or NAMES.get(primary(tag))
    return known or tag


def other_language(text: str, language: str) -> str:
    """Return the language ``text`` is in if it is hardly ``language``, else nothing."""
    if len(text) < _SHORTEST:
        return ""
    ranked = _identifier().rank(text)
    return "" if dict(ranked).get(language, 1.0) > _UNLIKELY else str(ranked[0][0])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Of the hundreds it knows: its dialects and creoles would share what is one language's.
    identifier.set_languages([*NAMES, *_STRAYS])
    return identifier
