"""Days, months and years as they stand in a text, resolved by the day it was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from audiobrief.synthesis.grounding.tables import Calendar, load_tables
from audiobrief.synthesis.grounding.words import Token

Span = tuple[date, date]
"""The first and the last day of a time."""

_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DECEMBER = 12
_LAST_DAY = 31


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time named in tokens ``start`` to ``end``, and the spans of days it may mean."""

    start: int
    end: int
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Reader:
    items: tuple[Token, ...]
    calendar: Calendar
    endings: frozenset[str]
    day: date | None

    def mentions(self) -> Iterator[DateMention]:
        at = 0
        while at < len(self.items):
            found = next(
                filter(
                    None,
                    (
                        read(at)
                        for read in (
                            self._iso,
                            self._month,
                            self._relative,
                            self._weekday,
                            self._year,
                        )
                    ),
                ),
                None,
            )
            if found and found[0]:
                spans, start, end = found
                text = " ".join(item.text for item in self.items[start:end])
                yield DateMention(start, end, text, spans)
            at = found[2] if found else at + 1

    def _iso(self, at: int) -> tuple[tuple[Span, ...], int, int] | None:
        parts = self.items[at : at + 5]
        match = _ISO.fullmatch("".join(item.text for item in parts))
        day = _day(int(match[1]), int(match[2]), int(match[3])) if match else None
        return ((day,), at, at + 5) if day else None

    def _month(self, at: int) -> tuple[tuple[Span, ...], int, int] | None:
        """Read "12 March 2026", "March 12", "12 de marzo de 2026", "in March", "March 2026"."""
        number, month_at = self._day_number(at)
        month = self._month_at(month_at)
        if not month:
            return None
        end = month_at + 1
        if end < len(self.items) and self.items[end].text == "." and not self._sentence_end(end):
            end += 1
        if number is None:
            number, after = self._day_number(end, behind=True)
            end = after if number else end
        year, end = self._year_behind(end)
        return self._spans(year, month, number), at, end

    def _day_number(self, at: int, *, behind: bool = False) -> tuple[int | None, int]:
        """Return the day of the month at ``at`` and the place behind it; None if there is none."""
        item = self.items[at] if at < len(self.items) else None
        if not item or not item.text.isdecimal() or not 0 < int(item.text) <= _LAST_DAY:
            return None, at
        end = at + 1
        if end < len(self.items) and self.items[end].norm in self.endings:
            end += 1
        if behind:
            unit = self.items[end].text if end < len(self.items) else ""
            return (None, at) if unit in ("%", "-", ":") else (int(item.text), end)
        while end < len(self.items) and self.items[end].norm in self.calendar.between:
            end += 1
        return int(item.text), end

    def _month_at(self, at: int) -> int | None:
        item = self.items[at] if at < len(self.items) else None
        if not item or (self.calendar.capitalised and not item.capital):
            return None
        return self.calendar.months.get(item.norm)

    def _sentence_end(self, at: int) -> bool:
        return at + 1 >= len(self.items) or self.items[at + 1].capital

    def _year_behind(self, at: int) -> tuple[int | None, int]:
        end = at
        while end < len(self.items) and (
            self.items[end].norm in self.calendar.between or self.items[end].text == ","
        ):
            end += 1
        if end < len(self.items) and _YEAR.fullmatch(self.items[end].text):
            return int(self.items[end].text), end + 1
        return None, at

    def _spans(self, year: int | None, month: int, number: int | None) -> tuple[Span, ...]:
        if year is not None:
            return tuple(filter(None, [_span(year, month, number)]))
        if self.day is None:
            years = range(date.min.year, date.min.year + 4)
        else:
            first = _span(self.day.year, month, number)
            ahead = first is not None and first[0] > self.day
            years = range(self.day.year - ahead, self.day.year - ahead + 2)
        return tuple(filter(None, (_span(one, month, number) for one in years)))

    def _weekday(self, at: int) -> tuple[tuple[Span, ...], int, int] | None:
        place = self.calendar.weekdays.get(self.items[at].norm)
        if place is None or (self.calendar.capitalised and not self.items[at].capital):
            return None
        if self.day is None:
            like = date.min + timedelta(days=place)
            return ((like, like),), at, at + 1
        back = (self.day.weekday() - place) % 7
        days = [self.day - timedelta(days=back), self.day + timedelta(days=7 - back)]
        if not back:
            days.append(self.day - timedelta(days=7))
        return tuple((day, day) for day in days), at, at + 1

    def _relative(self, at: int) -> tuple[tuple[Span, ...], int, int] | None:
        item = self.items[at]
        step = self.calendar.days.get(item.norm)
        if step is not None:
            moment = (self.day or date.min + timedelta(days=9)) + timedelta(days=step)
            return ((moment, moment),), at, at + 1
        pair = (at, at + 1) if not self.calendar.after_period else (at + 1, at)
        if at + 1 >= len(self.items):
            return None
        near = self.calendar.near.get(self.items[pair[0]].norm)
        period = self.calendar.periods.get(self.items[pair[1]].norm)
        if near is None or not period:
            return None
        moment = self.day or date(2, 6, 15)
        return (_period(moment, period, near),), at, at + 2

    def _year(self, at: int) -> tuple[tuple[Span, ...], int, int] | None:
        item = self.items[at]
        if not _YEAR.fullmatch(item.text):
            return None
        before = self.items[at - 1].text if at else ""
        after = self.items[at + 1].text if at + 1 < len(self.items) else ""
        if (not before.isalpha() and before not in ("", "(", ",", "-")) or after == "%":
            return None
        year = int(item.text)
        return ((date(year, 1, 1), date(year, 12, 31)),), at, at + 1


def read_dates(
    items: tuple[Token, ...], language: str, day: date | None
) -> tuple[DateMention, ...]:
    """Return the times named in a text; ``day`` is the one it was published on, if known.

    Where it is unknown, what can be told only by it means a like day of a year long past, so
    that "Tuesday" is still itself.
    """
    tables = load_tables(language)
    endings = tables.numerals.endings
    return tuple(_Reader(items, tables.calendar, endings, day).mentions())


def _day(year: int, month: int, number: int) -> Span | None:
    try:
        day = date(year, month, number)
    except ValueError:
        return None
    return day, day


def _span(year: int, month: int, number: int | None) -> Span | None:
    return _day(year, month, number) if number else _whole_month(year, month)


def _whole_month(year: int, month: int) -> Span:
    following = date(year + month // _DECEMBER, month % _DECEMBER + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _period(day: date, period: str, step: int) -> Span:
    if period == "week":
        monday = day - timedelta(days=day.weekday() - 7 * step)
        return monday, monday + timedelta(days=6)
    if period == "year":
        return date(day.year + step, 1, 1), date(day.year + step, 12, 31)
    month = day.year * 12 + day.month - 1 + step
    return _whole_month(month // 12, month % 12 + 1)
