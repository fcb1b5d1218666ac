"""Ordered rules for what is written in figures: the first that matches at a place speaks.

Each rule is a pattern and a function from its match to the words said, or None to pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from audiobrief.narration.lexicon import Lexicon
from audiobrief.narration.numbers import cardinal, decade, digit_by_digit, is_one, ordinal, year
from audiobrief.narration.publishers import publisher

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_YEAR = r"1[0-9]\d\d|20\d\d"
_DASH = r"(?:\s?[-–—]\s?|\s(?:to|and)\s)"
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, anchored where a word begins, and what is said for it."""

    name: str
    pattern: re.Pattern[str]
    say: Callable[[re.Match[str], Lexicon], str | None]


def build(lexicon: Lexicon) -> tuple[Rule, ...]:
    """Return the rules, most particular first."""
    month = _alternatives(lexicon.months) + r"\.?"
    sign = _alternatives(lexicon.currencies)
    scale = _alternatives(lexicon.scales)
    unit, spaced = _alternatives(lexicon.units), _alternatives(lexicon.spaced_units)
    number = f"(?:{_NUMBER})"
    forms = [
        ("url", r"(?:https?://|www\.)\S+?(?=[.,;:!?)\]\"'”’]*(?:\s|$))", _url),
        ("iso-date", r"(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])", _iso_date),
        (
            "month-day",
            rf"(?P<m>{month})\s(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?:,?\s(?P<y>{_YEAR}))?",
            _date,
        ),
        (
            "day-month",
            rf"(?P<d>[0-3]?\d)(?:st|nd|rd|th)?\s(?P<m>{month})(?:,?\s(?P<y>{_YEAR}))?",
            _date,
        ),
        ("month-year", rf"(?P<m>{month}),?\s(?P<y>{_YEAR})", _date),
        (
            "money",
            (
                rf"(?P<c>{sign})\s?(?P<a>{number})(?:(?P<j>{_DASH})(?:{sign})?(?P<b>{number}))?"
                rf"(?:\s?(?P<s>{scale}))?"
            ),
            _money,
        ),
        ("time", r"(?P<h>[01]?\d|2[0-3]):(?P<n>[0-5]\d)", _time),
        ("year-span", rf"(?P<a>{_YEAR})[-–](?P<b>\d\d)", _year_span),
        (
            "measure",
            rf"(?P<n>[-−])?(?P<a>{number})(?:\s?%?{_DASH}(?P<b>{number}))?\s?(?P<u>{unit})",
            _measure,
        ),
        (
            "measure",
            rf"(?P<n>[-−])?(?P<a>{number})(?:{_DASH}(?P<b>{number}))?\s(?P<u>{spaced})",
            _measure,
        ),
        ("scaled", rf"(?P<a>{number})\s?(?P<s>{scale})", _scaled),
        ("range", rf"(?P<a>{number})[-–](?P<b>{number})", _range),
        ("ordinal", r"(?P<a>\d+)(?:st|nd|rd|th)", lambda m, _: ordinal(m["a"])),
        ("decade", r"(?P<a>1\d\d0|20\d0)s", lambda m, _: decade(m["a"])),
        ("year", rf"(?P<a>{_YEAR})", lambda m, _: year(m["a"])),
        ("letter-number", r"(?P<l>[A-Z]{1,3})-?(?P<a>\d{1,3})", _letter_number),
        ("slashed", r"(?P<a>\d{1,2})/(?P<b>\d{1,2})", _slashed),
        ("number", rf"[-−](?P<a>{number})", lambda m, _: f"minus {cardinal(m['a'])}"),
        ("number", rf"(?P<a>{number})", lambda m, _: cardinal(m["a"])),
        ("digits", r"(?P<a>\d+)", lambda m, _: digit_by_digit(m["a"])),
    ]
    return tuple(
        Rule(name, re.compile(rf"(?:{text})(?!\w|\.\d)"), say) for name, text, say in forms
    )


def _alternatives(keys: Iterable[str]) -> str:
    """Return a pattern of ``keys``, the longest first, so that "km/h" is not taken for "km"."""
    keys = sorted(keys, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, keys)) + ")"


def _url(match: re.Match[str], _: Lexicon) -> str:
    return publisher(match[0])


def _iso_date(match: re.Match[str], _: Lexicon) -> str:
    return f"{_MONTHS[int(match['m']) - 1]} {ordinal(match['d'])}, {year(match['y'])}"


def _date(match: re.Match[str], lexicon: Lexicon) -> str | None:
    parts = match.groupdict()
    said = lexicon.months[parts["m"].rstrip(".")]
    if parts.get("d"):
        if not 1 <= int(parts["d"]) <= 31:  # noqa: PLR2004 -- the days of a month
            return None
        said += f" {ordinal(parts['d'])}"
    if parts.get("y"):
        said += f", {year(parts['y'])}" if parts.get("d") else f" {year(parts['y'])}"
    return said


def _money(match: re.Match[str], lexicon: Lexicon) -> str:
    one, many = lexicon.currencies[match["c"]]
    amount = cardinal(match["a"])
    single = is_one(match["a"]) and not match["b"] and not match["s"]
    if match["b"]:
        joiner = "and" if "and" in match["j"] else "to"
        amount += f" {joiner} {cardinal(match['b'])}"
    if match["s"]:
        amount += f" {lexicon.scales[match['s']]}"
    return f"{amount} {one if single else many}"


def _time(match: re.Match[str], _: Lexicon) -> str:
    hour, minute = cardinal(str(int(match["h"]))), match["n"]
    if minute == "00":
        return hour
    return f"{hour} oh {cardinal(minute[1])}" if minute[0] == "0" else f"{hour} {cardinal(minute)}"


def _year_span(match: re.Match[str], _: Lexicon) -> str:
    return f"{year(match['a'])} to {cardinal(str(int(match['b'])))}"


def _measure(match: re.Match[str], lexicon: Lexicon) -> str:
    one, many = {**lexicon.units, **lexicon.spaced_units}[match["u"]]
    amount = f"minus {cardinal(match['a'])}" if match["n"] else cardinal(match["a"])
    if match["b"]:
        amount += f" to {cardinal(match['b'])}"
    return f"{amount} {one if is_one(match['a']) and not match['b'] else many}"


def _scaled(match: re.Match[str], lexicon: Lexicon) -> str:
    return f"{cardinal(match['a'])} {lexicon.scales[match['s']]}"


def _range(match: re.Match[str], _: Lexicon) -> str:
    return f"{cardinal(match['a'])} to {cardinal(match['b'])}"


def _letter_number(match: re.Match[str], lexicon: Lexicon) -> str:
    letters = match["l"]
    return f"{letters if letters in lexicon.acronyms else '.'.join(letters)} {cardinal(match['a'])}"


def _slashed(match: re.Match[str], _: Lexicon) -> str:
    return f"{cardinal(match['a'])} {cardinal(match['b'])}"
