"""One address brought in as an article: by what is kept, by its feed's text, or by its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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

RETRY = timedelta(hours=6)
"""After which a page that was refused is read again: walls come down, and computers get idle."""

_PAGES = frozenset({"", "text/html", "application/xhtml+xml"})


@dataclass(frozen=True, slots=True)
class Kit:
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


def clip(entry: Entry, kit: Kit) -> Clipped:
    """Return the article of a feed's entry, or of an address alone.

    A refusal by the page is kept, and the page not asked again until its feed says that it has
    changed, or ``RETRY`` has passed; one by the network is not kept. What was read before stays
    where it cannot be read now.

    Raises:
        OutputError: a clipping cannot be kept.
    """
    before = kit.clippings.clipping(entry.url)
    if before and _still_holds(before, entry, kit.now):
        return _clipped(before, "unchanged")
    made = Clipping(entry.url, before.first if before else kit.now, kit.now, stamp=entry.stamp)
    try:
        after = _read(entry, before, made, kit)
    except ArticleError as error:
        kept = before.article if before else None
        after = replace(made, article=kept, refused=error.what)
    except NetworkError as error:
        if before and before.article:
            return replace(_clipped(before, "unchanged"), why=str(error))
        return Clipped(entry.url, "refused", why=str(error))
    kit.clippings.keep(after)
    same = before is not None and before.article == after.article
    return _clipped(after, "unchanged" if same else "new")


def _still_holds(before: Clipping, entry: Entry, now: datetime) -> bool:
    if not entry.stamp or before.stamp != entry.stamp:
        return False
    return not before.refused or now - before.fetched < RETRY


def read_page(document: Document, known: Known, worker: Worker) -> Article:
    """Return the article of a page that was fetched.

    Raises:
        ArticleError: it holds none, or is no page.
    """
    if document.type not in _PAGES:
        what = f"is {document.type}, no web page"
        raise ArticleError(what, where=known.where, remedy="Give the address of an article.")
    return worker.run(known.where, read_article, document.body, document.charset, known)


def _read(entry: Entry, before: Clipping | None, made: Clipping, kit: Kit) -> Clipping:
    """Return ``made`` with the article that is there now."""
    if given := _given(entry, kit):
        return replace(made, article=given)
    found: Document | None
    if before and before.article:
        found = kit.visitor.renew(entry.url, before.validator, limit_bytes=MOST_BYTES)
        if found is None:
            return replace(made, article=before.article, validator=before.validator)
    else:
        found = kit.visitor.get(entry.url, limit_bytes=MOST_BYTES)
    article = read_page(found, _known(entry, found.url), kit.worker)
    return replace(made, article=article, validator=found.validator)


def _given(entry: Entry, kit: Kit) -> Article | None:
    """Return the article that the feed itself gives, if it gives the whole."""
    if len(entry.content.split()) < WHOLE:
        return None
    page = f"<html><body><article>{entry.content}</article></body></html>".encode()
    try:
        article = kit.worker.run(
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


def _clipped(kept: Clipping, outcome: Literal["new", "unchanged"]) -> Clipped:
    why = f"{shown(kept.url)}: {kept.refused}." if kept.refused else ""
    if kept.article is None:
        return Clipped(kept.url, "refused", why=why)
    return Clipped(kept.url, outcome, kept.article, why=why, first=kept.first)
