"""One address brought in as an article: by what is kept, by its feed's text, or by its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from audiobrief.errors import ArticleError, NetworkError
from audiobrief.ingest.addresses import public
from audiobrief.ingest.articles import MOST_BYTES, Known, read_article
from audiobrief.ingest.feeds import Entry
from audiobrief.ingest.worker import Worker
from audiobrief.model import Article
from audiobrief.net import Document, Visitor, shown
from audiobrief.pipeline.clippings import Clipping, Clippings

WHOLE = 150
"""Words; a feed that gives as many of an article is taken at its word."""

_PAGES = frozenset({"", "text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class Desk:
    """What a thread gathers with, and when."""

    clippings: Clippings
    visitor: Visitor
    worker: Worker
    now: datetime


@dataclass(frozen=True, slots=True)
class Clipped:
    """What came of an address; ``why`` tells of a refusal, and ``first`` when it was first read."""

    url: str
    outcome: Literal["new", "unchanged", "refused"]
    article: Article | None = None
    why: str = ""
    first: datetime | None = None


def clip(entry: Entry, desk: Desk) -> Clipped:
    """Return the article of a feed's entry, or of an address alone.

    A refusal by the page is kept, and not asked for again until its feed says that it has changed;
    one by the network is not. What was read before stays where it cannot be read now.

    Raises:
        OutputError: a clipping cannot be kept.
    """
    before = desk.clippings.clipping(entry.url)
    if before and entry.stamp and before.stamp == entry.stamp:
        return _again(before)
    try:
        after = _read(entry, before, desk)
    except ArticleError as error:
        after = Clipping(entry.url, desk.now, desk.now, stamp=entry.stamp, refused=error.what)
    except NetworkError as error:
        if before and before.article:
            return replace(_again(before), why=str(error))
        return Clipped(entry.url, "refused", why=str(error))
    after = replace(after, first=before.first if before else after.first)
    desk.clippings.keep(after)
    if before and before.article == after.article:
        return _again(after)
    return _clipped(after, "new")


def read_page(document: Document, known: Known, worker: Worker) -> Article:
    """Return the article of a page that was fetched.

    Raises:
        ArticleError: it holds none, or is no page.
    """
    if document.type not in _PAGES:
        what = f"is {document.type}, no web page"
        raise ArticleError(what, where=known.where, remedy="Give the address of an article.")
    return worker.run(known.where, read_article, document.body, document.charset, known)


def _read(entry: Entry, before: Clipping | None, desk: Desk) -> Clipping:
    made = Clipping(entry.url, desk.now, desk.now, stamp=entry.stamp)
    given = _given(entry, desk)
    if given:
        return replace(made, article=given)
    found: Document | None
    if before and before.article:
        found = desk.visitor.renew(entry.url, before.validator, limit_bytes=MOST_BYTES)
        if found is None:
            return replace(before, fetched=desk.now, stamp=entry.stamp)
    else:
        found = desk.visitor.get(entry.url, limit_bytes=MOST_BYTES)
    article = read_page(found, _known(entry, found.url), desk.worker)
    return replace(made, article=article, validator=found.validator)


def _given(entry: Entry, desk: Desk) -> Article | None:
    """Return the article that the feed itself gives, if it gives the whole."""
    if len(entry.content.split()) < WHOLE:
        return None
    page = f"<html><body><article>{entry.content}</article></body></html>".encode()
    try:
        article = desk.worker.run(
            shown(entry.url), read_article, page, "utf-8", _known(entry, entry.url)
        )
    except ArticleError:
        return None
    words = sum(len(paragraph.split()) for paragraph in article.paragraphs)
    return article if words >= WHOLE else None


def _known(entry: Entry, url: str) -> Known:
    return Known(
        where=shown(entry.url),
        url=public(url),
        title=entry.title,
        published=entry.published,
        author=entry.author,
    )


def _again(kept: Clipping) -> Clipped:
    return _clipped(kept, "unchanged")


def _clipped(kept: Clipping, outcome: Literal["new", "unchanged"]) -> Clipped:
    if kept.article is None:
        return Clipped(kept.url, "refused", why=f"{shown(kept.url)}: {kept.refused}.")
    return Clipped(kept.url, outcome, kept.article, first=kept.first)
