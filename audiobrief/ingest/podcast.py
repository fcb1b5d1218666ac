"""A podcast feed, anyone's: RSS 2.0 with Apple's and the podcast namespace's elements.

GUIDs are read as they stand, to the character: apps know episodes by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from lxml import etree

from audiobrief.errors import NetworkError
from audiobrief.ingest.dates import parse_date
from audiobrief.net import shown

ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"

_WHOLE = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Linked:
    """A file that a feed links to; ``bytes`` is 0 where it does not say."""

    url: str
    type: str = ""
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the feed tells it; ``published`` is None where its date cannot be read.

    ``guid`` is the enclosure's address where the item has none, as in apps. ``notes`` are HTML.
    ``ai_content`` is what a ``podcast:txt`` says of it or, if nothing, of the show.
    """

    guid: str
    title: str
    published: datetime | None
    notes: str
    image: str
    enclosure: Linked | None
    transcripts: tuple[Linked, ...]
    chapters: Linked | None
    season: int | None = None
    number: int | None = None
    ai_content: str = ""


@dataclass(frozen=True, slots=True)
class Podcast:
    """A channel and its items, in the feed's order; what it lacks is empty.

    ``locked``: its host asks others not to import it. ``next_url`` is the RFC 5005 page of
    older items.
    """

    title: str
    description: str
    author: str
    email: str
    language: str
    categories: tuple[str, ...]
    explicit: bool
    type: str
    copyright: str
    image: str
    guid: str
    locked: bool
    next_url: str
    items: tuple[Item, ...]


def read_podcast(data: bytes, url: str) -> Podcast:
    """Return the podcast in a feed's bytes; ``url`` is where it came from.

    Raises:
        NetworkError: it is no RSS feed.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    channel = root.find("channel") if root is not None else None
    if channel is None:
        raise NetworkError(
            "what came is no RSS feed",
            where=shown(url),
            remedy="Give the address that listeners subscribe to.",
        )
    return _podcast(channel, url)


def _podcast(channel: etree._Element, url: str) -> Podcast:
    owner = channel.find(f"{ITUNES}owner")
    locked = channel.find(f"{PODCAST}locked")
    image = _attribute(channel, f"{ITUNES}image", "href") or _text(channel, "image/url")
    email = _text(owner, f"{ITUNES}email") if owner is not None else ""
    if not email and locked is not None:
        email = locked.get("owner", "").strip()
    return Podcast(
        title=_text(channel, "title"),
        description=_text(channel, "description") or _text(channel, f"{ITUNES}summary"),
        author=_text(channel, f"{ITUNES}author"),
        email=email,
        language=_text(channel, "language"),
        categories=tuple(_categories(channel)),
        explicit=_text(channel, f"{ITUNES}explicit").lower() in {"true", "yes", "explicit"},
        type=_text(channel, f"{ITUNES}type").lower(),
        copyright=_text(channel, "copyright"),
        image=urljoin(url, image) if image else "",
        guid=_text(channel, f"{PODCAST}guid"),
        locked=locked is not None and (locked.text or "").strip().lower() == "yes",
        next_url=_next(channel, url),
        items=tuple(_item(item, url, _ai_content(channel)) for item in channel.iterfind("item")),
    )


def _item(item: etree._Element, url: str, ai_content: str) -> Item:
    enclosure = _linked(item.find("enclosure"), url)
    image = _attribute(item, f"{ITUNES}image", "href")
    transcripts = (_linked(one, url) for one in item.iterfind(f"{PODCAST}transcript"))
    return Item(
        guid=_text(item, "guid") or (enclosure.url if enclosure else ""),
        title=_text(item, "title") or _text(item, f"{ITUNES}title"),
        published=_date(_text(item, "pubDate")),
        notes=_text(item, f"{CONTENT}encoded")
        or _text(item, "description")
        or _text(item, f"{ITUNES}summary"),
        image=urljoin(url, image) if image else "",
        enclosure=enclosure,
        transcripts=tuple(one for one in transcripts if one),
        chapters=_linked(item.find(f"{PODCAST}chapters"), url),
        season=_number(item, "season"),
        number=_number(item, "episode"),
        ai_content=_ai_content(item) or ai_content,
    )


def _text(parent: etree._Element, path: str) -> str:
    found = parent.find(path)
    return str(found.xpath("string()")).strip() if found is not None else ""


def _number(item: etree._Element, name: str) -> int | None:
    """Return a whole number above zero, as Apple's element has it or the namespace's."""
    told = (_text(item, f"{space}{name}") for space in (ITUNES, PODCAST))
    return next((int(text) for text in told if _WHOLE.fullmatch(text)), None)


def _ai_content(parent: etree._Element) -> str:
    return _text(parent, f"{PODCAST}txt[@purpose='ai-content']")


def _attribute(parent: etree._Element, path: str, name: str) -> str:
    found = parent.find(path)
    value: str = found.get(name, "").strip() if found is not None else ""
    return value


def _linked(element: etree._Element | None, base: str) -> Linked | None:
    address = element.get("url", "").strip() if element is not None else ""
    if element is None or not address:
        return None
    length = element.get("length", "").strip()
    size = int(length) if re.fullmatch(r"\d{1,18}", length) else 0
    kind = element.get("type", "").partition(";")[0].strip().lower()
    return Linked(urljoin(base, address), kind, size)


def _date(text: str) -> datetime | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _categories(channel: etree._Element) -> Iterator[str]:
    for main in channel.iterfind(f"{ITUNES}category"):
        name = main.get("text", "").strip()
        subs = [sub.get("text", "").strip() for sub in main.iterfind(f"{ITUNES}category")]
        if name:
            yield from [f"{name} > {sub}" for sub in subs if sub] or [name]


def _next(channel: etree._Element, url: str) -> str:
    """Return the page of older items (RFC 5005: paged, or archived)."""
    for rel in ("next", "prev-archive"):
        for link in channel.iterfind(f"{ATOM}link"):
            if link.get("rel") == rel and link.get("href"):
                return urljoin(url, link.get("href", "").strip())
    return ""
