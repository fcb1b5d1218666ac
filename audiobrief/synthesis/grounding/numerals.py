"""Numbers as they stand in a text, in figures or in words, as exact values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from audiobrief.synthesis.grounding.tables import Numerals
from audiobrief.synthesis.grounding.words import Token

_HUNDRED = 100
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Number:
    """A value, the place behind its last token, and how it was written.

    ``form`` is ``cardinal``, ``ordinal``, ``fraction``, ``times`` ("twice"), ``word`` (a
    cardinal in words) or ``part`` ("half a million").
    """

    value: Fraction
    end: int
    form: str


def number_at(
    items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Number | None:
    """Return the number that begins at token ``at``, the longest reading first."""
    for read in (_of_a_scale, _fraction, _half, _ordinal, _cardinal, _times):
        found = read(items, norms, at, table)
        if found:
            return found
    return None


def _of_a_scale(
    items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Number | None:
    """Read "half a million", "three quarters of a billion"."""
    part = _fraction(items, norms, at, table) or _bare_half(norms, at, table)
    if not part:
        return None
    end = part.end
    while end < len(norms) and norms[end] in table.of | table.one:
        end += 1
    scale = table.scales.get(norms[end]) if end < len(norms) else None
    if not scale or scale < _THOUSAND or len(norms[end]) < len("mil"):
        return None
    return Number(part.value * scale, end + 1, "part")


def _half(
    _items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Number | None:
    """Read "half of the plays", "half the plays"; not "the first half", "half-time"."""
    following = norms[at + 1] if at + 1 < len(norms) else ""
    if following not in table.of | table.parted or (at and table.ordinals.ending(norms, at)):
        return None
    return _bare_half(norms, at, table)


def _bare_half(norms: tuple[str, ...], at: int, table: Numerals) -> Number | None:
    value = table.fractions.get(norms[at])
    return Number(value, at + 1, "fraction") if value == Fraction(1, 2) else None


def _fraction(
    items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Number | None:
    """Read "a third", "two-thirds", "3/4"; an ordinal is one only where no noun follows it."""
    if _slashed(items, at):
        top, bottom = int(items[at].text), int(items[at + 2].text)
        return Number(Fraction(top, bottom), at + 3, "fraction")
    single = norms[at] in table.one
    top_word = None if single else table.words.at(norms, at)
    if items[at].kind == "number" and items[at].text.isdecimal():
        top_word = (int(items[at].text), at + 1)
    if not single and not top_word:
        return None
    count, end = (1, at + 1) if single else top_word or (0, at)
    if end < len(norms) and norms[end] == "-":
        end += 1
    part = table.fractions.get(norms[end]) if end < len(norms) else None
    if part is None or (count == 1 and not _stands_alone(norms, end, table)):
        return None
    return Number(count * part, end + 1, "fraction")


def _slashed(items: tuple[Token, ...], at: int) -> bool:
    if at + 2 >= len(items) or items[at + 1].text != "/":
        return False
    top, bottom = items[at].text, items[at + 2].text
    return top.isdecimal() and bottom.isdecimal() and int(bottom) > int(top) > 0


def _stands_alone(norms: tuple[str, ...], at: int, table: Numerals) -> bool:
    """Return whether a part is no ordinal: "a third of", "by a tenth", not "a third pause"."""
    if table.ordinals.at(norms, at) is None:
        return True
    after = norms[at + 1] if at + 1 < len(norms) else "."
    return after in table.of or not after[0].isalpha() or after in table.comparing


def _ordinal(
    items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Number | None:
    if items[at].kind == "number" and items[at].text.isdecimal() and at + 1 < len(items):
        ending = items[at + 1]
        touching = ending.at == items[at].at + len(items[at].text)
        if touching and ending.norm in table.endings:
            return Number(Fraction(int(items[at].text)), at + 2, "ordinal")
    found = table.ordinals.at(norms, at)
    cardinal = table.words.at(norms, at)
    if not found or (cardinal and cardinal[1] >= found[1]):
        return None
    return Number(Fraction(found[0]), found[1], "ordinal")


def _times(
    _items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Number | None:
    value = table.times.get(norms[at])
    return None if value is None else Number(value, at + 1, "times")


def _cardinal(
    items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Number | None:
    """Read figures and words with their scales: "4.5bn", "two hundred and forty thousand"."""
    total, part, end, form = Fraction(0), None, at, "cardinal"
    while end < len(norms):
        step = _step(items, norms, end, table)
        if step is None:
            if not (part is not None and norms[end] in table.joining):
                break
            step = _step(items, norms, end + 1, table) if end + 1 < len(norms) else None
            if step is None or part is None or part < _HUNDRED or step.form != "word":
                break
            if step.value >= part:
                break
        if part is not None and not _adds(part, step.value, step.form):
            break
        total, part = _taken(total, part, step)
        form = "word" if step.form == "word" else form
        end = step.end
        scaled = _scales(items, norms, end, table, total + part)
        total, part, end = scaled[0] - scaled[1], scaled[1], scaled[2]
    if part is None:
        return None
    return Number(total + part, end, form)


def _adds(part: Fraction, value: Fraction, form: str) -> bool:
    """Return whether a number goes on: "two hundred" + "forty"; figures never do."""
    return form == "word" and part >= _HUNDRED and value < part and part % _HUNDRED == 0


def _taken(total: Fraction, part: Fraction | None, step: Number) -> tuple[Fraction, Fraction]:
    return (total, step.value) if part is None else (total, part + step.value)


def _scales(
    items: tuple[Token, ...], norms: tuple[str, ...], end: int, table: Numerals, value: Fraction
) -> tuple[Fraction, Fraction, int]:
    """Multiply ``value`` by the scales that follow it; "m" only where it touches a figure."""
    while end < len(norms):
        at = end + 1 if norms[end] == "-" and end + 1 < len(norms) else end
        scale = table.scales.get(norms[at])
        before = items[end - 1]
        touching = items[at].at == before.at + len(before.text)
        if not scale or (len(norms[at]) == 1 and not (touching and before.kind == "number")):
            break
        value, end = value * scale, at + 1
    return value, value, end


def _step(
    items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Number | None:
    if items[at].kind == "number":
        value = figure_value(items[at].text, table)
        return None if value is None else Number(value, at + 1, "cardinal")
    found = table.words.at(norms, at)
    if found:
        return Number(Fraction(found[0]), found[1], "word")
    scale = table.scales.get(norms[at])
    if scale and len(norms[at]) > 1 and at and norms[at - 1] in table.one:
        return Number(Fraction(scale), at + 1, "word")
    return None


def figure_value(text: str, table: Numerals) -> Fraction | None:
    """Return the value of a number in figures, or None where it is written as none is.

    A lone mark is read as the language has it, unless only the other reading makes sense:
    "1.000" is a thousand in German, but "4.25" is no thousand anywhere.
    """
    plain = text.replace(" ", "").replace("'", "")
    if ":" in plain:
        return None
    grouped = re.fullmatch(r"\d{1,3}(?:" + re.escape(table.group) + r"\d{3})+", plain)
    if grouped:
        return Fraction(plain.replace(table.group, ""))
    whole, mark, rest = plain.rpartition(table.decimal)
    if mark:
        return _decimal(whole, rest, table.group)
    other = table.group
    if other in plain:
        whole, _, rest = plain.rpartition(other)
        return _decimal(whole, rest, table.decimal)
    return Fraction(plain)


def _decimal(whole: str, rest: str, group: str) -> Fraction | None:
    digits = whole.replace(group, "")
    return Fraction(f"{digits}.{rest}") if digits.isdecimal() and rest.isdecimal() else None
