"""Paragraphs cut into sentences: one sentence is one utterance.

A stop ends a sentence unless the tables of the language (``audiobrief/sentences/<language>.toml``)
say otherwise. Where a text can be read both ways it stays whole: a sentence heard in two
halves is worse than two sentences heard as one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent

LONGEST_ASIDE = 240
"""Characters of a quotation or bracket that is kept with its sentence; longer ones are cut."""

_REACH = 30
"""Characters that are looked at before a stop: linear however long the text."""

_MARKS = "\ue000-\uf8ff"
_STOPS = re.compile(rf"(\.(?: \.)+|[.!?…]+)(?:[.!?…”“\"’'‘)\]»«*_{_MARKS}]| »(?=\s|\Z))*")
_NEXT = re.compile(r" [^\w\s]*(\w*)([.\-]?)")
_SHORTENED = re.compile(r"(?<![\w/&])(?:[^\W\d_]|(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2})\.\Z")
_ORDINAL = re.compile(r"(?<![\w.,])(?:\d{1,3}|[IVX]+)\.\Z")
_TRAILS_OFF = re.compile(r"(?:(?<!\.)\.\.\.|\. \.|…)\Z")
_ITEM = re.compile(r"(\(?)(\d{1,2}|[a-z])([.)]) ")
_ONLY_ITEM = re.compile(r"(?:\A|: )\(?(?:\d{1,2}|[a-z])[.)]\Z")
_CAMEL = re.compile(r"[a-z]+[A-Z]")
_BLANK_LINE = re.compile(r"\n\s*\n")


def sentences(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the sentences of ``text``, stripped, none of them empty.

    Nothing but whitespace is lost. A blank line ends a sentence; a language without tables
    is cut as English is.
    """
    rules = load_rules(primary(language))
    blocks = (" ".join(block.split()) for block in _BLANK_LINE.split(text))
    return tuple(item for block in blocks for one in rules.cut(block) for item in rules.items(one))


@dataclass(frozen=True, slots=True)
class Rules:
    """How a language ends its sentences, from its table."""

    asides: re.Pattern[str]
    never: re.Pattern[str]
    sometimes: re.Pattern[str]
    before_figures: re.Pattern[str]
    openers: frozenset[str]
    reported: re.Pattern[str]
    plain: re.Pattern[str]
    ordinals: bool

    def cut(self, text: str) -> Iterator[str]:
        """Yield the sentences of ``text``, whose words stand one space apart."""
        asides = {found.end(): found.start() for found in self.asides.finditer(text)}
        inside = enclosed(text, asides)
        start = 0
        for stop in _STOPS.finditer(text):
            at = stop.end()
            if text[at : at + 1] != " " or inside[at] or stop.start() == start:
                continue
            if self._ends(text, start, stop, asides.get(at)):
                yield text[start:at]
                start = at + 1
        if text[start:]:
            yield text[start:]

    def items(self, sentence: str) -> Iterator[str]:
        """Part a list that runs on without stops: "1. First 2. Second"."""
        item = _ITEM.match(sentence)
        while item and not (self.ordinals and item[3] == "."):
            marker = f"{_after(item)} "
            at = sentence.find(marker, item.end())
            if at < 0 or not sentence[at + len(marker)].isupper():
                break
            yield sentence[:at]
            sentence = sentence[at + 1 :]
            item = _ITEM.match(sentence)
        yield sentence

    def _ends(self, text: str, start: int, stop: re.Match[str], aside: int | None) -> bool:
        """Return whether a stop, and the aside that ends with it, ends the sentence."""
        following = _NEXT.match(text, stop.end())
        word = following[1] if following else ""
        if word[:1].islower() and not _CAMEL.match(word):
            return False
        opens = self._opens(text, start, stop, following)
        if aside is not None and not self._aside_ends(text, start, stop, aside):
            return opens and text[aside] not in "(["
        tail = text[max(start, stop.start() - _REACH) : stop.end(1)]
        if stop[1] == "." and self._belongs(text, start, tail, figure=word[:1].isdigit()):
            return False
        return opens or not self._doubtful(tail)

    def _belongs(self, text: str, start: int, tail: str, *, figure: bool) -> bool:
        """Return whether the point at the end of ``tail`` is part of a short form or number."""
        item = _ITEM.match(text, start)
        if _ONLY_ITEM.search(tail) or (item and tail.endswith(_after(item))):
            return True
        return bool(self.never.search(tail) or (figure and self.before_figures.search(tail)))

    def _doubtful(self, tail: str) -> bool:
        """Return whether ``tail`` ends in what may end a sentence or not."""
        if _SHORTENED.search(tail) or _TRAILS_OFF.search(tail) or self.sometimes.search(tail):
            return True
        return self.ordinals and bool(_ORDINAL.search(tail))

    def _opens(
        self, text: str, start: int, stop: re.Match[str], following: re.Match[str] | None
    ) -> bool:
        """Return whether a sentence opens here by its first word; in a headline none does."""
        if not following or following[2] or following[1] not in self.openers:
            return False
        near = max(start, stop.start() - 3 * _REACH), stop.end() + 3 * _REACH
        return bool(self.plain.search(text, *near))

    def _aside_ends(self, text: str, start: int, stop: re.Match[str], aside: int) -> bool:
        """Return whether the stop inside an aside ends the sentence around it too."""
        if aside == start:
            return stop[1] == "." or not self.reported.match(text, stop.end())
        if text[aside] in "([":
            return False
        speech = text[max(start, aside - 2) : aside].rstrip()[-1:] in (",", ":")
        return stop[1] == "." or (speech and not self.reported.match(text, stop.end()))


