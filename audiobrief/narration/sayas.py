"""Figures and letters said the way ``<say-as>`` asks for.

The kinds are those of the W3C's note (https://www.w3.org/TR/ssml-sayas/) and of the voices
that came after it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from audiobrief.narration.reading.numbers import Numerals
from audiobrief.narration.speakable import Reader

_YEAR = 4
"""Digits."""
_WHOLE = re.compile(r"\d{1,15}(?!\d)")


def said_as(text: str, kind: str, form: str, reader: Reader) -> str:
    """Return ``text`` as a ``kind`` such as ``digits`` is said; nothing for an unknown kind.

    ``form`` is the order of a date's parts, such as ``mdy``.
    """
    if kind == "date":
        return _date(text, form, reader)
    say = _KINDS.get(kind)
    return say(text, reader.language.vocabulary.numerals) if say else ""


def _spelled(text: str, numerals: Numerals) -> str:
    said = (numerals.digits(c) if c.isdecimal() else c.upper() for c in text if c.isalnum())
    return " ".join(said)


def _telephone(text: str, numerals: Numerals) -> str:
    return ", ".join(map(numerals.digits, re.findall(r"\d+", text)))


def _cardinal(text: str, numerals: Numerals) -> str:
    whole = _WHOLE.match(numerals.plain(text))
    return numerals.cardinal(whole[0]) if whole else ""


def _ordinal(text: str, numerals: Numerals) -> str:
    whole = _WHOLE.match(numerals.plain(text))
    return numerals.ordinal(whole[0]) if whole else ""


def _digits(text: str, numerals: Numerals) -> str:
    return numerals.digits(text)


_KINDS: Mapping[str, Callable[[str, Numerals], str]] = {
    "characters": _spelled,
    "spell-out": _spelled,
    "digits": _digits,
    "telephone": _telephone,
    "cardinal": _cardinal,
    "ordinal": _ordinal,
}


def _date(text: str, form: str, reader: Reader) -> str:
    """Say a date written in figures, in the order that ``form`` tells; any other as it is."""
    parts = dict(zip(form, re.findall(r"\d{1,4}", text), strict=False))
    if set(parts) == set("ymd") and len(parts["y"]) == _YEAR:
        text = f"{parts['y']}-{parts['m']:0>2}-{parts['d']:0>2}"
    return reader.said(text).rstrip(",;:.!?")
