"""Markdown reports: front matter, then CommonMark with tables, read into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from audiobrief.ingest.blocks import Block, Kind
from audiobrief.ingest.frontmatter import read_front_matter, split
from audiobrief.ingest.load import read_text
from audiobrief.ingest.outline import assemble
from audiobrief.ingest.text import normalise, web_address
from audiobrief.markup import MARK, unmarked
from audiobrief.model import Report

_UNSEEN = re.compile(r"<(?P<end>/?)(?:script|style)\b", re.IGNORECASE)
_BREAK = re.compile(r"<br\b", re.IGNORECASE)
_LISTS = ("bullet_list", "ordered_list")


def read_markdown(path: Path) -> Report:
    """Read a report in Markdown (https://spec.commonmark.org).

    Raises:
        ReportError: it cannot be read, its front matter is wrong, or it has no title or text.
    """
    matter, body, above = split(read_text(path), path)
    stated = read_front_matter(matter, path).report()
    blocks = list(_blocks(body, above))
    if not stated.title:
        title = next((b.text for b in blocks if b.kind is Kind.HEADING and b.level == 1), "")
        stated = replace(stated, title=title)
    return assemble(stated, blocks, path)


def _blocks(body: str, above: int) -> Iterator[Block]:
    """Yield the body's blocks, with lines of the whole file."""
    # An indented line in a report is a slip, not code.
    parser = MarkdownIt("commonmark").enable("table").disable("code")
    walker = _Walker(above)
    for token in _tokens(parser, body):
        block = walker.step(token)
        text = normalise(block.text) if block else ""
        if block and text:
            yield replace(block, text=text)


def _tokens(parser: MarkdownIt, body: str) -> Iterator[Token]:
    """Yield the body's tokens; lines that open with a mark are text, though HTML by their look."""
    for token in parser.parse(body):
        if token.type == "html_block" and MARK.match(token.content):
            (inline,) = parser.parseInline(token.content)
            inline.map = token.map
            yield inline
        else:
            yield token


@dataclass(slots=True)
class _Walker:
    """Where the walk along the tokens stands: markdown-it gives them as a flat row."""

    line: int
    depth: int = 0
    """Of lists."""
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    row: list[str] | None = None
    """The cells of the table row that is open."""
    above: int = field(init=False)

    def __post_init__(self) -> None:
        self.above = self.line

    def step(self, token: Token) -> Block | None:
        """Take one token and return the block that it completes, if any."""
        if token.map:
            self.line = self.above + token.map[0] + 1
        if token.type == "inline":
            return self._inline(token)
        if token.type == "fence":
            return Block(Kind.PARAGRAPH, token.content, self.line)
        if token.type == "tr_open":
            self.row = []
        elif token.type == "tr_close":
            cells, self.row = self.row or [], None
            return Block(Kind.PARAGRAPH, ", ".join(filter(None, cells)), self.line)
        else:
            self._enter(token)
        return None

    def _enter(self, token: Token) -> None:
        if token.type.startswith(_LISTS):
            self.depth += token.nesting
        elif token.type == "heading_open":
            self.kind, self.level = Kind.HEADING, int(token.tag[1:])
        elif token.type == "list_item_open":
            self.kind, self.level = Kind.ITEM, self.depth
        elif token.nesting < 0:
            self.kind, self.level = Kind.PARAGRAPH, 0

    def _inline(self, token: Token) -> Block | None:
        text, url = _plain(token.children or [])
        text = unmarked(text) if self.kind is Kind.HEADING else text
        if self.row is None:
            return Block(self.kind, text, self.line, self.level, url)
        self.row.append(normalise(text))
        return None


def _kept(tag: str) -> str:
    """Return what is kept of an inline tag: a mark for the voice, or the space of a line break."""
    if MARK.fullmatch(tag):
        return tag
    return " " if _BREAK.match(tag) else ""


def _plain(tokens: Sequence[Token]) -> tuple[str, str]:
    """Return inline tokens as plain text, and the first web address they link to."""
    text, url, unseen = [], "", False
    for token in tokens:
        if token.type == "html_inline":
            tag = _UNSEEN.match(token.content)
            unseen = not tag["end"] if tag else unseen
            text.append(_kept(token.content))
        elif token.type == "link_open":
            url = url or web_address(str(token.attrGet("href") or ""))
        elif token.type in ("softbreak", "hardbreak"):
            text.append(" ")
        elif token.type in ("text", "code_inline", "text_special") and not unseen:
            text.append(token.content)
    return "".join(text), url
