"""A feed read for checking: safely, whole, and never mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from lxml import etree

from audiobrief.publishing.rules import Severity

Problem = tuple[int, str]
"""The line it is on, and what is wrong in a sentence without a stop."""

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "fh": "http://purl.org/syndication/history/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}

DOCUMENT_RULES: Mapping[str, Severity] = MappingProxyType(
    {"xml.malformed": "error", "xml.doctype": "error", "feed.rss.missing": "error"}
)
"""Rules that stop the reading: of what breaks them nothing more can be said."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a feed breaks; ``item`` names the item it is about, empty for the feed."""

    rule: str
    severity: Severity
    line: int
    item: str
    message: str


@dataclass(frozen=True)
class Element:
    """An element of a feed, and what is in it by prefixed path ("itunes:owner/itunes:email")."""

    node: etree._Element

    @property
    def line(self) -> int:
        """The line it starts on."""
        return line_of(self.node)

    @property
    def text(self) -> str:
        """Its own text, without white space around it."""
        return (self.node.text or "").strip()

    def get(self, attribute: str) -> str:
        """Return an attribute without white space around it, or nothing."""
        return (self.node.get(attribute) or "").strip()

    def has(self, attribute: str) -> bool:
        """Return whether it has the attribute, be it empty."""
        return attribute in self.node.attrib

    def all(self, path: str) -> list[Element]:
        """Return the elements at ``path``, in order."""
        return [Element(node) for node in self.node.findall(path, NS)]

    def first(self, path: str) -> Element | None:
        """Return the first element at ``path``."""
        return next(iter(self.all(path)), None)

    def said(self, path: str) -> str:
        """Return the text of the first element at ``path``, or nothing."""
        found = self.first(path)
        return found.text if found else ""


@dataclass(frozen=True)
class Item(Element):
    """One episode of a feed."""

    feed: Feed
    number: int

    @cached_property
    def label(self) -> str:
        """What a user knows it by."""
        title = " ".join(self.said("title").split())
        return f"item {self.number} ({title[:60]})" if title else f"item {self.number}"


@dataclass(frozen=True)
class Feed(Element):
    """The channel of a feed; ``size`` is the document's, in bytes."""

    root: etree._Element
    size: int

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Its episodes, in order."""
        found = self.node.findall("item")
        return tuple(Item(node, self, number) for number, node in enumerate(found, start=1))

    def everywhere(self, path: str) -> Iterator[Element]:
        """Yield the elements at ``path`` in the channel and in every item."""
        for owner in (self, *self.items):
            yield from owner.all(path)


def line_of(node: etree._Element) -> int:
    """Return the line an element starts on."""
    line: Any = node.sourceline
    return int(line or 0)


def parse(data: bytes) -> tuple[Feed | None, tuple[Finding, ...]]:
    """Return the feed, or None and what made it unreadable.

    A document type is refused before anything in it is believed: entities can be made to
    stand for gigabytes, or for files of this computer.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return None, (_unreadable("xml.malformed", error.lineno or 0, f"{error.msg}"),)
    information: Any = root.getroottree().docinfo
    if information.doctype:
        what = "a document type has no place in a feed"
        return None, (_unreadable("xml.doctype", 1, what),)
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        what = f"the document is <{etree.QName(root).localname}>, not RSS with a channel"
        return None, (_unreadable("feed.rss.missing", line_of(root), what),)
    return Feed(channel, root, len(data)), ()


def _unreadable(rule: str, line: int, message: str) -> Finding:
    return Finding(rule, DOCUMENT_RULES[rule], line, "", message)
