"""Lists of feeds as readers export them (OPML, http://opml.org/spec2.opml)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from audiobrief.errors import ArticleError
from audiobrief.ingest.text import normalise, web_address

MOST_BYTES = 2_000_000
MOST_FEEDS = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A feed of a list, and what the list calls it."""

    url: str
    name: str


def read_opml(data: bytes, where: str) -> tuple[Listed, ...]:
    """Return the feeds of a list, each once, folders opened.

    Raises:
        ArticleError: it is no OPML, or lists no feed.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    found: dict[str, Listed] = {}
    for outline in () if root is None or root.tag != "opml" else root.iter("outline"):
        url = web_address(outline.get("xmlUrl", ""))
        name = normalise(outline.get("title", "") or outline.get("text", ""))
        if url:
            found.setdefault(url, Listed(url, name))
    if not found:
        raise ArticleError(
            "lists no feed", where=where, remedy="Export it again from the feed reader, as OPML."
        )
    return tuple(found.values())[:MOST_FEEDS]
