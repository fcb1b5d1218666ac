"""A feedgen extension for what feedgen leaves out or refuses.

It writes the podcast namespace (https://github.com/Podcastindex-org/podcast-namespace), the
links of a paged feed (RFC 5005) and of its WebSub hubs, and those iTunes elements whose
current values feedgen 1.0.0 rejects: ``itunes:explicit`` as true or false, and images whose
address does not end in ``.jpg`` or ``.png``.
"""

from __future__ import annotations

from typing import NamedTuple

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"

NAME = "podcast_ns"
"""The attribute under which feedgen hangs the extension on a feed and its entries."""


class Tag(NamedTuple):
    """An element: its qualified name, text, attributes and children.

    A tuple, for a long feed has a hundred thousand, and a dataclass takes twice as long to make.
    """

    name: str
    text: str
    attributes: dict[str, str]
    children: tuple[Tag, ...] = ()


def podcast(tag: str, text: str = "", /, *children: Tag, **attributes: str) -> Tag:
    """Return an element of the podcast namespace."""
    return Tag(f"{{{PODCAST}}}{tag}", text, attributes, children)


def itunes(tag: str, text: str = "", /, **attributes: str) -> Tag:
    """Return an element of Apple's namespace."""
    return Tag(f"{{{ITUNES}}}{tag}", text, attributes)


def atom_link(rel: str, href: str) -> Tag:
    """Return a link as Atom has it, which RSS borrows."""
    return Tag(f"{{{ATOM}}}link", "", {"href": href, "rel": rel})


ARCHIVE = Tag(f"{{{HISTORY}}}archive", "", {})
"""Marks a page that will not change but by corrections (RFC 5005, section 4)."""


class PodcastFeed(BaseExtension):  # type: ignore[misc]  # feedgen ships no types
    """Adds ``tags`` to the channel, and takes off the build date of a feed never built."""

    def __init__(self) -> None:
        self.links: tuple[Tag, ...] = ()
        self.tags: tuple[Tag, ...] = ()
        self.built = True

    def extend_ns(self) -> dict[str, str]:
        """Return the prefixes this extension declares."""
        prefixes = {"podcast": PODCAST, "itunes": ITUNES}
        return {**prefixes, "fh": HISTORY} if ARCHIVE in self.tags else prefixes

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Write the channel's links and tags into the finished ``rss`` element."""
        channel = feed[0]
        if not self.built:
            # feedgen fills in the time of day, and the same show must give the same bytes.
            channel.remove(next(channel.iter("lastBuildDate")))
        # feedgen takes no link but the feed's own: any other would replace the channel's.
        behind = channel.index(next(channel.iter(f"{{{ATOM}}}link"))) + 1
        holder = etree.Element("links")
        add(holder, self.links)
        channel[behind:behind] = list(holder)
        add(channel, self.tags)
        return feed


class PodcastItem(BaseEntryExtension):  # type: ignore[misc]  # feedgen ships no types
    """Adds ``tags`` to the item."""

    def __init__(self) -> None:
        self.tags: tuple[Tag, ...] = ()

    def extend_rss(self, entry: etree._Element) -> etree._Element:
        """Write the item's tags into the finished ``item`` element."""
        add(entry, self.tags)
        return entry


def add(parent: etree._Element, tags: tuple[Tag, ...]) -> None:
    """Write ``tags`` at the end of ``parent``."""
    for tag in tags:
        element = etree.SubElement(parent, tag.name, tag.attributes)
        if tag.text:
            element.text = tag.text
        if tag.children:
            add(element, tag.children)
