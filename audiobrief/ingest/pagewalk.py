"""A cleaned web page walked into blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree, html

from audiobrief.ingest.blocks import Block, Kind
from audiobrief.ingest.headings import FIELDS, heading_key, is_known
from audiobrief.ingest.text import normalise, web_address

_BLOCKS = frozenset(
    """
    address article aside blockquote body button center dd details div dl dt fieldset footer form
    h1 h2 h3 h4 h5 h6 header hr html label legend li main ol p pre section summary table tbody td
    tfoot th thead tr ul
    """.split()  # noqa: SIM905 - a table of words reads better than one a line
)
_APART = frozenset({"a", "cite", "small", "span", "time"})
"""Inline elements that pages set apart by style, with no space between them."""
_CHOICES = frozenset({"label", "button"})
_LISTS = frozenset({"ol", "ul"})
_RIGHT = re.compile(r"(?:^|[\s_-])(?:is-)?(?:correct|right-answer)(?:\s|$)", re.IGNORECASE)
_HEADING = re.compile(r"h[1-6]")


def page_blocks(root: html.HtmlElement) -> Iterator[Block]:
    """Yield the text under ``root`` as blocks.

    Buttons and labels are the choices of a quiz, and nothing anywhere else.
    """
    walk = _Walk()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            yield from walk.enter(element)
        else:
            yield from walk.leave(element, tail=element is not root)
    yield from walk.flush()


@dataclass(slots=True)
class _Walk:
    """The block being gathered, and the elements that say what it is."""

    around: list[tuple[html.HtmlElement, Block]] = field(default_factory=list)
    """Headings, list entries and choices around the text, each with a pattern for its block."""
    text: list[str] = field(default_factory=list)
    url: str = ""
    line: int = 0
    lists: int = 0
    in_quiz: bool = False

    def enter(self, element: html.HtmlElement) -> Iterator[Block]:
        """Take an element's start tag; yield the block that it ends."""
        tag = element.tag
        if tag in _BLOCKS:
            yield from self.flush()
            self.line = element.sourceline or self.line
            self.lists += tag in _LISTS
            pattern = self._pattern(element)
            if pattern:
                self.around.append((element, pattern))
        elif tag == "br":
            if self.text[-1:] == ["\n"]:
                yield from self.flush()
            self.text.append("\n")
        elif tag in _APART and element.getprevious() is not None:
            self._add("" if element.getprevious().tail else " ")
        if tag == "a":
            self.url = self.url or web_address(element.get("href") or "")
        self._add(element.text)

    def leave(self, element: html.HtmlElement, *, tail: bool) -> Iterator[Block]:
        """Take an element's end tag; yield the block that it ends."""
        if element.tag in _BLOCKS:
            yield from self.flush()
            self.lists -= element.tag in _LISTS
            if self.around and self.around[-1][0] is element:
                self.around.pop()
        if tail:
            self._add(element.tail)

    def flush(self) -> Iterator[Block]:
        """Yield what is gathered, if it is text, and begin anew."""
        text, url = normalise("".join(self.text)), self.url
        self.text, self.url = [], ""
        if not text:
            return
        element, pattern = self.around[-1] if self.around else (None, Block(Kind.PARAGRAPH, ""))
        if pattern.kind is not Kind.ITEM and is_known(text):
            self.in_quiz = FIELDS.get(heading_key(text)) == "quiz"
        if element is None or element.tag not in _CHOICES or self.in_quiz:
            yield replace(pattern, text=text, line=self.line, url=url)

    def _add(self, text: str | None) -> None:
        if text:
            self.text.append(text)

    def _pattern(self, element: html.HtmlElement) -> Block | None:
        tag = element.tag
        if _HEADING.fullmatch(tag):
            return Block(Kind.HEADING, "", level=int(tag[1]))
        if tag == "li" or tag in _CHOICES:
            return Block(Kind.ITEM, "", level=max(1, self.lists), marked=_is_marked(element))
        return None


def _is_marked(element: html.HtmlElement) -> bool:
    """Return whether a choice is marked as the right one."""
    told = element.get("data-correct")
    if told is not None:
        return told.lower() not in ("false", "0", "no")
    return bool(_RIGHT.search(element.get("class") or ""))
