"""Dates as reports write them, never completed from today's."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from audiobrief.ingest.text import normalise

DATE_REMEDY = "Write it as 2025-12-15, or as Dec 15, 2025."

_LONGEST = 60
_YEARS = range(1900, 2200)
_NUMERIC = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
"""North American zone names of RFC 5322, section 4.3, in hours."""


def parse_date(text: str) -> datetime:
    """Return the moment that ``text`` names; midnight for a day, UTC where it names no zone.

    Raises:
        ValueError: it is no date, is ambiguous, or lacks its day, month or year.
    """
    given = normalise(text)
    if not given or len(given) > _LONGEST:
        raise ValueError("is not a date")
    moment = _iso(given) or _written(given)
    if moment.year not in _YEARS:
        raise ValueError(f"{given!r} has a year that no report has")
    zone = moment.utcoffset()
    return moment.replace(tzinfo=timezone(zone) if zone else UTC)


def _iso(given: str) -> datetime | None:
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        return None


def _written(given: str) -> datetime:
    """Parse twice over two different days: what the text lacks comes out different."""
    first = _parse(given, datetime(2000, 1, 1))  # noqa: DTZ001 - only fills the gaps
    second = _parse(given, datetime(2004, 3, 2))  # noqa: DTZ001 - only fills the gaps
    if first != second:
        raise ValueError(f"{given!r} lacks its day, month or year")
    if _NUMERIC.match(given) and first != _parse(given, first, dayfirst=True):
        raise ValueError(f"{given!r} could be two days: the month and day may be swapped")
    return first


def _parse(given: str, default: datetime, *, dayfirst: bool = False) -> datetime:
    from dateutil import parser

    try:
        return parser.parse(given, default=default, dayfirst=dayfirst, tzinfos=_zone)
    except (ValueError, OverflowError, TypeError, ArithmeticError, LookupError) as error:
        raise ValueError(f"{given!r} is not a date") from error


def _zone(name: str | None, seconds: int | None) -> tzinfo | None:
    """Name the zone of a parsed date; dateutil alone would drop one it does not know."""
    if seconds is not None:
        return timezone(timedelta(seconds=seconds))
    if name is None or name in ("UTC", "GMT", "Z"):
        return UTC if name else None
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name]))
    raise ValueError(f"unknown time zone {name}")
