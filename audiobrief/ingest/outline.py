"""Blocks assembled into a report; Markdown, pages and plain text all come through here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from audiobrief.errors import ReportError
from audiobrief.files import slugify
from audiobrief.ingest.blocks import Block, Kind
from audiobrief.ingest.headings import FIELDS, SITUATION_REPORT, canonical, heading_key, is_known
from audiobrief.ingest.masthead import byline_of, read_masthead
from audiobrief.ingest.parts import methodology_of, sentiment_of, sources_of
from audiobrief.ingest.quiz import quiz_of
from audiobrief.markup import unmarked
from audiobrief.model import Report, Section, Sentiment

T = TypeVar("T")


def assemble(stated: Report, blocks: Iterable[Block], path: Path) -> Report:
    """Return the report that ``blocks`` tell, completed by what the file states beside them.

    Text before the first heading is the summary, unless one is stated or the file has no
    headings: then it opens the Situation Report.

    Raises:
        ReportError: it has no title or no text, or a part of it is malformed.
    """
    outline = _divide(blocks, stated.title)
    masthead = read_masthead(outline.lead, path)
    prose = tuple(dict.fromkeys(masthead.prose))
    sections = tuple(Section(part.heading, part.texts) for part in outline.sections)
    summary = stated.summary or " ".join(block.text for block in outline.fields["summary"])
    if prose and (summary or not any(section.paragraphs for section in sections)):
        rest = tuple(text for text in prose if text != summary)
        sections = (Section(SITUATION_REPORT, rest), *sections)
    else:
        summary = summary or " ".join(prose)
    report = replace(
        stated,
        category=stated.category or masthead.category,
        published=stated.published or masthead.published,
        byline=_fuller(stated.byline, masthead.byline),
        summary=summary,
        sections=sections,
        sentiment=_completed(stated.sentiment, sentiment_of(outline.fields["sentiment"])),
        sources=_unique(stated.sources, sources_of(outline.fields["sources"])),
        methodology=stated.methodology or methodology_of(outline.fields["methodology"]),
        quiz=_unique(stated.quiz, quiz_of(outline.fields["quiz"], path)),
    )
    return finished(report, path)


def finished(report: Report, path: Path) -> Report:
    """Return ``report`` with its slug and one section a heading; names lose their marks.

    One that is withdrawn may have lost all its text.

    Raises:
        ReportError: it has no title, no text, or no slug.
    """
    report = _named_plainly(report)
    if not report.title and not report.withdrawn:
        raise ReportError(
            "has no title",
            where=path,
            remedy="Give it one: `title:` in the front matter or JSON, or the first heading.",
        )
    merged: dict[str, Section] = {}
    for section in report.sections:
        key = heading_key(section.heading)
        first = merged.get(key, Section(canonical(section.heading), ()))
        merged[key] = replace(first, paragraphs=first.paragraphs + section.paragraphs)
    sections = tuple(section for section in merged.values() if section.paragraphs)
    if not sections and not report.summary and not report.withdrawn:
        raise ReportError(
            "has no text to read",
            where=path,
            remedy="Add a summary, or a section with a heading and a paragraph.",
        )
    slug = slugify(report.slug or path.stem)
    if not slug:
        raise ReportError(
            "gives no slug: neither `slug` nor the file's name has a letter or digit",
            where=path,
            remedy="Rename the file, or add a `slug`.",
        )
    return replace(report, slug=slug, sections=sections)


def _named_plainly(report: Report) -> Report:
    """Return ``report`` without marks where names stand, which are shown rather than read."""
    return replace(
        report,
        title=unmarked(report.title),
        category=unmarked(report.category),
        byline=unmarked(report.byline),
        methodology=unmarked(report.methodology),
        withdrawn=unmarked(report.withdrawn),
        sections=tuple(replace(one, heading=unmarked(one.heading)) for one in report.sections),
        sources=tuple(replace(one, title=unmarked(one.title)) for one in report.sources),
    )


@dataclass(slots=True)
class _Part:
    """A headed run of blocks while it is gathered."""

    heading: str
    level: int
    blocks: list[Block] = field(default_factory=list)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(block.paragraph for block in self.blocks)


@dataclass(slots=True)
class _Outline:
    """Blocks by where they belong, while they are divided."""

    lead: list[Block] = field(default_factory=list)
    sections: list[_Part] = field(default_factory=list)
    fields: dict[str, list[Block]] = field(
        default_factory=lambda: {name: [] for name in FIELDS.values()}
    )


def _divide(blocks: Iterable[Block], title: str) -> _Outline:
    """Sort blocks into opening lines, sections and fields.

    The title said again, or a byline, ends a box (such as sentiment) that stands before the
    first section. A heading below that of a field belongs to it.
    """
    outline = _Outline()
    lead = _Part("", 0, outline.lead)
    part = lead
    for block in blocks:
        listed = block.kind is Kind.ITEM or block.url
        if not listed and heading_key(block.text) == heading_key(title):
            part = part if outline.sections else lead
        elif block.kind is not Kind.ITEM and _opens(block, part):
            part = _opened(block, outline)
        elif not outline.sections and block.kind is Kind.PARAGRAPH and byline_of(block.text):
            part = lead
            lead.blocks.append(block)
        else:
            part.blocks.append(block)
    return outline


def _opens(block: Block, part: _Part) -> bool:
    """Return whether a block is the heading of the next part."""
    if is_known(block.text):
        return True
    inside_field = heading_key(part.heading) in FIELDS
    return block.kind is Kind.HEADING and not (inside_field and block.level > part.level)


def _opened(block: Block, outline: _Outline) -> _Part:
    level = block.level or 2
    name = FIELDS.get(heading_key(block.text))
    if name:
        return _Part(block.text, level, outline.fields[name])
    part = _Part(block.text, level)
    outline.sections.append(part)
    return part


def _fuller(stated: str, seen: str) -> str:
    """Return the byline as seen where it is the stated one with more to it."""
    return seen if stated.casefold() in seen.casefold() else stated


def _completed(stated: Sentiment | None, seen: Sentiment | None) -> Sentiment | None:
    if not stated or not seen:
        return stated or seen
    return Sentiment(
        stated.sector or seen.sector,
        stated.tone or seen.tone,
        stated.note or seen.note,
        stated.horizon or seen.horizon,
        stated.evidence or seen.evidence,
    )


def _unique(stated: tuple[T, ...], seen: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*stated, *seen)))
