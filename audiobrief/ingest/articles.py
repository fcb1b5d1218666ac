"""News pages read into articles: trafilatura finds the text, the page's head tells the rest.

A page is a stranger's: its size and tags are counted before anything walks it, and it is read
in a process that can be stopped (:mod:`audiobrief.ingest.worker`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree, html

from audiobrief.errors import ArticleError
from audiobrief.ingest.articlefacts import ArticleFacts, article_facts
from audiobrief.ingest.charset import decoded
from audiobrief.ingest.gates import gate
from audiobrief.ingest.leftovers import is_leftover
from audiobrief.ingest.text import clean_lines, normalise
from audiobrief.model import Article

MOST_BYTES = 4_000_000
"""Of a page; news pages have some hundred thousand."""

MOST_TAGS = 20_000
"""trafilatura takes about a second for 10,000."""

_REMEDY = "Give the address of an article, or save it by hand."
_TAG = re.compile(r"<[a-zA-Z]")
_TEXT = ("p", "item", "quote")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)\s*-->")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article before it is read; what is empty, the page may tell.

    ``where`` is what an error names: an address or a file. ``language`` is the one of pages that
    do not tell theirs; all else goes before what the page tells.
    """

    where: str
    url: str = ""
    title: str = ""
    published: datetime | None = None
    author: str = ""
    site: str = ""
    language: str = ""
    weight: float = 1.0
    licence: str = ""


def read_article(page: bytes, charset: str, known: Known) -> Article:
    """Return the article on a page; ``charset`` is what the server told, or empty.

    Raises:
        ArticleError: too large, too many tags, nested too deep, or no article: a paywall, a request
            for consent, a check for browsers, hardly any text.
    """
    if len(page) > MOST_BYTES:
        raise _refused(f"is larger than {MOST_BYTES // 1_000_000} MB", known)
    text = clean_lines(decoded(page, charset).replace("\0", ""))
    tags = len(_TAG.findall(text))
    if tags > MOST_TAGS:
        raise _refused(f"has {tags} tags, more than {MOST_TAGS}", known)
    tree = _parsed(text, known)
    facts = article_facts(tree)
    shown = normalise(" ".join(_visible(tree)))
    paragraphs = tuple(_paragraphs(tree, {facts.title, known.title}))
    words = sum(len(paragraph.split()) for paragraph in paragraphs)
    if reason := gate(known.url, shown, words, paid=facts.paid):
        raise _refused(reason, known)
    return _article(known, facts, paragraphs, _address(text, known, facts))


def _parsed(text: str, known: Known) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise _refused("holds no page", known) from error
    if any("depth" in fault.message for fault in parser.error_log):
        raise _refused("is nested too deep", known)
    return tree


def _visible(tree: html.HtmlElement) -> Iterator[str]:
    for element in tree.iter(etree.Element):
        if element.tag not in ("script", "style", "noscript", "template", "head", "title"):
            yield element.text or ""
        yield element.tail or ""


def _paragraphs(tree: html.HtmlElement, titles: set[str]) -> Iterator[str]:
    """Yield each paragraph, entry of a list and quotation of the article's text once."""
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, include_tables=False)
    body = getattr(found, "body", None)
    seen = set(titles)
    for element in () if body is None else body.iter(*_TEXT):
        if any(next(element.iter(tag), None) not in (None, element) for tag in (*_TEXT, "list")):
            continue
        text = normalise(" ".join(element.itertext()))
        if text and text not in seen and not is_leftover(text):
            seen.add(text)
            yield text


def _article(
    known: Known, facts: ArticleFacts, paragraphs: tuple[str, ...], address: str
) -> Article:
    title = known.title or facts.title
    if not title:
        raise _refused("has no title", known)
    return Article(
        title=title,
        url=address,
        site=known.site or facts.site or (urlsplit(address).hostname or "").removeprefix("www."),
        published=known.published or facts.published,
        paragraphs=paragraphs,
        author=known.author or facts.author,
        language=facts.language or known.language,
        weight=known.weight,
        licence=known.licence,
    )


def _address(text: str, known: Known, facts: ArticleFacts) -> str:
    """Return where the article lies on the web, as far as a saved page tells."""
    saved = _SAVED_FROM.search(text[:2000])
    return known.url or facts.address or (saved[1] if saved else "")


def _refused(what: str, known: Known) -> ArticleError:
    return ArticleError(what, where=known.where, remedy=_REMEDY)
