"""What the built-in writer knows of a language, from its table (``writing.toml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from audiobrief.sentences import load_table as sentence_table
from audiobrief.sentences import primary
from audiobrief.synthesis.tables import load_table, phrase_pattern

SITUATION, CURRENT, PREVIOUS = "situation", "current", "previous"
STAKEHOLDERS, RISKS = "stakeholders", "risks"
SECTIONS = (SITUATION, CURRENT, PREVIOUS, STAKEHOLDERS, RISKS)
"""The parts of a report that sentences of sources can fill, in order.

An editor's take is not among them: no source wrote it.
"""


_DOUBLE = '„“”"«»'


@dataclass(frozen=True, slots=True)
class Cues:
    """The words of one language; patterns are matched with folded text."""

    headings: Mapping[str, str]
    sections: Mapping[str, re.Pattern[str]]
    names: re.Pattern[str]
    since: re.Pattern[str]
    leaning: re.Pattern[str]
    standing: re.Pattern[str]
    loose: re.Pattern[str]
    pronouns: frozenset[str]
    possessives: frozenset[str]
    owned: frozenset[str]
    introductions: frozenset[str]
    said: re.Pattern[str]
    week: re.Pattern[str]
    day: re.Pattern[str]
    person: re.Pattern[str]
    furniture: re.Pattern[str]
    headlines: re.Pattern[str]
    small: frozenset[str]
    quotes: tuple[str, ...]


@cache
def load_cues(language: str) -> Cues:
    """Return the words of ``language``, a BCP 47 tag.

    Raises:
        ConfigError: there is no table for it.
    """
    table = load_table(language, "writing.toml")
    opening, telling, left_out = table["opening"], table["telling"], table["left_out"]
    return Cues(
        headings=table["headings"],
        sections={name: phrase_pattern(table["cues"][name]) for name in SECTIONS[1:]},
        names=re.compile(rf"\b(?:{'|'.join(table['cues']['names']) or '(?!)'})\b"),
        since=re.compile(
            rf"(?:{phrase_pattern(table['cues']['since']).pattern}) [12][0-9]{{3}}(?!\w)"
        ),
        leaning=phrase_pattern(opening["leaning"], opening=True),
        standing=phrase_pattern(opening["standing"], opening=True),
        loose=phrase_pattern(opening["loose"], opening=True),
        pronouns=frozenset(opening["pronouns"]),
        possessives=frozenset(opening["possessives"]),
        owned=frozenset(opening["owned"]),
        introductions=frozenset(opening["introductions"]),
        said=phrase_pattern([*telling["said"], *telling["according"]]),
        week=phrase_pattern(telling["week"]),
        day=phrase_pattern(telling["day"]),
        person=phrase_pattern(left_out["person"]),
        furniture=phrase_pattern(left_out["furniture"]),
        headlines=phrase_pattern(left_out["headlines"], opening=True),
        small=frozenset(table["words"]["small"].split()),
        quotes=_double(sentence_table(primary(language))),
    )


def _double(table: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the pairs of marks around speech; single ones are apostrophes as often."""
    pairs = (*table["sentences"]["quotes"], "“”", "«»", '""')
    return tuple(dict.fromkeys(pair for pair in pairs if pair[0] in _DOUBLE))
