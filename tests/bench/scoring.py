"""When two texts are the same to a listener.

An accepted reading is written in a small notation: ``(a|b)`` is either, ``(a|)`` is a or
nothing, a bare ``|`` parts whole readings, and all of it nests. What a text sounds like is
compared word by word. Case, punctuation, hyphens, apostrophes and accents are not heard,
nor is "and" inside a number. Letters are: "I.A.E.A." and "I A E A" are four of them.
Figures and signs that nobody has put into words ("5", "%", "/") stay, and match nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from itertools import product

Sound = tuple[str, ...]
"""The words of a text as they are heard, in lower case; a spelled letter is a word."""

_SAID_SIGNS = frozenset("#%&*/@\\_§‰†")
_APOSTROPHE = re.compile("['\u2018\u2019\u02bc]")
_TOKEN = re.compile(r"[^\W_]+|\S")
_CAPITALS = re.compile(r"([A-Z]{2,})(s?)")
_NOTATION = re.compile(r"[(|)]|[^(|)]+")

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen first second third fourth fifth sixth seventh eighth "
    "ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
_BELOW_HUNDRED = frozenset(f"{_UNITS} {_TENS} {_TENTHS}".split())
_SCALES = frozenset(
    ("hundred", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion")
)
_SPELLINGS = {
    "oh": "o",
    "metre": "meter",
    "metres": "meters",
    "litre": "liter",
    "litres": "liters",
    "centimetres": "centimeters",
    "millimetres": "millimeters",
    "millimetre": "millimeter",
    "kilometre": "kilometer",
    "kilometres": "kilometers",
}
"""Two spellings of one sound; "oh" is the letter O."""
_JOINED = {"per cent": "percent", "et cetera": "etcetera"}


def readings(notation: str) -> tuple[str, ...]:
    """Return every reading that ``notation`` stands for, in the order written.

    Raises:
        ValueError: a bracket is open, or closed twice.
    """
    found, rest = _alternatives(_NOTATION.findall(notation))
    if rest:
        raise ValueError(f"too many ) in: {notation}")
    return tuple(dict.fromkeys(" ".join(reading.split()) for reading in found))


def heard(text: str) -> Sound:
    """Return the sound of ``text``, each word of it said as a word."""
    return _plain(tuple(token.lower() for token in _tokens(text)))


def may_sound(text: str, never_letters: AbstractSet[str] = frozenset()) -> frozenset[Sound]:
    """Return what ``text`` may sound like: capitals are letters or a word.

    A normaliser may leave "FBI" for the voice to spell, as voices do. ``never_letters`` names
    the capitals that a voice takes for a word ("WHO"): those have to be spelled by the text.
    """
    forms = [_forms(token, never_letters) for token in _tokens(text)]
    return frozenset(_plain(sum(chosen, ())) for chosen in product(*forms))


def _alternatives(rest: list[str]) -> tuple[list[str], list[str]]:
    """Return the readings up to the bracket that closes, and what comes from there on."""
    found: list[str] = []
    parts = [""]
    while rest and rest[0] != ")":
        part, *rest = rest
        if part == "|":
            found, parts = found + parts, [""]
            continue
        inner = [part]
        if part == "(":
            inner, rest = _alternatives(rest)
            if not rest:
                raise ValueError("a ( is never closed")
            rest = rest[1:]
        parts = [before + after for before in parts for after in inner]
    return found + parts, rest


def _tokens(text: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", text))
    bare = (character for character in apart if not unicodedata.combining(character))
    return _TOKEN.findall("".join(" " if _is_silent(one) else one for one in bare))


def _is_silent(character: str) -> bool:
    """Return whether a character is a mark of punctuation that a voice does not name."""
    if character in _SAID_SIGNS:
        return False
    return character == "`" or unicodedata.category(character).startswith("P")


def _forms(token: str, never_letters: AbstractSet[str]) -> tuple[Sound, ...]:
    """Return a token's ways to be said; "MPs" is a word, or M and P's."""
    word = (token.lower(),)
    capitals = _CAPITALS.fullmatch(token)
    if not capitals or capitals[1] in never_letters:
        return (word,)
    letters = list(capitals[1].lower())
    return word, (*letters[:-1], letters[-1] + capitals[2])


def _plain(words: Sound) -> Sound:
    """Return words in one spelling, without the "and" of "a hundred and five"."""
    kept = (word for at, word in enumerate(words) if not _is_filler(words, at))
    joined = " ".join(_SPELLINGS.get(word, word) for word in kept)
    for apart, together in _JOINED.items():
        joined = joined.replace(apart, together)
    return tuple(joined.split())


def _is_filler(words: Sound, at: int) -> bool:
    """Return whether the word there is the "and" of "a hundred and five".

    That of "between one hundred and five hundred", or of "between one hundred and five", joins
    two numbers and is heard.
    """
    if words[at] != "and" or at == 0 or words[at - 1] not in _SCALES:
        return False
    after = [*words[at + 1 : at + 4], "", "", ""]
    tens = after[0] in _TENS.split() and after[1] in _BELOW_HUNDRED
    below_hundred = after[0] in _BELOW_HUNDRED and after[2 if tens else 1] != "hundred"
    return below_hundred and not _between(words[:at])


def _between(words: Sound) -> bool:
    """Return whether the number at the end of ``words`` is the first of two."""
    number = _BELOW_HUNDRED | _SCALES | {"a", "and", "point", "zero"}
    start = len(words)
    while start and words[start - 1] in number:
        start -= 1
    return "between" in words[max(0, start - 1) : start]
