"""Figures: numbers with what they count, brought to one form so that they can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from audiobrief.synthesis.grounding.numerals import Number, number_at
from audiobrief.synthesis.grounding.tables import Numerals, load_tables
from audiobrief.synthesis.grounding.words import Token

_BASES = {
    "second": ("clock", 1), "minute": ("clock", 60), "hour": ("clock", 3600),
    "day": ("clock", 86400), "week": ("clock", 604800), "fortnight": ("clock", 1209600),
    "month": ("calendar", 1), "year": ("calendar", 12), "decade": ("calendar", 120),
    "century": ("calendar", 1200), "millimetre": ("length", 1), "centimetre": ("length", 10),
    "metre": ("length", 1000), "kilometre": ("length", 1000000), "gram": ("mass", 1),
    "kilogram": ("mass", 1000), "tonne": ("mass", 1000000), "kilowatt": ("power", 1),
    "megawatt": ("power", 1000), "gigawatt": ("power", 1000000), "kilowatt_hour": ("energy", 1),
    "megawatt_hour": ("energy", 1000), "gigawatt_hour": ("energy", 1000000),
}  # fmt: skip
"""Units that turn into one another exactly: a dimension, and how many of its least unit."""

_SHARES = {
    "percent": ("share", Fraction(1, 100), ""),
    "point": ("measure", Fraction(1), "point"),
    "basis_point": ("measure", Fraction(1, 100), "point"),
}
_FORMS = {"fraction": "share", "times": "times", "ordinal": "ordinal"}
_AKIN = ({"number", "times"}, {"number", "measure"}, {"number", "money"})
"""Kinds that one figure may have in two texts: "two goals", "scored twice"."""

_NEAR = Fraction(1, 20)
"""How far a figure that is said to be about so much may lie from the source's: a twentieth."""

_MINUTES_AN_HOUR = 60
_HALF_DAY = 12
_RATE_REACH = 4
_COMPOUND = 3
"""Tokens of "12-day": figure, hyphen, unit."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in tokens ``start`` to ``end``, with its unit.

    ``kind`` is ``number``, ``ordinal``, ``share`` (per cent and parts, as a part of one),
    ``times``, ``money``, ``measure``, ``clock`` (minutes of the day) or ``score``. ``value`` is
    in the least unit where units turn into one another; ``bound`` is ``about``, ``over``,
    ``under`` or empty; ``per`` what it is counted by ("year").
    """

    start: int
    end: int
    text: str
    value: Fraction
    kind: str
    unit: str = ""
    bound: str = ""
    per: str = ""
    word: bool = False
    raw: Fraction = Fraction(0)
    """The value as it is written, whatever its unit."""
    digits: int = 1
    """How many of its digits tell: 2 of 4,500, which may be a rounder form of 4,487."""
    origin: bool = False
    """Whether a change starts there: "from 55%"."""

    def agrees(self, source: Figure) -> bool:
        """Return whether ``source`` bears this figure out, apart from what it counts."""
        return self._like(source) and self._amounts_to(source)

    def _amounts_to(self, source: Figure) -> bool:
        if {self.bound, source.bound} == {"over", "under"}:
            return False
        if "either" in (self.unit, source.unit):
            return (self.value - source.value) % (_HALF_DAY * _MINUTES_AN_HOUR) == 0
        if self.value == source.value or (self.raw == source.raw and self._bare(source)):
            return True
        near = (
            self.bound
            and self.digits < source.digits
            and abs(self.value - source.value) <= abs(source.value) * _NEAR
        )
        if self.bound == "over" and self.value > source.value:
            return False
        return bool(near) and self.kind != "clock"

    def _bare(self, source: Figure) -> bool:
        return {self.kind, source.kind} == {"number", "measure"}

    def _like(self, source: Figure) -> bool:
        if self.per and source.per and self.per != source.per:
            return False
        if self.kind == source.kind:
            return not self.unit or not source.unit or self.unit == source.unit
        kinds = {self.kind, source.kind}
        counted = (self.kind, source.kind) == ("number", "ordinal")
        return counted or kinds in _AKIN

    def rivals(self, other: Figure) -> bool:
        """Return whether the one could be taken for the other, and is not it."""
        like = self.kind == other.kind or {self.kind, other.kind} == {"number", "times"}
        return like and self.unit == other.unit and not self.agrees(other)


