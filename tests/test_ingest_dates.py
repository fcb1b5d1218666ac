"""Dates are read as written and never completed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.ingest.dates import parse_date


@pytest.mark.parametrize(
    "text",
    [
        "Dec 15, 2025",
        "December 15th, 2025",
        "15 December 2025",
        "Mon, 15 Dec 2025 00:00:00 GMT",
        "2025-12-15",
        "2025-12-15T00:00:00Z",
        "12/15/2025",
        "15.12.2025",
        " Dec\u00a015,  2025 ",
    ],
)
def test_a_day_however_written(text: str) -> None:
    """A day is its midnight, UTC."""
    assert parse_date(text) == datetime(2025, 12, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("Dec 15, 2025 10:00 EST", -5),
        ("2025-12-15T10:00+05:30", 5.5),
        ("2025-12-15 10:00 +0200", 2),
    ],
)
def test_a_zone_is_kept(text: str, hours: float) -> None:
    """A moment keeps the zone it names, so that its day is the writer's."""
    moment = parse_date(text)
    assert moment == datetime(2025, 12, 15, 10, tzinfo=timezone(timedelta(hours=hours)))
    assert moment.day == 15


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a date"),
        ("soon", "not a date"),
        ("x" * 100, "not a date"),
        ("2025", "lacks"),
        ("Dec 2025", "lacks"),
        ("Dec 15", "lacks"),
        ("15", "lacks"),
        ("Monday", "lacks"),
        ("10:30", "lacks"),
        ("Feb 30, 2025", "not a date"),
        ("2025-13-45", "not a date"),
        ("03/04/2025", "could be two days"),
        ("Dec 15, 2025 10:00 XYZ", "not a date"),
        ("0001-01-01", "a year that no report has"),
    ],
)
def test_what_is_no_day_is_refused(text: str, reason: str) -> None:
    """No part of a date is guessed."""
    with pytest.raises(ValueError, match=reason):
        parse_date(text)


@given(st.dates(min_value=datetime(1900, 1, 1).date(), max_value=datetime(2199, 12, 31).date()))  # noqa: DTZ001 - bounds of plain days
def test_any_day_survives_writing(day: object) -> None:
    """A day written out is the day read back."""
    assert f"{parse_date(f'{day:%d %B %Y}'):%Y-%m-%d}" == f"{day:%Y-%m-%d}"


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    """No text makes the parser raise anything else."""
    try:
        moment = parse_date(text)
    except ValueError:
        return
    assert moment.tzinfo
