"""When a show's next episode is due, by the rhythm its listeners were told."""

from __future__ import annotations

from datetime import datetime, timedelta

from audiobrief.config import RHYTHMS, Rhythm

GRACE = timedelta(hours=12)
"""How late an episode may be: many reports are dated by the day alone, from midnight on."""


def overdue(newest: datetime, rhythm: Rhythm, now: datetime) -> datetime | None:
    """Return when the episode after ``newest`` was due, or None if it is not late.

    All moments are aware.
    """
    from dateutil.rrule import rrulestr

    due: datetime | None = rrulestr(RHYTHMS[rhythm], dtstart=newest).after(newest)
    return due if due and now > due + GRACE else None