def read_figures(
    items: tuple[Token, ...], language: str, taken: frozenset[int]
) -> tuple[Figure, ...]:
    """Return the figures of a text; tokens ``taken`` belong to dates."""
    table = load_tables(language).numerals
    norms = tuple(item.norm if item.kind != "mark" else item.text for item in items)
    return tuple(_figures(items, norms, table, taken))


def _figures(
    items: tuple[Token, ...], norms: tuple[str, ...], table: Numerals, taken: frozenset[int]
) -> Iterator[Figure]:
    at = 0
    while at < len(items):
        found = None
        if at not in taken:
            found = _score(items, at, taken) or _clock(items, norms, at, table)
            found = found or _counted(items, norms, at, table, taken)
        if found:
            yield found
        at = found.end if found else at + 1


def _text(items: tuple[Token, ...], start: int, end: int) -> str:
    """Return the tokens as they stood, with spaces where there were any."""
    parts = [items[start].text]
    for before, item in zip(items[start:end], items[start + 1 : end], strict=False):
        gap = item.at > before.at + len(before.text)
        parts.append(f" {item.text}" if gap else item.text)
    return "".join(parts)


def _score(items: tuple[Token, ...], at: int, taken: frozenset[int]) -> Figure | None:
    """Read "3-1": the result of a match, or a range; both ends make one value."""
    parts = items[at : at + 3]
    if len(parts) < _COMPOUND or parts[1].text != "-" or taken & {at + 1, at + 2}:
        return None
    first, last = parts[0].text, parts[2].text
    small = len("999")
    if not (first.isdecimal() and last.isdecimal() and len(first) <= small >= len(last)):
        return None
    value = Fraction(int(first) * 10**small + int(last))
    return Figure(at, at + 3, _text(items, at, at + 3), value, "score")


