"""Feeds of news: RSS and Atom by feedparser, JSON Feed (https://jsonfeed.org) by pydantic.

Feeds in the wild break every rule of theirs: an entry that cannot be used is left out, and stops no
other.
"""

from __future__ import annotations

import calendar
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from urllib.parse import urljoin

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

from audiobrief.errors import ArticleError
from audiobrief.ingest.charset import decoded
from audiobrief.ingest.dates import parse_date
from audiobrief.ingest.text import normalise, web_address
from audiobrief.net import shown

MOST_BYTES = 10_000_000
MOST_ENTRIES = 500
"""That are looked at."""

_OPENING = 4000
"""Characters of a text, which may be a whole article, that are read for its summary."""

_REMEDY = "Give the address of an RSS, Atom or JSON feed."


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed, empty where it says nothing.

    ``summary`` is plain text; ``content`` the HTML of the article, as far as the feed gives it.
    ``stamp`` changes when the publisher changes the entry.
    """

    url: str
    title: str
    published: datetime | None = None
    stamp: str = ""
    author: str = ""
    summary: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's title, language and entries, in its own order."""

    title: str
    language: str
    entries: tuple[Entry, ...]


def read_feed(data: bytes, kind: str, url: str) -> Feed:
    """Return the feed in ``data``.

    Args:
        data: what came.
        kind: the media type and charset that the server told, or empty.
        url: where it lies, for the addresses in it.

    Raises:
        ArticleError: it is no feed.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(data, url)
    return _xml_feed(data, kind, url)


def _xml_feed(data: bytes, kind: str, url: str) -> Feed:
    import feedparser

    headers = {"content-location": url, **({"content-type": kind} if kind else {})}
    # A stream, for a string that looks like an address would be fetched.
    found = feedparser.parse(
        io.BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not found.get("version") and not found.entries:
        raise ArticleError("what came is no feed", where=shown(url), remedy=_REMEDY)
    entries = (_xml_entry(entry, url) for entry in found.entries[:MOST_ENTRIES])
    return Feed(
        normalise(_plain(found.feed.get("title", ""))),
        normalise(found.feed.get("language", "")),
        tuple(entry for entry in entries if entry.url),
    )


def _xml_entry(given: Any, base: str) -> Entry:
    entry = dict(given)  # feedparser's own lookup takes one date for another
    published = entry.get("published_parsed") or entry.get("updated_parsed")
    texts = [part.get("value", "") for part in entry.get("content", ())]
    texts.append(entry.get("summary", ""))
    return Entry(
        url=_absolute(entry.get("link", ""), base),
        title=_plain(entry.get("title", "")),
        published=_moment(published),
        stamp=normalise(entry.get("updated", "") or entry.get("published", "")),
        author=normalise(entry.get("author", "")),
        summary=_plain(entry.get("summary", "")[:_OPENING]),
        content=max(texts, key=len),
    )


def _absolute(link: str, base: str) -> str:
    """Return an http(s) address, or the empty string."""
    try:
        return web_address(urljoin(base, link)) if link else ""
    except ValueError:
        return ""


def _moment(parsed: Any) -> datetime | None:
    """Return a moment that feedparser has brought to UTC."""
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


class _Author(BaseModel):
    name: str = ""


class _Item(BaseModel):
    model_config: ClassVar[ConfigDict] = ConfigDict(coerce_numbers_to_str=True)

    id: str = ""
    url: str = ""
    external_url: str = ""
    title: str = ""
    content_html: str = ""
    content_text: str = ""
    summary: str = ""
    date_published: str = ""
    date_modified: str = ""
    author: _Author = _Author()
    authors: tuple[_Author, ...] = ()


class _JsonFeed(BaseModel):
    version: str
    title: str = ""
    language: str = ""
    items: list[Any] = []


def _json_feed(data: bytes, url: str) -> Feed:
    try:
        stated = _JsonFeed.model_validate(from_json(decoded(data).removeprefix("\ufeff")))
    except ValueError as error:
        raise ArticleError("what came is no JSON feed", where=shown(url), remedy=_REMEDY) from error
    return Feed(
        normalise(stated.title),
        normalise(stated.language),
        tuple(_json_entries(stated.items[:MOST_ENTRIES], url)),
    )


def _json_entries(items: list[Any], base: str) -> Iterator[Entry]:
    for given in items:
        try:
            item = _Item.model_validate(given)
        except ValidationError:
            continue
        named = item.url or item.external_url or web_address(item.id)
        if address := _absolute(named, base):
            yield _json_entry(item, address)


def _json_entry(item: _Item, address: str) -> Entry:
    from html import escape

    text = "".join(f"<p>{escape(part)}</p>" for part in item.content_text.split("\n") if part)
    names = [author.name for author in item.authors or (item.author,)]
    return Entry(
        url=address,
        title=_plain(item.title),
        published=_date(item.date_published or item.date_modified),
        stamp=normalise(item.date_modified or item.date_published),
        author=normalise(" and ".join(filter(None, names))),
        summary=_plain(item.summary[:_OPENING]) or normalise(item.content_text[:500]),
        content=item.content_html or text,
    )


def _date(text: str) -> datetime | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Return the words of what may be HTML."""
    from lxml import etree, html

    if "<" not in text and "&" not in text:
        return normalise(text)
    try:
        words = str(html.fromstring(f"<div>{text}</div>").xpath("string()"))
    except (etree.ParserError, ValueError):
        return ""
    return normalise(words)
