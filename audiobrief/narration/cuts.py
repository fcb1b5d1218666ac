"""The shorter cuts as they are spoken: a report in a minute, and the bulletin of a day."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from audiobrief.config import Show
from audiobrief.model import Chapter, Report, Script
from audiobrief.narration.chapters import Narrator
from audiobrief.narration.editions import (
    bulletin_report,
    cut_phrase,
    flash_report,
    no_lead,
    stopped,
)
from audiobrief.narration.phrases import Phrases
from audiobrief.narration.speakable import Reader


def flash(report: Report, show: Show, reader: Reader) -> Script:
    """Return the headline of ``report`` and its lead, about a minute.

    Raises:
        ReportError: it has no summary, and no section that the show reads, or nothing in
            them is for the ear.
    """
    edition = flash_report(report, show)
    phrases = Phrases(edition.slug, show.language)
    spoken = replace(edition, title=report.title, byline="")
    narrator = Narrator(spoken, show, reader, phrases)
    told = narrator.chapter(phrases.title("summary"), [[edition.summary]])
    if not told.lines:
        raise no_lead(report)
    return Script(edition.title, (narrator.opening(), told, narrator.closing()))


def bulletin(reports: Sequence[Report], show: Show, reader: Reader) -> Script:
    """Return ``reports``, all dated and of one day, as numbered stories behind a run-down."""
    edition = bulletin_report(reports, show)
    phrases = Phrases(edition.slug, show.language)
    host = Narrator(replace(edition, byline=""), show, reader, phrases)
    chapters = (
        _opening(host, len(reports)),
        *_headlines(host, reports),
        *_stories(host, reports),
        host.closing(),
    )
    return Script(edition.title, chapters)


def _opening(host: Narrator, stories: int) -> Chapter:
    show = host.show
    lines = [host.phrases.opening(show.title, host.report.published)]
    if stories > 1:
        lines.append(cut_phrase(show, "stories", count=stories))
    said = [[*lines, show.disclosure.spoken], *host.correction()]
    return host.chapter(cut_phrase(show, "opening_title"), said)


def _headlines(host: Narrator, reports: Sequence[Report]) -> Iterator[Chapter]:
    """Yield the run-down; a story that stands alone needs none."""
    if len(reports) > 1:
        said = [
            [cut_phrase(host.show, "headline", number=number, headline=stopped(report.title))]
            for number, report in enumerate(reports, start=1)
        ]
        yield host.chapter(cut_phrase(host.show, "headlines_title"), said)


def _stories(host: Narrator, reports: Sequence[Report]) -> Iterator[Chapter]:
    """Yield a chapter a report; no lead-in of an earlier one is said again."""
    phrases, heard = host.phrases, set[str]()
    for number, report in enumerate(reports, start=1):
        narrator = replace(host, report=report, phrases=phrases)
        sections = tuple(narrator.sections())
        parts = [*narrator.summary(), *sections, *narrator.sources()]
        told = [
            narrator.chapter(report.title, [_lead_in(narrator, number, len(reports))]),
            *(_unless_heard(part, heard) for part in parts),
        ]
        lines = tuple(line for part in told for line in part.lines)
        if lines:
            yield Chapter(report.title, lines)
        phrases = phrases.after(section.title for section in sections)
        heard |= {part.lines[0].spoken for part in parts}


def _unless_heard(part: Chapter, heard: Collection[str]) -> Chapter:
    """Return a part of a story without a lead-in that another part has had."""
    first, *others = part.lines
    return replace(part, lines=tuple(others)) if others and first.spoken in heard else part


def _lead_in(narrator: Narrator, number: int, stories: int) -> list[str]:
    headline = stopped(narrator.report.title)
    if stories == 1:
        return [headline]
    name = {1: "first", stories: "last"}.get(number, "next")
    return [cut_phrase(narrator.show, name, number=number), headline]
