"""What a web page states for machines: JSON-LD, Open Graph and other meta tags, ``<time>``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lxml.html import HtmlElement
from pydantic_core import from_json

from audiobrief.errors import ReportError
from audiobrief.ingest.dates import DATE_REMEDY, parse_date
from audiobrief.ingest.headings import heading_key
from audiobrief.ingest.text import normalise

_META = "//meta[@property=$name or @name=$name or @itemprop=$name]/@content"
_DATES = ("article:published_time", "datePublished", "date", "dc.date", "DC.date.issued")
_MOST_NODES = 2000
"""JSON-LD objects looked at; an article names few."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """The facts of a page's head; empty where it states none."""

    title: str
    category: str
    byline: str
    published: datetime | None


def page_facts(tree: HtmlElement, path: Path) -> PageFacts:
    """Read schema.org JSON-LD first, then meta tags (https://ogp.me), then ``<time>``.

    Raises:
        ReportError: it states dates, none of which names a day.
    """
    article = linked_article(tree)
    return PageFacts(
        title=title_of(tree, first(article.get("headline"))),
        category=first(article.get("articleSection")) or meta(tree, "article:section", "section"),
        byline=names_of(article.get("author")) or meta_author(tree),
        published=_published(tree, first(article.get("datePublished")), path),
    )


def linked_article(tree: HtmlElement) -> dict[str, object]:
    """Return the first JSON-LD object that has a headline."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = from_json(script.text or "")
        except ValueError:
            continue  # a site's broken metadata is no fault of the report's
        for node in _objects(data):
            if "headline" in node:
                return node
    return {}


def _objects(data: object) -> Iterator[dict[str, object]]:
    waiting, seen = [data], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)


def title_of(tree: HtmlElement, headline: str) -> str:
    """Return the heading that the page's own title confirms, or what comes nearest to it."""
    shown = meta(tree, "og:title") or normalise("".join(tree.xpath("//title[1]//text()")))
    stated = headline or shown
    headings = [normalise("".join(h1.itertext())) for h1 in tree.xpath("//h1")]
    for heading in filter(None, headings):
        if heading_key(heading) in heading_key(stated):
            return heading
    without_site = shown.rsplit(" | ", 1)[0].removesuffix(meta(tree, "og:site_name")).rstrip(" -–—")
    return headline or next(filter(None, headings), "") or without_site


def _published(tree: HtmlElement, stated: str, path: Path) -> datetime | None:
    fault: ValueError | None = None
    for candidate in dates_of(tree, stated):
        try:
            return parse_date(candidate)
        except ValueError as error:
            fault = fault or error
    if fault:
        raise ReportError(
            f"the page's date {fault}", where=f"{path}: datePublished", remedy=DATE_REMEDY
        ) from fault
    return None


def dates_of(tree: HtmlElement, stated: str) -> Iterator[str]:
    """Yield what the page gives for the date of its publication, ``stated`` first."""
    yield from filter(
        None,
        (
            stated,
            meta(
                tree, "article:published_time", "datePublished", "date", "dc.date", "DC.date.issued"
            ),
            first(tree.xpath("//time/@datetime")[:1]),
        ),
    )


def meta_author(tree: HtmlElement) -> str:
    """Return the author that a meta tag names; an address is none."""
    name = meta(tree, "author", "article:author")
    return "" if "://" in name else name


def names_of(author: object) -> str:
    """Return a schema.org author: a name, a person, or several."""
    authors = author if isinstance(author, list) else [author]
    names = [one.get("name") if isinstance(one, dict) else one for one in authors]
    return " and ".join(filter(None, (first(name) for name in names)))


def meta(tree: HtmlElement, *names: str) -> str:
    """Return the content of the first meta tag that has one of these names, in their order."""
    for name in names:
        for content in tree.xpath(_META, name=name):
            if normalise(content):
                return normalise(content)
    return ""


def first(value: object) -> str:
    """Return ``value``, or the first of it, as text; what is no text is empty."""
    first = value[0] if isinstance(value, list) and value else value
    return normalise(first) if isinstance(first, str) else ""
