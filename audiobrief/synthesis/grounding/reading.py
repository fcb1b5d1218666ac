"""A sentence as grounding reads it: its figures, times, names, and what each stands beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from audiobrief.sentences import sentences
from audiobrief.synthesis.grounding.dates import DateMention, read_dates
from audiobrief.synthesis.grounding.figures import Figure, read_figures
from audiobrief.synthesis.grounding.names import Name, read_names
from audiobrief.synthesis.grounding.tables import load_tables
from audiobrief.synthesis.grounding.words import Token, normal, tokens

_FAR = 0.9
"""How fast a neighbour loses weight with each word between."""
_BEYOND = 0.45
"""What is left of a neighbour's weight behind each comma or conjunction."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence, read. ``keys`` are its tokens as they are compared: empty for small words."""

    text: str
    tokens: tuple[Token, ...]
    dates: tuple[DateMention, ...]
    figures: tuple[Figure, ...]
    names: tuple[Name, ...]
    keys: tuple[str, ...]
    quoted: frozenset[int]
    """The places of tokens inside quotation marks."""
    bounds: tuple[int, ...]
    """For each token, how many clause boundaries lie before it."""

    def beside(self, start: int, end: int) -> Mapping[str, float]:
        """Return what stands beside tokens ``start`` to ``end``, with a weight by nearness."""
        weights: dict[str, float] = {}
        for at, key in enumerate(self.keys):
            if not key or start <= at < end:
                continue
            between = self.keys[at + 1 : start] if at < start else self.keys[end:at]
            steps = sum(1 for one in between if one)
            mark = start if at < start else end - 1
            crossed = abs(self.bounds[at] - self.bounds[mark])
            weight = _BEYOND**crossed / (1 + _FAR * steps)
            weights[key] = max(weights.get(key, 0.0), weight)
        return weights

    @property
    def content(self) -> tuple[str, ...]:
        """The stems of its words of content, names and figures left out."""
        return tuple(key for key in self.keys if key and key[0] not in "#@^")


@lru_cache(maxsize=4096)
def read_sentences(
    text: str, language: str, day: date | None, known: frozenset[str] = frozenset()
) -> tuple[Reading, ...]:
    """Return the sentences of a paragraph published on ``day``, read.

    Words ``known`` are names even where any word would have a capital.
    """
    plain = normal(text)
    return tuple(read(one, language, day, known) for one in sentences(plain, language))


def read(
    sentence: str, language: str, day: date | None, known: frozenset[str] = frozenset()
) -> Reading:
    """Return one normal sentence, read."""
    items = tokens(sentence, language)
    dates = read_dates(items, language, day)
    dated = frozenset(at for one in dates for at in range(one.start, one.end))
    figures = read_figures(items, language, dated)
    counted = frozenset(at for one in figures for at in range(one.start, one.end))
    names = read_names(items, language, dated | counted, known)
    keys = _keys(items, language, dates, figures, names)
    return Reading(
        sentence, items, dates, figures, names, keys, _quoted(items), _boundaries(items, language)
    )


def _keys(
    items: tuple[Token, ...],
    language: str,
    dates: tuple[DateMention, ...],
    figures: tuple[Figure, ...],
    names: tuple[Name, ...],
) -> tuple[str, ...]:
    words = load_tables(language).words
    skipped = words["function"] | words["negators"]
    keys = [item.stem if item.stem and item.norm not in skipped else "" for item in items]
    for figure in figures:
        keys[figure.start : figure.end] = [""] * (figure.end - figure.start)
        keys[figure.start] = f"#{figure.kind}{figure.value}"
    for one in dates:
        keys[one.start : one.end] = [""] * (one.end - one.start)
        keys[one.start] = f"@{one.spans[0][0]}"
    for name in names:
        for at in range(name.start, name.end):
            keys[at] = f"^{items[at].norm}" if items[at].kind == "word" else ""
    return tuple(keys)


def _quoted(items: tuple[Token, ...]) -> frozenset[int]:
    marks = [at for at, item in enumerate(items) if item.text == '"']
    spans = zip(marks[::2], [*marks[1::2], len(items)], strict=False)
    return frozenset(at for start, end in spans for at in range(start, end))


def _boundaries(items: tuple[Token, ...], language: str) -> tuple[int, ...]:
    words = load_tables(language).words["boundaries"]
    found, many, parted = [], 0, False
    for at, item in enumerate(items):
        apart = at > 0 and item.at > items[at - 1].at + len(items[at - 1].text)
        dash = item.text == "-" and apart
        parts = dash or item.text in (",", ";", ":", "(", ")") or item.norm in words
        many += parts and not parted
        parted = parts
        found.append(many)
    return tuple(found)
