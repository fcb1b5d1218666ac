"""What a news page states of itself for machines; what it states wrongly is as if unsaid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from audiobrief.ingest.dates import parse_date
from audiobrief.ingest.pagefacts import (
    dates_of,
    first,
    linked_article,
    meta,
    meta_author,
    names_of,
    title_of,
)
from audiobrief.ingest.text import normalise, web_address


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """The facts of an article's head; empty where it states none.

    ``paid``: the publisher marks it as not free (https://schema.org/isAccessibleForFree).
    """

    title: str
    author: str
    published: datetime | None
    site: str
    language: str
    address: str
    paid: bool


def article_facts(tree: HtmlElement) -> ArticleFacts:
    """Read schema.org JSON-LD first, then meta tags, then the page's own elements."""
    stated = linked_article(tree)
    publisher = stated.get("publisher")
    named = first(publisher.get("name")) if isinstance(publisher, dict) else ""
    canonical = first(tree.xpath("//link[@rel='canonical']/@href")[:1])
    return ArticleFacts(
        title=title_of(tree, first(stated.get("headline"))),
        author=names_of(stated.get("author")) or meta_author(tree),
        published=_published(tree, first(stated.get("datePublished"))),
        site=meta(tree, "og:site_name") or named,
        language=_language(tree, first(stated.get("inLanguage"))),
        address=web_address(canonical) or web_address(meta(tree, "og:url")),
        paid=str(stated.get("isAccessibleForFree")).lower() == "false",
    )


def _published(tree: HtmlElement, stated: str) -> datetime | None:
    for candidate in dates_of(tree, stated):
        try:
            return parse_date(candidate)
        except ValueError:
            continue
    return None


def _language(tree: HtmlElement, stated: str) -> str:
    """Return the page's language as a tag (RFC 5646)."""
    own = normalise(tree.get("lang") or "") or stated or meta(tree, "og:locale")
    return own.replace("_", "-")
