"""Sentences written for the eye made sentences for the ear, by the habits of broadcasters.

What is said changes only in its order and its marks, and loses what the tables of
``data/<language>/ear.toml`` name; eye and ear get the same text, so that captions match.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from audiobrief.narration.ear.asides import Asides, asides
from audiobrief.narration.ear.attribution import Attribution, attribution
from audiobrief.narration.ear.casing import Casing, casing
from audiobrief.narration.ear.rounding import Rounding, rounding
from audiobrief.narration.reading.vocabulary import merged, read_table
from audiobrief.sentences import primary


@dataclass(frozen=True, slots=True)
class Ear:
    """The habits of one language; a language without tables has none of them."""

    asides: Asides | None = None
    attribution: Attribution | None = None
    rounding: Rounding | None = None
    casing: Casing | None = None

    def heard(self, sentence: str) -> str:
        """Return ``sentence`` as it is said aloud; empty where it has no place in an ear."""
        if self.asides:
            sentence = self.asides.taken_in(sentence)
        return self.attribution.first(sentence) if self.attribution else sentence

    def rounded(self, text: str) -> str:
        """Return ``text`` with its long figures marked to be said in three digits."""
        return self.rounding.marked(text) if self.rounding else text

    def joined(self, text: str) -> str:
        """Return a sentence as it goes on behind another word."""
        return self.casing.small_first(text) if self.casing else text


@cache
def load_ear(locale: str) -> Ear:
    """Return the habits of ``locale`` ("es-MX"): those of its region over its language's."""
    if read_table(primary(locale), "ear.toml") is None:
        return Ear()
    tables = merged(locale, "ear.toml")
    return Ear(
        asides(tables) if "asides" in tables else None,
        attribution(tables) if "attribution" in tables else None,
        rounding(tables["rounding"]) if "rounding" in tables else None,
        casing(tables["small"]),
    )
