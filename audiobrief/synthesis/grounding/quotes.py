"""Quotations, and whether a source has them word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_QUOTED = re.compile(r'"([^"]+)"?')
_GAP = re.compile(r"\[?\.\.\.\]?|\[[^\[\]]*\]")
_WORDS = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[$€£%]")


def quotations(text: str) -> tuple[str, ...]:
    """Return what stands in quotation marks in normal text, to its end where none closes."""
    return tuple(found[1].strip() for found in _QUOTED.finditer(text) if _WORDS.search(found[1]))


def stands(quotation: str, passages: Iterable[str]) -> bool:
    """Return whether one passage quotes ``quotation``, word for word.

    Where it leaves something out ("[…]") or puts an editor's word in brackets, the parts
    around must stand there in order. A speaker's name may part the source's own quotation.
    """
    parts = [words for part in _GAP.split(quotation) if (words := _words(part))]
    return bool(parts) and any(_holds(parts, passage) for passage in passages)


def _holds(parts: Sequence[tuple[str, ...]], passage: str) -> bool:
    spoken = quotations(passage)
    return any(_in_order(parts, _words(one)) for one in (*spoken, " ".join(spoken)))


def _in_order(parts: Sequence[tuple[str, ...]], words: tuple[str, ...]) -> bool:
    at = 0
    for part in parts:
        places = range(at, len(words) - len(part) + 1)
        found = next((place for place in places if words[place : place + len(part)] == part), None)
        if found is None:
            return False
        at = found + len(part)
    return True


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(text.casefold()))
