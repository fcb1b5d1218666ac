"""Which parts of a paragraph are somebody else's words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from audiobrief.sentences import load_table, primary

_DOUBLE = '„“”"«»'
"""Marks around speech; single ones are apostrophes as often."""

CLOSING = _DOUBLE + "'’‘) \u00a0\u202f"
"""What may stand behind the mark that ends a sentence; French puts a space before "»"."""

_COMMON = ("“”", "«»", '""')
"""Pairs that are met in every language, beside those of its table of sentences."""

_LEAD_IN = re.compile(rf"(?P<lead>[^{_DOUBLE}]+:) (?P<quotation>[{_DOUBLE}].+)")


def by_speaker(pieces: Iterable[str], language: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of one paragraph, and whether each is wholly quoted.

    What leads into a quotation ("The minister said:") is parted from it. A quotation may run
    over several pieces.
    """
    pairs = _pairs(primary(language))
    closing = ""
    for piece in pieces:
        quoted, after = _follow(piece, pairs, closing)
        found = None if quoted or closing else _LEAD_IN.fullmatch(piece)
        if found and _follow(found["quotation"], pairs, "")[0]:
            yield found["lead"], False
            yield found["quotation"], True
        else:
            yield piece, quoted
        closing = after


def _follow(text: str, pairs: Mapping[str, str], closing: str) -> tuple[bool, str]:
    """Return whether every word of ``text`` is quoted, and the marks that may end its quotation.

    ``closing`` are those that may end the quotation it begins in; empty where it is in none.
    """
    told = quoted = False
    before = " "
    for character in text:
        if closing and character in closing:
            closing = ""
        elif character in pairs:
            inches = character == '"' and before.isalnum()
            closing = closing or ("" if inches else pairs[character])
        elif not character.isspace() and character not in ",.;:!?…'’":
            quoted = quoted or bool(closing)
            told = told or not closing
        before = character
    return quoted and not told, closing


@cache
def _pairs(language: str) -> Mapping[str, str]:
    """Return the marks that open a quotation, and those that may close it."""
    pairs: dict[str, str] = {}
    for first, last in (*load_table(language)["sentences"]["quotes"], *_COMMON):
        if first in _DOUBLE:
            pairs[first] = pairs.get(first, "") + last
    return pairs
