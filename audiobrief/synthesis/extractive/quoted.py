"""Quotations: kept whole, and told from what the paper itself says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache


def whole_quotes(parts: Iterable[str], pairs: Sequence[str]) -> Iterator[str]:
    """Yield the sentences of a paragraph; those that one quotation runs over, as one.

    What is left open at the paragraph's end is not yielded: half a quotation is not told.
    """
    held: list[str] = []
    for part in parts:
        held.append(part)
        if not is_open(text := " ".join(held), pairs):
            yield text
            held = []


def is_open(text: str, pairs: Sequence[str]) -> bool:
    """Return whether a quotation begins in ``text`` and does not end there, or the reverse."""
    rest = outside(text, pairs)
    return any(mark in rest for pair in pairs for mark in pair)


def outside(text: str, pairs: Sequence[str]) -> str:
    """Return ``text`` without its quotations, and what they leave single-spaced."""
    return " ".join(_pattern(tuple(pairs)).sub(" ", text).split())


def quotations(text: str, pairs: Sequence[str]) -> list[str]:
    """Return the quotations of ``text``, with their marks."""
    return _pattern(tuple(pairs)).findall(text)


@cache
def _pattern(pairs: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(_quotation(pair) for pair in pairs))


def _quotation(pair: str) -> str:
    first, last = re.escape(pair[0]), re.escape(pair[1])
    return rf"{first}[^{first}{last}]*{last}"
