"""Plain text, as copied from the desk's site, read into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from audiobrief.ingest.blocks import Block, Kind
from audiobrief.ingest.furniture import without_furniture
from audiobrief.ingest.headings import FIELDS, heading_key, is_known
from audiobrief.ingest.load import read_text
from audiobrief.ingest.masthead import is_masthead
from audiobrief.ingest.outline import assemble
from audiobrief.ingest.text import BULLET, ends_sentence, normalise
from audiobrief.markup import unmarked
from audiobrief.model import Report

_NUMBER = re.compile(r"\d{1,2}[.)]\s+(?=\S)")
_WRAPPED = range(45, 101)
"""Lengths of a line that an editor or a mailer has broken."""
_LONGEST_HEADING = 70
_HEADING_WORDS = 9
_LONGEST_TITLE = 250


def read_plain_text(path: Path) -> Report:
    """Read a report copied as plain text: its first line is the title.

    Raises:
        ReportError: it cannot be read, has no title or no text, or its date names no day.
    """
    blocks = list(without_furniture(_unwrapped(_lines(read_text(path)))))
    title, rest = _titled(blocks)
    return assemble(Report(slug="", title=title), _with_headings(rest, title), path)


def _lines(text: str) -> Iterator[Block]:
    """Yield each line as a block; an empty line gives one without text."""
    for number, line in enumerate(text.split("\n"), start=1):
        bare = normalise(line)
        marker = BULLET.match(bare) or _NUMBER.match(bare)
        if marker:
            yield Block(Kind.ITEM, bare[marker.end() :], number, level=1)
        else:
            yield Block(Kind.PARAGRAPH, bare, number)


def _unwrapped(lines: Iterator[Block]) -> Iterator[Block]:
    """Join lines that were broken to a width, and leave the empty ones out.

    The first line is the title and stays alone.
    """
    gathered = Block(Kind.PARAGRAPH, "")
    last, title = 0, True
    for line in lines:
        if gathered.text and not title and last in _WRAPPED and _continues(line, gathered):
            gathered = replace(gathered, text=f"{gathered.text} {line.text}")
        else:
            if gathered.text:
                yield gathered
                title = False
            gathered = line
        last = len(line.text)
    if gathered.text:
        yield gathered


def _continues(line: Block, before: Block) -> bool:
    if not line.text or line.kind is Kind.ITEM or is_known(line.text) or is_masthead(line.text):
        return False
    return line.text != before.text and not is_known(before.text)


def _titled(blocks: Sequence[Block]) -> tuple[str, Sequence[Block]]:
    """Return the title, empty if the text opens with something else, and the rest."""
    for place, block in enumerate(blocks):
        if is_masthead(block.text):
            continue
        fits = block.kind is Kind.PARAGRAPH and len(block.text) <= _LONGEST_TITLE
        if fits and not is_known(block.text):
            return block.text, [*blocks[:place], *blocks[place + 1 :]]
        break
    return "", blocks


def _with_headings(blocks: Sequence[Block], title: str) -> Iterator[Block]:
    """Yield the blocks, those lines made headings that read as one.

    Where the desk's own headings are used, other short lines above the first paragraph are
    labels of the page and are left out: a section cannot begin there.
    """
    desk = any(is_known(block.text) for block in blocks)
    reading = not desk
    field = False
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        again = heading_key(block.text) == heading_key(title)
        if is_known(block.text) and block.kind is Kind.PARAGRAPH:
            field = heading_key(block.text) in FIELDS
            reading = True
            yield replace(block, kind=Kind.HEADING, level=2)
        elif not again and not field and _reads_as_heading(block, after):
            if reading:
                yield replace(block, kind=Kind.HEADING, level=2)
        else:
            field = field and not again
            reading = reading or ends_sentence(block.text)
            yield block


def _reads_as_heading(block: Block, after: Block | None) -> bool:
    """Return whether a short line without a stop stands over a paragraph or list."""
    text = block.text
    if block.kind is not Kind.PARAGRAPH or is_masthead(text) or ends_sentence(text):
        return False
    if not unmarked(text):
        return False
    if len(text) > _LONGEST_HEADING or len(text.split()) > _HEADING_WORDS or after is None:
        return False
    return after.kind is Kind.ITEM or (ends_sentence(after.text) and not is_masthead(after.text))
