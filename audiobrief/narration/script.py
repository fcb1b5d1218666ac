"""A report turned into the script that is read aloud."""

from __future__ import annotations

from audiobrief.config import Show
from audiobrief.errors import ReportError
from audiobrief.model import Report, Script
from audiobrief.narration.chapters import Narrator
from audiobrief.narration.phrases import Phrases
from audiobrief.narration.speakable import Reader


def narrate(report: Report, show: Show, reader: Reader) -> Script:
    """Return ``report`` as ``show`` reads it.

    Raises:
        ReportError: no part of the report is left to read.
        ConfigError: there is no phrase table in the show's language.
    """
    narrator = Narrator(report, show, reader, Phrases(report.slug, show.language))
    body = [*narrator.summary(), *narrator.sections()]
    if not body:
        raise ReportError(
            "no section of it is read by this show",
            where=report.slug,
            remedy="Add a section, or widen `reports.sections` in the show file.",
        )
    chapters = (
        narrator.opening(),
        *body,
        *narrator.sentiment(),
        *narrator.sources(),
        *narrator.quiz(),
        narrator.closing(),
    )
    return Script(report.title, chapters)
