"""What the shorter cuts publish: a report in a minute, and all reports of a day as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from audiobrief.config import Show
from audiobrief.errors import ReportError
from audiobrief.markup import unmarked
from audiobrief.model import Report, Section
from audiobrief.narration.ear.quotes import CLOSING
from audiobrief.narration.phrases import Phrases, heading_key
from audiobrief.narration.reading.vocabulary import merged
from audiobrief.sentences import sentences

LEAD_WORDS = 100
"""Words of a flash's lead: with its opening and sign-off, about a minute."""


def flash_slug(slug: str) -> str:
    """Return the slug of the flash of the report ``slug``."""
    return f"{slug}-flash"


def bulletin_slug(day: date) -> str:
    """Return the slug of a day's bulletin: "bulletin-2026-01-12"."""
    return f"bulletin-{day.isoformat()}"


def flash_report(report: Report, show: Show) -> Report:
    """Return ``report`` as its flash publishes it: the headline, the lead and the sources.

    Raises:
        ReportError: it has no summary, and no section that the show reads.
    """
    return replace(
        report,
        slug=flash_slug(report.slug),
        title=cut_phrase(show, "flash_title", headline=report.title),
        summary=lead(report, show),
        sections=(),
        sentiment=None,
        quiz=(),
    )


def lead(report: Report, show: Show) -> str:
    """Return the summary, or the first section that the show reads.

    A longer one than :data:`LEAD_WORDS` is cut behind a whole sentence, and loses its marks,
    which may reach over the cut.

    Raises:
        ReportError: there is neither.
    """
    text = report.summary or _first_section(report, show)
    plain = unmarked(text)
    if not any(map(str.isalnum, plain)):
        raise no_lead(report)
    return _cut(plain, show.language) if len(plain.split()) > LEAD_WORDS else text


def no_lead(report: Report) -> ReportError:
    """Return what to raise for a report of which no flash can be cut."""
    return ReportError(
        "has neither a summary nor a section that this show reads, so no flash can be cut",
        where=report.slug,
        remedy="Add a summary, or widen `reports.sections` in the show file.",
    )


def bulletin_report(reports: Sequence[Report], show: Show) -> Report:
    """Return all reports of a day as one: a section each, the headlines for a summary.

    ``reports`` are all dated. The bulletin is as new as the newest of them; category and
    byline are kept where all share them, sources and methods told once each.
    """
    newest = max(report.published for report in reports if report.published)
    slug = bulletin_slug(newest.date())
    day = Phrases(slug, show.language).day(newest)
    return Report(
        slug=slug,
        title=cut_phrase(show, "bulletin_title", date=day),
        category=_shared(report.category for report in reports),
        published=newest,
        byline=_shared(report.byline for report in reports),
        summary=" ".join(stopped(report.title) for report in reports),
        sections=tuple(Section(report.title, _paragraphs(report)) for report in reports),
        sources=tuple(dict.fromkeys(one for report in reports for one in report.sources)),
        methodology="\n".join(_once(report.methodology for report in reports)),
        correction=" ".join(_once(stopped(one.correction) for one in reports if one.correction)),
    )


def cut_phrase(show: Show, name: str, **words: object) -> str:
    """Return what the narrator says, or an app lists, in these cuts alone."""
    return _phrases(show.language)[name].format(**words)


def stopped(headline: str) -> str:
    """Return a headline, or an entry of a list, with a stop behind it if it has none."""
    ends = headline.rstrip(CLOSING).endswith((".", "!", "?", "…", ":"))
    return headline if ends else f"{headline}."


def _cut(text: str, language: str) -> str:
    """Return the sentences of ``text`` that are within a lead's length, at least the first."""
    first, *others = sentences(text, language)
    kept, count = [first], len(first.split())
    for sentence in others:
        count += len(sentence.split())
        if count > LEAD_WORDS:
            break
        kept.append(sentence)
    return " ".join(kept)


@cache
def _phrases(locale: str) -> Mapping[str, str]:
    table: Mapping[str, str] = merged(locale, "phrases.toml")["cuts"]
    return table


def _first_section(report: Report, show: Show) -> str:
    wanted = {heading_key(heading) for heading in show.reports.sections}
    read = (one for one in report.sections if not wanted or heading_key(one.heading) in wanted)
    paragraphs: tuple[str, ...] = next((one.paragraphs for one in read if one.paragraphs), ())
    return " ".join(stopped(text) for text in paragraphs)


def _paragraphs(report: Report) -> tuple[str, ...]:
    told = [text for section in report.sections for text in section.paragraphs]
    return tuple(_once([report.summary, *told]))


def _once(texts: Iterable[str]) -> list[str]:
    """Return ``texts`` in order, each once, without the empty ones."""
    return [text for text in dict.fromkeys(texts) if text]


def _shared(texts: Iterable[str]) -> str:
    """Return the text that all have in common, or nothing."""
    different = set(texts)
    return different.pop() if len(different) == 1 else ""
