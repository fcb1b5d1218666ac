"""What grounding knows of a language (``synthesis/data/grounding/<language>.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from audiobrief.sentences import primary

Phrase = tuple[str, ...]
"""The words of a term, in lower case."""

_HIGHEST_WORD = 100
_HIGHEST_ORDINAL = 40
_PARTS = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\.?(?:'[^\W\d_]+)?|'[^\W\d_]+|\d+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Terms of one or more words, found at a place of a text by the longest that fits."""

    terms: Mapping[Phrase, Any]
    longest: int

    def at(self, norms: tuple[str, ...], start: int) -> tuple[Any, int] | None:
        """Return what stands at ``start`` and the place behind it, or None."""
        for length in range(min(self.longest, len(norms) - start), 0, -1):
            found = self.terms.get(norms[start : start + length])
            if found is not None:
                return found, start + length
        return None

    def ending(self, norms: tuple[str, ...], end: int) -> Any:
        """Return what stands right before ``end``, or None."""
        for length in range(min(self.longest, end), 0, -1):
            found = self.terms.get(norms[end - length : end])
            if found is not None:
                return found
        return None


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a language writes numbers: ``words`` map phrases to values, ``ordinals`` likewise."""

    decimal: str
    group: str
    joining: frozenset[str]
    scales: Mapping[str, int]
    words: Phrases
    ordinals: Phrases
    fractions: Mapping[str, Fraction]
    times: Mapping[str, Fraction]
    one: frozenset[str]
    of: frozenset[str]
    comparing: frozenset[str]
    parted: frozenset[str]
    minus: frozenset[str]
    endings: frozenset[str]
    half_more: Phrases
    per: frozenset[str]
    origins: Phrases
    rates: Mapping[str, str]
    bounds: Phrases
    units: Phrases
    currencies: Phrases
    clock: Mapping[str, Phrases]


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language names days: words to months (1 to 12), weekdays (0 to 6), days from today."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int]
    capitalised: bool
    between: frozenset[str]
    near: Mapping[str, int]
    periods: Mapping[str, str]
    after_period: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Two sides, as sets of stems, of which a statement must keep to its source's.

    A ``loose`` axis is of small words that stand in many places: only a clear sign counts. On a
    ``converse`` one the other side is right where the parties change places.
    """

    sides: tuple[frozenset[str], frozenset[str]]
    loose: bool
    converse: bool


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is known of one language."""

    stemmer: str
    possessives: tuple[str, ...]
    elision: bool
    nouns_capitalised: bool
    numerals: Numerals
    calendar: Calendar
    forms: Mapping[str, str]
    groups: tuple[tuple[str, ...], ...]
    words: Mapping[str, frozenset[str]]
    denials: Phrases
    denying: Phrases
    idle: Phrases
    behind_figures: Mapping[str, str]
    only_after: Mapping[str, frozenset[str]]
    exclusive: tuple[tuple[str, ...], ...]
    no_denials: Phrases
    certainty: Phrases
    according: Phrases
    axes: tuple[tuple[tuple[str, ...], tuple[str, ...], bool, bool], ...]
    converse: tuple[tuple[str, str], ...]


@cache
def load_tables(language: str) -> Tables:
    """Return the tables of a language ("en", or a tag of it, "en-GB").

    One without tables is read by the English ones: figures and quotations are still compared.
    """
    folder = files("audiobrief.synthesis") / "data" / "grounding"
    path = folder / f"{primary(language)}.toml"
    if not path.is_file():
        path = folder / "en.toml"
    table = tomllib.loads(path.read_text("utf-8"))
    common = tomllib.loads((folder / "common.toml").read_text("utf-8"))
    for name, signs in common.items():
        own = table[name]
        table[name] = {key: [*own.get(key, ()), *signs.get(key, ())] for key in own | signs}
    return _tables(table)


def _tables(table: dict[str, Any]) -> Tables:
    words = {name: frozenset(entries) for name, entries in table["words"].items()}
    attribution = table["attribution"]
    words |= {
        name: frozenset(attribution[name]) for name in ("verbs", "passive", "agent", "mutual")
    }
    words |= {"negators": frozenset(table["negation"]["words"])}
    words |= {"prefixes": frozenset(table["negation"]["prefixes"])}
    words |= {"had": frozenset(table["certainty"]["had"])}
    words |= {"sure": frozenset(table["certainty"]["sure"])}
    negation = table["negation"]
    idle = table.get("idle", {"behind_figures": {}, "only_after": {}, "phrases": ()})
    denying = [(word, kind) for kind in ("verb", "maybe") for word in negation[f"{kind}s"]]
    return Tables(
        stemmer=table["stemmer"],
        possessives=tuple(table["possessives"]),
        elision=table["elision"],
        nouns_capitalised=table["nouns_capitalised"],
        numerals=_numerals(table),
        calendar=_calendar(table["dates"]),
        forms=table.get("forms", {}),
        groups=tuple(tuple(group) for group in table.get("synonyms", {}).get("groups", ())),
        words=words,
        denials=phrases((word, "plain") for word in negation["words"]),
        denying=phrases(denying),
        behind_figures=idle["behind_figures"],
        only_after={word: frozenset(row) for word, row in idle["only_after"].items()},
        exclusive=tuple(tuple(row) for row in table.get("exclusive", {}).get("rows", ())),
        idle=phrases((word, True) for word in idle["phrases"]),
        no_denials=phrases((word, True) for word in table["negation"]["never"]),
        certainty=phrases(
            (word, level)
            for level, name in enumerate(("doubtful", "expected", "planned", "willed"))
            for word in table["certainty"][name]
        ),
        according=phrases((word, True) for word in attribution["according"]),
        axes=tuple(
            (
                tuple(axis["one"]),
                tuple(axis["other"]),
                axis.get("loose", False),
                axis.get("converse", False),
            )
            for axis in table["axis"]
        ),
        converse=tuple((one, other) for one, other in attribution.get("converse", ())),
    )


def phrases(terms: Iterable[tuple[str, Any]]) -> Phrases:
    """Return terms by their words; the first of two that are alike stays."""
    found: dict[Phrase, Any] = {}
    for text, meaning in terms:
        found.setdefault(tuple(_PARTS.findall(text.casefold())), meaning)
    return Phrases(found, max((len(words) for words in found), default=0))


def _numerals(table: dict[str, Any]) -> Numerals:
    own, code = table["numerals"], table["num2words"]
    spelled = _spelled(code, "cardinal", _HIGHEST_WORD)
    return Numerals(
        decimal=own["decimal"],
        group=own["group"],
        joining=frozenset(own["joining"]),
        scales=own["scales"],
        words=phrases([*own["words"].items(), *_varied(spelled, own.get("variants", {}))]),
        ordinals=phrases(
            [*own.get("ordinals", {}).items(), *_spelled(code, "ordinal", _HIGHEST_ORDINAL)]
        ),
        fractions={word: Fraction(value) for word, value in own["fractions"].items()},
        times={word: Fraction(value) for word, value in own["times"].items()},
        one=frozenset(own["one"]),
        of=frozenset(own["of"]),
        comparing=frozenset(own["comparing"]),
        parted=frozenset(own["parted"]),
        minus=frozenset(own["minus"]),
        endings=frozenset(own["ordinal_endings"]),
        half_more=phrases((text, True) for text in own["and_a_half"]),
        per=frozenset(own["per"]),
        origins=phrases((text, True) for text in own["origins"]),
        rates=own["rates"],
        bounds=_named(table["bounds"]),
        units=_named(table["units"]),
        currencies=_named(table["currencies"]),
        clock={
            "morning": phrases((text, 0) for text in table["clock"]["morning"]),
            "afternoon": phrases((text, 12) for text in table["clock"]["afternoon"]),
            "hour": phrases((text, 0) for text in table["clock"]["hour"]),
            "half_past": phrases((text, 30) for text in table["clock"]["half_past"]),
            "words": phrases(table["clock"]["words"].items()),
        },
    )


def _named(table: Mapping[str, Iterable[str]]) -> Phrases:
    return phrases((form, name) for name, forms in table.items() for form in forms)


def _spelled(code: str, kind: str, highest: int) -> list[tuple[str, int]]:
    """Return numbers from 0 (ordinals from 1) in words, as num2words has them."""
    from num2words import num2words

    numbers = range(1 if kind == "ordinal" else 0, highest + 1)
    return [(num2words(number, lang=code, to=kind), number) for number in numbers]


def _varied(
    numbers: list[tuple[str, int]], variants: Mapping[str, list[str]]
) -> Iterator[tuple[str, int]]:
    """Yield numbers in words, also with another form of the last: "treinta y un"."""
    for text, number in numbers:
        yield text, number
        for word, others in variants.items():
            if text.endswith(word):
                yield from ((text.removesuffix(word) + other, number) for other in others)


def _calendar(table: dict[str, Any]) -> Calendar:
    return Calendar(
        months={word: place for place, forms in enumerate(table["months"], 1) for word in forms},
        weekdays={word: place for place, forms in enumerate(table["weekdays"]) for word in forms},
        days=table["days"],
        capitalised=table["capitalised"],
        between=frozenset(table["between"]),
        near={
            word: step
            for step, name in ((0, "this"), (-1, "last"), (1, "next"))
            for word in table[name]
        },
        periods=table["periods"],
        after_period=table["after_period"],
    )
