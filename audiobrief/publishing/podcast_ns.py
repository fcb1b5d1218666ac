"""A feedgen extension for what feedgen leaves out or refuses, and for a long feed's items.

It writes the podcast namespace (https://github.com/Podcastindex-org/podcast-namespace), the
links of a paged feed (RFC 5005) and of its WebSub hubs, and those iTunes elements whose
current values feedgen 1.0.0 rejects: ``itunes:explicit`` as true or false, and images whose
address does not end in ``.jpg`` or ``.png``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from feedgen.ext.base import BaseExtension
from lxml import etree

from audiobrief.publishing.forms import Form, Tag, element, joined, rendered

PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
CONTENT = "http://purl.org/rss/1.0/modules/content/"

NAME = "podcast_ns"
"""The attribute under which feedgen hangs the extension on a feed."""

_PREFIXES = {
    "podcast": PODCAST,
    "itunes": ITUNES,
    "atom": ATOM,
    "fh": HISTORY,
    "content": CONTENT,
}
"""Those that a form's names may have."""

_HOLDER = "<tags {}>{{}}</tags>".format(" ".join(f'xmlns:{p}="{u}"' for p, u in _PREFIXES.items()))


def podcast(name: str, text: str = "", /, *children: Form, **attributes: str) -> Form:
    """Return an element of the podcast namespace."""
    return element(f"podcast:{name}", text, *children, **attributes)


def itunes(name: str, text: str = "", /, **attributes: str) -> Form:
    """Return an element of Apple's namespace."""
    return element(f"itunes:{name}", text, **attributes)


def atom_link(rel: str, href: str) -> Form:
    """Return a link as Atom has it, which RSS borrows."""
    return element("atom:link", href=href, rel=rel)


ARCHIVE = element("fh:archive")
"""Marks a page that will not change but by corrections (RFC 5005, section 4)."""


class Item(NamedTuple):
    """An item: its tags, and texts by the names of the elements that these leave empty.

    A long text is set in less time than it takes to be escaped and parsed.
    """

    tags: Iterable[Tag]
    texts: Mapping[str, str]


class PodcastFeed(BaseExtension):  # type: ignore[misc]  # feedgen ships no types
    """Adds links, tags and items to the channel; takes off the build date of one never built.

    The items come as text too, parsed all at once: that is quicker than feedgen's entries, made
    element by element.
    """

    def __init__(self) -> None:
        self.links: tuple[Form, ...] = ()
        self.tags: tuple[Form, ...] = ()
        self.items: Sequence[Item] = ()
        self.built = True

    def extend_ns(self) -> dict[str, str]:
        """Return the prefixes this extension declares."""
        prefixes = {"podcast": PODCAST, "itunes": ITUNES}
        return {**prefixes, "fh": HISTORY} if ARCHIVE in self.tags else prefixes

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Write the channel's links, tags and items into the finished ``rss`` element."""
        channel = feed[0]
        if not self.built:
            # feedgen fills in the time of day, and the same show must give the same bytes.
            channel.remove(next(channel.iter("lastBuildDate")))
        # feedgen takes no link but the feed's own: any other would replace the channel's.
        behind = channel.index(next(channel.iter(f"{{{ATOM}}}link"))) + 1
        channel[behind:behind] = _elements(_plain(self.links))
        channel.extend(_elements(_plain(self.tags)))
        channel.extend(_with_texts(self.items))
        return feed


def _with_texts(items: Sequence[Item]) -> list[etree._Element]:
    elements = _elements(joined(chain.from_iterable(item.tags for item in items)))
    for made, item in zip(elements, items, strict=True):
        for name, text in item.texts.items():
            next(made.iterchildren(name)).text = text
    return elements


def _plain(forms: Iterable[Form]) -> Tag:
    return Form("".join(forms)), ()


def _elements(tag: Tag) -> list[etree._Element]:
    return list(etree.fromstring(_HOLDER.format(rendered(*tag))))