def _after(item: re.Match[str]) -> str:
    """Return the mark of the item after ``item``: " 2." after "1."."""
    number = str(int(item[2]) + 1) if item[2].isdigit() else chr(ord(item[2]) + 1)
    return f" {item[1]}{number}{item[3]}"


def enclosed(text: str, asides: Mapping[int, int]) -> bytearray:
    """Return a flag for each place of ``text``, set where it lies inside one of ``asides``."""
    inside = bytearray(len(text) + 1)
    for end, begin in asides.items():
        inside[begin:end] = b"\x01" * (end - begin)
    return inside


def primary(language: str) -> str:
    """Return the language of a tag: "en" of "en-US"."""
    return re.split(r"[-_]", language)[0].lower()


@cache
def load_rules(language: str) -> Rules:
    """Return the rules of a language ("en")."""
    table = load_table(language)["sentences"]
    return Rules(
        asides=_asides(table["quotes"]),
        never=_endings(table["never"]),
        sometimes=_endings(table["sometimes"]),
        before_figures=_endings(table["before_figures"]),
        openers=frozenset(table["openers"]),
        reported=re.compile(rf"(?: [^\W\d_a-z][\w.’'\-]*){{1,4}} (?:{any_of(table['said'])})\b"),
        plain=re.compile(rf"\b(?!(?:{any_of(table['small'])})\b)[a-zß-öø-ÿ]{{3}}"),
        ordinals=table["ordinals"],
    )


@cache
def load_table(language: str) -> Mapping[str, Any]:
    """Return the table of a language, or the English one where it has none."""
    path = _FOLDER / f"{language}.toml"
    return tomllib.loads((path if path.is_file() else _FOLDER / "en.toml").read_text("utf-8"))


def _asides(quotes: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of what is quoted or bracketed, each mark with its partner."""
    pairs = [*quotes, "()", "[]"]
    return re.compile("|".join(_aside(pair[0], pair[1]) for pair in pairs))


def _aside(opening: str, closing: str) -> str:
    first, last = re.escape(opening), re.escape(closing)
    beginning = rf"(?<!\w){first}"
    inner = rf"[^{first}{last}]{{1,{LONGEST_ASIDE}}}"
    if opening == closing:
        beginning += "(?! )"
    if closing in "’'":  # also an apostrophe, so that it closes only behind a pause or stop
        other = "." if opening == closing else f"[^{first}]"
        inner = rf"{other}{{1,{LONGEST_ASIDE}}}?(?<=[.,!?…])"
    return rf"{beginning}{inner}{last}(?!\w)"


def _endings(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of a text that ends in one of ``words``; ``*`` is any beginning."""
    return re.compile(rf"(?:\A|(?<![\w.]))(?:{any_of(words)})\Z")


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of table entries, the longest first; of none, one that never matches."""
    ordered = sorted(words, key=len, reverse=True)
    forms = (re.escape(word).replace(r"\ ", " ?").replace(r"\*", r"\w*") for word in ordered)
    return "|".join(forms) or "(?!)"
