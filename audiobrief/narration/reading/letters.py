"""Runs of letters: which are read as words, and which are spelled."""

from __future__ import annotations

import re

from audiobrief.narration.reading.forms import spelled
from audiobrief.narration.reading.vocabulary import Vocabulary

_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CAPITALS = re.compile(r"([A-ZÀ-ÖØ-Þ]{2,})(s|['’]s|['’])?")
_VOWEL = re.compile(r"[AEIOUYÀ-ÖØ-Þ]")
_LONGEST_SPELLED = 5
"""Longer runs of capitals are shouted words more often than initials."""


def letters_at(text: str, start: int) -> str:
    """Return the word at ``start``: letters, and apostrophes between them; no raised figures."""
    match = _LETTERS.match(text, start)
    if not match:
        return ""
    bad = next((i for i, c in enumerate(match[0]) if not c.isalpha() and c not in "'’"), None)
    return match[0][:bad].rstrip("'’")


def read_letters(written: str, vocabulary: Vocabulary, *, shouted: bool) -> str:
    """Say one run of letters; ``shouted`` where the whole text is in capitals."""
    plain = written.replace("’", "'")
    match = _CAPITALS.fullmatch(plain)
    if not match:
        return plain
    letters, tail = match[1], match[2] or ""
    if not _is_spelled(letters, vocabulary, shouted=shouted):
        return plain.capitalize() if shouted else plain
    return spelled(letters) + ("'s" if "'" in tail else tail)


def _is_spelled(letters: str, vocabulary: Vocabulary, *, shouted: bool) -> bool:
    if letters in vocabulary.words["initialisms"]:
        return True
    if letters in vocabulary.words["acronyms"]:
        return False
    if letters.casefold() in vocabulary.words["emphasised"]:
        return False
    if shouted:
        return not _VOWEL.search(letters)
    return len(letters) <= _LONGEST_SPELLED


def is_shouted(text: str) -> bool:
    """Return whether a text is written in capitals throughout, as some headlines are."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 1]
    long = [word for word in words if len(word) > _LONGEST_SPELLED - 1]
    return len(words) > 2 and bool(long) and all(word.isupper() for word in words)  # noqa: PLR2004 -- "GDP UP" is no headline
