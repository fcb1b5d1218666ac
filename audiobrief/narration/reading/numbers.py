"""Figures as words, by num2words, in the form that a language's newsreaders use.

What num2words leaves rough (genders, "and", commas) is mended by tables of edits in the
language's ``words.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

Edits = Sequence[tuple[str, str]]
"""Patterns and what takes their place, applied in order."""

_LARGEST = 10**24
_LONGEST = 12
"""Longer runs of digits that nothing parts are no amounts: they are read digit by digit."""

_LONGEST_FRACTION = 3
"""Behind the point, longer runs are read digit by digit even where shorter ones are not."""

_PLAIN = re.compile(r"(0|[1-9]\d*)?(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Numerals:
    """How one language writes figures and says them.

    ``library`` is num2words' name of the language; ``decimal`` lists the characters that begin
    a fraction, ``group`` those that part thousands. ``forms`` names edits for an agreement:
    ``f`` before a feminine noun, ``m`` before a masculine one. ``edits`` are applied to every
    number, ``year_edits`` to years.
    """

    library: str
    decimal: str
    group: str
    point: str
    minus: str
    zero: str
    fraction_digits: bool = True
    singular_below_two: bool = False
    edits: Edits = ()
    year_edits: Edits = ()
    forms: Mapping[str, Edits] = field(default_factory=dict)
    ordinal_forms: Mapping[str, Edits] = field(default_factory=dict)

    def plain(self, written: str) -> str:
        """Return a written number as Python reads it: "1.500,5" → "1500.5" in German."""
        ungrouped = "".join(c for c in written if c not in self.group and not c.isspace())
        return "".join("." if c in self.decimal else c for c in ungrouped)

    def cardinal(self, written: str, form: str = "") -> str:
        """Say "1,500" or "4.25"; what is no plain number is read digit by digit."""
        plain = self.plain(written)
        if not _PLAIN.fullmatch(plain) or (written.isdecimal() and len(written) > _LONGEST):
            return self.digits(plain)
        whole, _, fraction = plain.partition(".")
        if int(whole or 0) >= _LARGEST:
            return self.digits(plain)
        said = self._words(int(whole), "cardinal") if whole else ""
        if not fraction:
            return _edited(said, self.forms.get(form, ()))
        return f"{said} {self.point} {self._fraction(fraction)}".strip()

    def ordinal(self, written: str, form: str = "") -> str:
        """Say "15" as "fifteenth"."""
        said = self._words(int(self.plain(written)), "ordinal")
        return _edited(said, self.ordinal_forms.get(form, ()))

    def year(self, written: str) -> str:
        """Say "2025" as "twenty twenty-five"."""
        return _edited(self._words(int(written), "year"), self.year_edits)

    def digits(self, written: str) -> str:
        """Say "045" as "zero four five"; anything but digits is left out."""
        return " ".join(self._words(int(one), "cardinal") for one in written if one.isdecimal())

    def pairs(self, written: str) -> str:
        """Say "737" as "seven thirty-seven", "105" as "one oh five", "1600" as a year is."""
        head, tail = written[:-2], written[-2:]
        if not head or written.endswith("000") or (tail == "00" and len(head) == 1):
            return self.cardinal(written)
        if len(head) > len(tail) or written[0] == "0":
            return self.digits(written)
        return self.year(written) if tail == "00" else f"{self.cardinal(head)} {self.tail(tail)}"

    def tail(self, written: str) -> str:
        """Say the last two digits of a year or of a time: "05" as "oh five"."""
        if written[0] != "0":
            return self.cardinal(written)
        return f"{self.zero} {self.digits(written[1])}"

    def is_one(self, written: str) -> bool:
        """Return whether an amount takes the singular."""
        value = float(self.plain(written) or 0)
        return value < 2 if self.singular_below_two else value == 1  # noqa: PLR2004 -- as French counts

    def _fraction(self, digits: str) -> str:
        zeros = len(digits) - len(digits.lstrip("0"))
        if self.fraction_digits or zeros == len(digits) or len(digits) > _LONGEST_FRACTION:
            return self.digits(digits)
        return " ".join(filter(None, [self.digits("0" * zeros), self.cardinal(digits[zeros:])]))

    def _words(self, number: int, form: str) -> str:
        return _edited(_number(number, self.library, form).replace(",", ""), self.edits)


@cache
def _number(number: int, library: str, form: str) -> str:
    from num2words import num2words

    said: str = num2words(number, lang=library, to=form)
    return said


def _edited(said: str, edits: Edits) -> str:
    for pattern, put in edits:
        said = re.sub(pattern, put, said)
    return said
