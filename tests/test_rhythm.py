"""When a show is late, and when it is not yet."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audiobrief.config import RHYTHMS, Rhythm
from audiobrief.pipeline.rhythm import overdue


def at(text: str) -> datetime:
    """Return a moment of 2026, "03-04 06:30", in UTC."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("rhythm", "newest", "in_time", "late", "due"),
    [
        ("daily", "03-04 06:30", "03-05 18:30", "03-05 18:31", "03-05 06:30"),
        # A Friday: nothing is due before Monday.
        ("weekdays", "03-06 06:30", "03-09 18:30", "03-09 18:31", "03-09 06:30"),
        ("weekly", "03-04 06:30", "03-11 18:30", "03-11 18:31", "03-11 06:30"),
        ("monthly", "03-04 06:30", "04-04 18:30", "04-04 18:31", "04-04 06:30"),
    ],
)
def test_an_episode_may_be_half_a_day_late(
    *, rhythm: Rhythm, newest: str, in_time: str, late: str, due: str
) -> None:
    """One minute more, and it is overdue since the moment it was due."""
    assert overdue(at(newest), rhythm, at(in_time)) is None
    assert overdue(at(newest), rhythm, at(late)) == at(due)


def test_every_rhythm_has_a_rule() -> None:
    """What a show file may say can be watched."""
    from typing import get_args

    assert set(RHYTHMS) == set(get_args(Rhythm))
