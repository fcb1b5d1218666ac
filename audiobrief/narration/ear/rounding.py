"""Long figures to three digits for the ear: "4,567,890" is said "about 4.57 million".

The figure stays as written for the eye: it is marked to be said otherwise, as a report's
author could do (:mod:`audiobrief.markup`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape
from typing import Any

_KEPT = re.compile(r"<[^<>]*>|“[^”]*”|\"[^\"]*\"")
_DIGITS = 3
_SMALLEST = 10_000
"""Of a plain number: smaller ones are years and counts that an ear can hold."""


@dataclass(frozen=True, slots=True)
class Rounding:
    """How one language writes long figures, and which of them are meant to the last digit."""

    figure: re.Pattern[str]
    form: str
    decimal: str
    group: str
    scales: tuple[str, ...]
    rough: tuple[str, ...]
    exact: tuple[str, ...]
    kept_with: frozenset[str]

    def marked(self, text: str) -> str:
        """Return ``text`` with ``<sub>`` around every figure that is to be said rounded.

        Quotations keep theirs.
        """
        if self.kept_with & set(re.findall(r"\w+", text.lower())):
            return text
        parts, at = [], 0
        for kept in _KEPT.finditer(text):
            parts += [self.figure.sub(self._substitute, text[at : kept.start()]), kept[0]]
            at = kept.end()
        return "".join([*parts, self.figure.sub(self._substitute, text[at:])])

    def _substitute(self, found: re.Match[str]) -> str:
        before = found.string[max(0, found.start() - 40) : found.start()].lower().rstrip()
        said = "" if _ends(before, self.exact) else self._rounded(found)
        if not said:
            return found[0]
        alias = said if _ends(before, self.rough) else self.form.format(figure=said)
        return f'<sub alias="{escape(alias)}">{found[0]}</sub>'

    def _rounded(self, found: re.Match[str]) -> str:
        """Return a figure in three digits; nothing for one that is short enough."""
        written = found["number"].replace(self.group, "").replace(self.decimal, ".")
        exact = Decimal(written)
        near = _nearest(exact)
        sign, unit = found["sign"] or "", found["unit"] or ""
        long = self.group in found["number"] and exact >= _SMALLEST
        if near == exact or not (long or sign or unit):
            return ""
        if unit or not self.scales or near < 1_000_000:  # noqa: PLR2004 -- from a million on, words
            return f"{sign}{self._written(near)}{unit}"
        power = min((near.adjusted() // 3) - 1, len(self.scales))
        scaled = near.scaleb(-3 * (power + 1))
        return f"{sign}{self._written(scaled)} {self.scales[power - 1]}"

    def _written(self, number: Decimal) -> str:
        signs = {",": self.group, ".": self.decimal}
        return "".join(signs.get(one, one) for one in f"{number.normalize():,f}")


def rounding(table: Mapping[str, Any]) -> Rounding:
    """Return the rounding that ``ear.toml`` describes."""
    group, decimal = re.escape(table["group"]), re.escape(table["decimal"])
    number = rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?"
    pattern = (
        rf"(?<![\w.,/:–-])(?P<sign>{_any_of(table['before'])})?(?<![\d.,])(?P<number>{number})"
        rf"(?P<unit>{_any_of(table['behind'])})?(?![\w%/:–-]|[.,]\d)"
    )
    return Rounding(
        figure=re.compile(pattern),
        form=table["form"],
        decimal=table["decimal"],
        group=table["group"],
        scales=tuple(table["scales"]),
        rough=tuple(table["rough"]),
        exact=tuple(table["exact"]),
        kept_with=frozenset(table["kept_with"]),
    )


def _nearest(number: Decimal) -> Decimal:
    if not number:
        return number
    place = Decimal(1).scaleb(number.adjusted() - _DIGITS + 1)
    return (
        number.quantize(place, rounding=ROUND_HALF_UP)
        if place < 1
        else ((number / place).quantize(Decimal(1), rounding=ROUND_HALF_UP) * place)
    )


def _any_of(signs: list[str]) -> str:
    return "|".join(map(re.escape, sorted(signs, key=len, reverse=True)))


def _ends(text: str, phrases: tuple[str, ...]) -> bool:
    return any(f" {text}".endswith(f" {phrase}") for phrase in phrases)