def _clock(
    items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Figure | None:
    """Read "3:20 a.m.", "6pm", "15:00", "noon", "half past six"."""
    named = table.clock["words"].at(norms, at)
    if named:
        return Figure(at, named[1], _text(items, at, named[1]), Fraction(named[0]), "clock")
    return _half_past(items, norms, at, table) or _hour(items, norms, at, table)


def _hour(
    items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Figure | None:
    hour, _, minute = items[at].text.replace(".", ":").partition(":")
    if not hour.isdecimal() or int(hour) > 2 * _HALF_DAY or len(minute) not in (0, 2):
        return None
    minutes = int(hour) * _MINUTES_AN_HOUR + int(minute or 0)
    for part, later in (("morning", 0), ("afternoon", _HALF_DAY), ("hour", 0)):
        found = table.clock[part].at(norms, at + 1) if at + 1 < len(norms) else None
        if found:
            twelve = int(hour) == _HALF_DAY and part != "hour"
            shift = (later - (_HALF_DAY if twelve else 0)) * _MINUTES_AN_HOUR
            text = _text(items, at, found[1])
            return Figure(at, found[1], text, Fraction(minutes + shift), "clock")
    if ":" in items[at].text and minute:
        return Figure(at, at + 1, items[at].text, Fraction(minutes), "clock")
    return None


def _half_past(
    items: tuple[Token, ...], norms: tuple[str, ...], at: int, table: Numerals
) -> Figure | None:
    """Read "half past twelve", of which half of the day is not told."""
    found = table.clock["half_past"].at(norms, at)
    number = number_at(items, norms, found[1], table) if found and found[1] < len(norms) else None
    if not found or not number:
        return None
    minutes = number.value * _MINUTES_AN_HOUR + found[0]
    return Figure(at, number.end, _text(items, at, number.end), minutes, "clock", "either")


def _counted(
    items: tuple[Token, ...],
    norms: tuple[str, ...],
    at: int,
    table: Numerals,
    taken: frozenset[int],
) -> Figure | None:
    number = number_at(items, norms, at, table) or _one_and_a_half(norms, at, table)
    if not number or taken & set(range(at, number.end)):
        return None
    sign = _sign_before(norms, at, table)
    start = at - (sign is not None)
    value = number.value
    if start and norms[start - 1] == "-" and _apart(items, start - 1):
        value, start = -value, start - 1
    if start and norms[start - 1] in table.minus:
        value, start = -value, start - 1
    unit, end = _unit(norms, number.end, table)
    value, end = _half_more(norms, value, end, table)
    unit = sign or unit
    bound = table.bounds.ending(norms, start) or ""
    per = _rate(norms, end, table)
    kind, amount, unit = _kind(number, value, unit, table)
    return Figure(
        start,
        end,
        _text(items, start, end),
        amount,
        kind,
        unit,
        bound,
        per,
        word=number.form == "word",
        raw=value,
        digits=1 if number.form == "part" else _telling_digits(value),
        origin=bool(table.origins.ending(norms, start)),
    )


def _telling_digits(value: Fraction) -> int:
    """Return how many digits a value has from its first to its last that is no nought."""
    written = f"{float(abs(value)):.12g}" if value.denominator != 1 else str(abs(value))
    return len(written.replace(".", "").strip("0")) or 1


def _one_and_a_half(norms: tuple[str, ...], at: int, table: Numerals) -> Number | None:
    """Read the "a" of "a year and a half"."""
    if norms[at] not in table.one:
        return None
    unit, end = _unit(norms, at + 1, table)
    more = table.half_more.at(norms, end) if unit and end < len(norms) else None
    return Number(Fraction(1), at + 1, "word") if more else None


def _apart(items: tuple[Token, ...], at: int) -> bool:
    """Return whether a hyphen is a minus: a space before it, none behind it."""
    before = items[at - 1] if at else None
    touching = items[at + 1].at == items[at].at + 1
    return touching and (before is None or items[at].at > before.at + len(before.text))


def _sign_before(norms: tuple[str, ...], at: int, table: Numerals) -> str | None:
    """Return the currency whose sign stands before a number."""
    if not at or (norms[at - 1].isalpha() and len(norms[at - 1]) != len("usd")):
        return None
    found = table.currencies.terms.get((norms[at - 1],))
    return None if found is None else str(found)


def _unit(norms: tuple[str, ...], at: int, table: Numerals) -> tuple[str, int]:
    """Return the unit behind a number and the place behind it."""
    after = at + 1 if at < len(norms) and norms[at] == "-" else at
    if after >= len(norms):
        return "", at
    for terms in (table.units, table.currencies):
        found = terms.at(norms, after)
        if found:
            return str(found[0]), found[1]
    return "", at


def _half_more(
    norms: tuple[str, ...], value: Fraction, end: int, table: Numerals
) -> tuple[Fraction, int]:
    found = table.half_more.at(norms, end) if end < len(norms) else None
    return (value + Fraction(1, 2), found[1]) if found else (value, end)


def _rate(norms: tuple[str, ...], end: int, table: Numerals) -> str:
    """Return what a figure is counted by: "27 ships a day", "$4m annually"."""
    for at in range(end, min(end + _RATE_REACH, len(norms))):
        word = norms[at]
        if word in table.rates:
            return table.rates[word]
        if word in table.per and at + 1 < len(norms):
            found = table.units.at(norms, at + 1)
            if found:
                return str(found[0])
        if not word.isalpha() and word != "-":
            return ""
    return ""


def _kind(number: Number, value: Fraction, unit: str, table: Numerals) -> tuple[str, Fraction, str]:
    """Return kind, value and unit in the form in which figures are compared."""
    if unit in _SHARES:
        kind, size, name = _SHARES[unit]
        return kind, value * size, name
    if unit in set(table.currencies.terms.values()):
        return "money", value, unit
    if number.form == "ordinal" or not unit:
        return _FORMS.get(number.form, "number"), value, ""
    dimension, many = _BASES.get(unit, (unit, 1))
    return "measure", value * many, dimension
