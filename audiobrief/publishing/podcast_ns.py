"""A feedgen extension for what feedgen leaves out or refuses.

It writes the podcast namespace (https://github.com/Podcastindex-org/podcast-namespace) and those
iTunes elements whose current values feedgen 1.0.0 rejects: ``itunes:explicit`` as true or
false, and images whose address does not end in ``.jpg`` or ``.png``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"

NAME = "podcast_ns"
"""The attribute under which feedgen hangs the extension on a feed and its entries."""


@dataclass(frozen=True, slots=True)
class Tag:
    """An element: its qualified name, text and attributes."""

    name: str
    text: str = ""
    attributes: dict[str, str] = field(default_factory=dict)


def podcast(name: str, text: str = "", **attributes: str) -> Tag:
    """Return an element of the podcast namespace."""
    return Tag(f"{{{PODCAST}}}{name}", text, attributes)


def itunes(name: str, text: str = "", **attributes: str) -> Tag:
    """Return an element of Apple's namespace."""
    return Tag(f"{{{ITUNES}}}{name}", text, attributes)


class PodcastFeed(BaseExtension):  # type: ignore[misc]  # feedgen ships no types
    """Adds ``tags`` to the channel, and takes off the build date of a feed never built."""

    def __init__(self) -> None:
        self.tags: tuple[Tag, ...] = ()
        self.built = True

    def extend_ns(self) -> dict[str, str]:
        """Return the prefixes this extension declares."""
        return {"podcast": PODCAST, "itunes": ITUNES}

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Write the channel's tags into the finished ``rss`` element."""
        channel = feed[0]
        if not self.built:
            # feedgen fills in the time of day, and the same show must give the same bytes.
            channel.remove(next(channel.iter("lastBuildDate")))
        channel.extend(_elements(self.tags))
        return feed


class PodcastItem(BaseEntryExtension):  # type: ignore[misc]  # feedgen ships no types
    """Adds ``tags`` to the item."""

    def __init__(self) -> None:
        self.tags: tuple[Tag, ...] = ()

    def extend_rss(self, entry: etree._Element) -> etree._Element:
        """Write the item's tags into the finished ``item`` element."""
        entry.extend(_elements(self.tags))
        return entry


def _elements(tags: tuple[Tag, ...]) -> Iterator[etree._Element]:
    for tag in tags:
        element = etree.Element(tag.name, tag.attributes)
        element.text = tag.text or None
        yield element
