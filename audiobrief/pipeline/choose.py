"""Which of a source's entries and articles are wanted: fresh, on its subjects, not too many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from audiobrief.config import Source
from audiobrief.ingest.addresses import tidy
from audiobrief.ingest.feeds import Entry
from audiobrief.model import Article

_OPENING = 3
"""Paragraphs of an article in which its subject is looked for."""

_EARLY = timedelta(days=1)
"""A date that lies further ahead is a mistake."""

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def wanted_entries(source: Source, entries: Iterable[Entry], now: datetime) -> list[Entry]:
    """Return the entries worth reading, the newest first, each address once.

    They are judged by what the feed says of them, so that no page is fetched in vain.
    """
    found: dict[str, Entry] = {}
    for entry in entries:
        about = f"{entry.title}\n{entry.summary}"
        if is_fresh(source, entry.published, now) and is_wanted(source, about):
            url = tidy(entry.url)
            found.setdefault(url, replace(entry, url=url))
    newest = sorted(found.values(), key=lambda one: one.published or _LONG_AGO, reverse=True)
    return newest[: source.take]


def fresh_articles(
    source: Source, articles: Iterable[tuple[Article, datetime]], now: datetime
) -> tuple[Article, ...]:
    """Return those that are fresh, as the show file describes their source.

    Each comes with the moment it was first read, which counts where it tells none of its own.
    """
    return tuple(
        described(source, article)
        for article, first in articles
        if is_fresh(source, _moment(article, first, now), now)
    )


def is_about(source: Source, article: Article) -> bool:
    """Return whether an article's title and opening have the words that its source asks for."""
    return is_wanted(source, "\n".join((article.title, *article.paragraphs[:_OPENING])))


def described(source: Source, article: Article) -> Article:
    """Return an article with the name, weight, language and licence that its source has."""
    return replace(
        article,
        site=source.name or article.site,
        weight=source.weight,
        language=article.language or source.language or "",
        licence=source.license,
    )


def is_fresh(source: Source, moment: datetime | None, now: datetime) -> bool:
    """Return whether a moment is within the source's window; one that is not known is."""
    return moment is None or source.window is None or moment >= now - source.window


def is_wanted(source: Source, text: str) -> bool:
    """Return whether a text has words that begin with one to keep, and none with one to drop."""
    if source.keep and not _has(source.keep, text):
        return False
    return not _has(source.drop, text)


def newest_of_each(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return each article once, the one of the weightiest source, all of them newest first."""
    found: dict[str, Article] = {}
    for article in sorted(articles, key=lambda one: -one.weight):
        found.setdefault(tidy(article.url) or f"{article.site}/{article.title}", article)
    return tuple(
        sorted(
            found.values(),
            key=lambda one: (one.published or _LONG_AGO, one.url, one.title),
            reverse=True,
        )
    )


def _moment(article: Article, first: datetime, now: datetime) -> datetime:
    published = article.published
    return first if published is None or published > now + _EARLY else published


def _has(words: Sequence[str], text: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE) for word in words)
