"""Digits as words, by num2words, in the form a newsreader uses."""

from __future__ import annotations

import re

_LARGEST = 10**15
"""Beyond a quadrillion a number is read digit by digit: nobody follows the words."""


def cardinal(digits: str) -> str:
    """Say "1,500" or "4.25"; what is no plain number is read digit by digit."""
    plain = digits.replace(",", "")
    if not re.fullmatch(r"(0|[1-9]\d*)(\.\d+)?", plain) or float(plain) >= _LARGEST:
        return digit_by_digit(plain)
    whole, _, fraction = plain.partition(".")
    said = _words(int(whole), "cardinal")
    return f"{said} point {digit_by_digit(fraction)}" if fraction else said


def ordinal(digits: str) -> str:
    """Say "15" as "fifteenth"."""
    return _words(int(digits.replace(",", "")), "ordinal")


def year(digits: str) -> str:
    """Say "2025" as "twenty twenty-five"."""
    return _words(int(digits), "year")


def decade(digits: str) -> str:
    """Say "1990" as "nineteen nineties"."""
    said = year(digits)
    return said[:-1] + "ies" if said.endswith("y") else said + "s"


def digit_by_digit(digits: str) -> str:
    """Say "045" as "zero four five"; anything but digits is left out."""
    return " ".join(_words(int(digit), "cardinal") for digit in digits if digit.isdigit())


def is_one(digits: str) -> bool:
    """Return whether an amount takes the singular."""
    return digits.replace(",", "") in {"1", "1.0"}


def _words(number: int, form: str) -> str:
    from num2words import num2words

    said: str = num2words(number, to=form)
    return said.replace(",", "")
