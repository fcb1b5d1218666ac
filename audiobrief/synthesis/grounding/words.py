"""Text as words: normal typography, tokens and their stems."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from audiobrief.synthesis.grounding.tables import Axis, Tables, load_tables

_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("\u2019\u2018\u201b\u02bc`\u00b4", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007", " "),
    }
)
_HALVES = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "…": "..."}
_GUILLEMETS = re.compile(r"« ?| ?»")
_TOKEN = re.compile(
    r"(?P<number>\d{1,3}(?:[ ']\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*)"
    r"|(?P<word>(?:[A-Z]\.){2,}|[ap]\.m\.?|[^\W\d_]+\d+(?!\w)|n't\b"
    r"|(?:[^\W\d_](?!'t\b))+[^\W\d_](?=n't\b)|[^\W\d_]+(?:'[^\W\d_]+)*'?)"
    r"|(?P<mark>\.\.\.|[^\w\s])",
    re.IGNORECASE,
)
_ELIDED = re.compile(r"\b(\w{1,6}')(?=\w)")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark of a text.

    ``norm`` is it in lower case without a possessive ending, ``stem`` its canonical stem (empty
    for numbers and marks), ``kind`` ``word``, ``number`` or ``mark``; ``at`` its place in the text.
    """

    text: str
    norm: str
    stem: str
    kind: str
    at: int

    @property
    def capital(self) -> bool:
        """Whether it is a word that begins with a capital."""
        return self.kind == "word" and self.text[0].isupper()


def normal(text: str) -> str:
    """Return ``text`` with plain quotation marks, dashes and spaces."""
    for sign, plain in _HALVES.items():
        text = text.replace(sign, plain)
    plain = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    return " ".join(_GUILLEMETS.sub('"', plain).split())


def tokens(text: str, language: str) -> tuple[Token, ...]:
    """Return the tokens of normal text."""
    tables = load_tables(language)
    plain = _ELIDED.sub(lambda found: found[1][:-1] + " ", text) if tables.elision else text
    found = []
    for match in _TOKEN.finditer(plain):
        kind = match.lastgroup or "mark"
        word = match[0]
        norm = _norm(word, tables) if kind == "word" else word
        stem = stem_of(norm, language) if kind == "word" else ""
        found.append(Token(word, norm, stem, kind, match.start()))
    return tuple(found)


def _norm(word: str, tables: Tables) -> str:
    lower = word.casefold()
    for ending in tables.possessives:
        if lower.endswith(ending) and len(lower) > len(ending):
            return lower.removesuffix(ending)
    return lower if lower.startswith("'") else lower.rstrip("'")


@lru_cache(maxsize=20000)
def stem_of(norm: str, language: str) -> str:
    """Return the stem that a word shares with its forms and with what says the same."""
    tables = load_tables(language)
    base = tables.forms.get(norm, norm)
    stem: str = _stemmer(tables.stemmer).stemWord(base)
    return _synonyms(language).get(stem, stem)


@cache
def _stemmer(name: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(name)


@cache
def _synonyms(language: str) -> dict[str, str]:
    """Return stems to the first stem of their group."""
    tables = load_tables(language)
    stemmer = _stemmer(tables.stemmer)
    canonical: dict[str, str] = {}
    for group in tables.groups:
        stems = [stemmer.stemWord(tables.forms.get(word, word)) for word in group]
        for stem in stems:
            canonical.setdefault(stem, stems[0])
    return canonical


@cache
def stems_of(words: tuple[str, ...], language: str) -> frozenset[str]:
    """Return the stems of table words."""
    return frozenset(stem_of(word, language) for word in words)


@cache
def axes(language: str) -> tuple[Axis, ...]:
    """Return the axes of a language by stem."""
    return tuple(
        Axis((stems_of(one, language), stems_of(other, language)), loose, converse)
        for one, other, loose, converse in load_tables(language).axes
    )
