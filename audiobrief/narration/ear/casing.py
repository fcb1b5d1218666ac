"""Capitals, where words come to open a sentence or cease to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_FIRST = re.compile(r"([^\W\d_]+)(?![^\s,])(?:,? ([^\W\d_]))?")


@dataclass(frozen=True, slots=True)
class Casing:
    """The words of a language that are no names, wherever they stand or before a small letter."""

    never_names: frozenset[str]
    common: frozenset[str]

    def small_first(self, text: str) -> str:
        """Return ``text`` as it goes on inside a sentence.

        A word that may be a name, or begin one ("Three Gorges"), keeps its capital, and so
        does "WHO".
        """
        first = _FIRST.match(text)
        if not first or not first[1].istitle():
            return text
        word, names = first[1].lower(), (first[2] or "").isupper()
        if word in self.never_names or (word in self.common and not names):
            return text[0].lower() + text[1:]
        return text


def casing(table: Mapping[str, Any]) -> Casing:
    """Return what ``ear.toml`` knows of words that are no names."""
    return Casing(frozenset(table["never_names"]), frozenset(table["common"]))


def capital_first(text: str) -> str:
    """Return ``text`` as it opens a sentence."""
    return text[:1].upper() + text[1:]
