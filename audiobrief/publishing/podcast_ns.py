"""A feedgen extension for what feedgen leaves out or refuses.

It writes the podcast namespace (https://github.com/Podcastindex-org/podcast-namespace), the
links of a paged feed (RFC 5005) and of its WebSub hubs, and those iTunes elements whose
current values feedgen 1.0.0 rejects: ``itunes:explicit`` as true or false, and images whose
address does not end in ``.jpg`` or ``.png``.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NewType

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"

NAME = "podcast_ns"
"""The attribute under which feedgen hangs the extension on a feed and its entries."""


Tag = NewType("Tag", str)
"""An element as XML, its name with one of the prefixes below.

As text, because a long feed has a quarter of a million: the parser reads them several times
faster than they are made one by one.
"""

_PREFIXES = {"podcast": PODCAST, "itunes": ITUNES, "atom": ATOM, "fh": HISTORY}
_HOLDER = "<tags {}>{{}}</tags>".format(" ".join(f'xmlns:{p}="{u}"' for p, u in _PREFIXES.items()))


def podcast(tag: str, text: str = "", /, *children: Tag, **attributes: str) -> Tag:
    """Return an element of the podcast namespace."""
    return _tag(f"podcast:{tag}", text, attributes, children)


def itunes(tag: str, text: str = "", /, **attributes: str) -> Tag:
    """Return an element of Apple's namespace."""
    return _tag(f"itunes:{tag}", text, attributes)


def atom_link(rel: str, href: str) -> Tag:
    """Return a link as Atom has it, which RSS borrows."""
    return _tag("atom:link", "", {"href": href, "rel": rel})


def filled(form: Tag, /, **values: str) -> Tag:
    """Return an element whose open places, such as ``{url}``, have got their values.

    To make such a form once and fill it for each item takes a third of the time.
    """
    return Tag(form.format_map({name: escape(value) for name, value in values.items()}))


def _tag(
    name: str, text: str, attributes: Mapping[str, str], children: tuple[Tag, ...] = ()
) -> Tag:
    given = "".join([f' {key}="{escape(value)}"' for key, value in attributes.items()])
    return Tag(f"<{name}{given}>{escape(text)}{''.join(children)}</{name}>")


ARCHIVE = _tag("fh:archive", "", {})
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
        channel[behind:behind] = _elements(self.links)
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


def _elements(tags: tuple[Tag, ...]) -> list[etree._Element]:
    return list(etree.fromstring(_HOLDER.format("".join(tags))))
