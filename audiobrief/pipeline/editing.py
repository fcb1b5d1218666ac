"""Reports cut as a show asks: what is published of them, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from audiobrief.config import Cut, Show
from audiobrief.markup import without_marks
from audiobrief.model import Report, Script
from audiobrief.narration.cuts import bulletin, flash
from audiobrief.narration.editions import bulletin_report, flash_report
from audiobrief.narration.script import narrate
from audiobrief.narration.speakable import Reader

_UNDATED = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Edition:
    """One cut, ready to record: ``report`` is what page, feed and tags tell of it, unmarked."""

    report: Report
    script: Script


def edit(cut: Cut, reports: Sequence[Report], show: Show, reader: Reader) -> Edition:
    """Return ``reports`` as ``show`` cuts them: one report, or a bulletin's, all of one day.

    A bulletin tells them by their time, and at one time in the order given.

    Raises:
        ReportError: no part of a report is left to read.
    """
    match cut:
        case "full":
            (report,) = reports
            script = narrate(report, show, reader)
        case "flash":
            report = flash_report(reports[0], show)
            script = flash(reports[0], show, reader)
        case "bulletin":
            told = sorted(reports, key=lambda one: one.published or _UNDATED)
            report = bulletin_report(told, show)
            script = bulletin(told, show, reader)
    return Edition(without_marks(report), script)
