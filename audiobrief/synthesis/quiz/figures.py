"""Figures as they are written, and others that could stand in their place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

FIGURE = re.compile(r"\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*")
"""A number as newspapers write it: its thousands may be set apart by a point, comma or space."""

_FACTORS = ("0.5", "0.6", "0.75", "1.25", "1.4", "1.5", "1.75", "2", "2.5", "0.4")
_STEPS = (-3, -2, -1, 1, 2, 3, 4, 5)
SMALL = 12
"""Whole numbers up to this are varied by steps rather than shares."""

APART = Decimal("0.12")
"""The share by which a wrong figure differs from every right one, at least."""

_THOUSAND = 3


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and how it is written: its decimals, its decimal sign, what parts thousands."""

    value: Decimal
    places: int
    point: str
    group: str

    def written(self, value: Decimal) -> str:
        """Return another value as this one is written."""
        whole, _, part = f"{value:.{self.places}f}".partition(".")
        if self.group:
            whole = f"{int(whole):,}".replace(",", self.group)
        return f"{whole}{self.point}{part}" if part else whole

    def others(self) -> list[Decimal]:
        """Return values of the same kind, as round as this one is."""
        if self.places == 0 and self.value <= SMALL:
            return [self.value + step for step in _STEPS if self.value + step > 1]
        step = self._step()
        shares = (self.value * Decimal(factor) for factor in _FACTORS)
        rounded = ((share / step).quantize(Decimal(1)) * step for share in shares)
        return [value for value in dict.fromkeys(rounded) if value > 0 and value != self.value]

    def _step(self) -> Decimal:
        """Return the last place that this figure is told to: 100 for 1,900."""
        if self.places:
            return Decimal(1).scaleb(-self.places)
        digits = str(int(self.value))
        return Decimal(10) ** (len(digits) - len(digits.rstrip("0")))


def parse(text: str, point: str) -> Figure | None:
    """Return the figure that ``text`` is; ``point`` is the language's decimal sign.

    None where it is none that can be varied: a version, a time, a phone number.
    """
    marks = re.findall(r"[^\d]", text)
    if len(set(marks)) > 2 or marks.count(point) > 1:  # noqa: PLR2004 - a group's and a decimal sign
        return None
    whole, _, part = text.partition(point)
    group = next((mark for mark in marks if mark != point), "")
    parts = whole.split(group) if group else [whole]
    if any(len(one) != _THOUSAND for one in parts[1:]) or (group and group in part):
        return None
    return Figure(Decimal("".join(parts) + (f".{part}" if part else "")), len(part), point, group)


def near(value: Decimal, other: Decimal) -> bool:
    """Return whether two values could be taken for the same one told less exactly."""
    return abs(value - other) < APART * max(abs(value), abs(other))
