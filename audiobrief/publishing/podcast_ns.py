"""A feedgen extension for what feedgen leaves out or refuses, and the place of a feed's items.

It writes the podcast namespace (https://github.com/Podcastindex-org/podcast-namespace), the
links of a paged feed (RFC 5005) and of its WebSub hubs, and those iTunes elements whose
current values feedgen 1.0.0 rejects: ``itunes:explicit`` as true or false, and images whose
address does not end in ``.jpg`` or ``.png``.
"""

from __future__ import annotations

from collections.abc import Iterable

from feedgen.ext.base import BaseExtension
from lxml import etree

from audiobrief.publishing.forms import Form, Tag, element, rendered

PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"

NAME = "podcast_ns"
"""The attribute under which feedgen hangs the extension on a feed."""

_PREFIXES = {"podcast": PODCAST, "itunes": ITUNES, "atom": ATOM, "fh": HISTORY}
"""Those that a form's names may have."""

_ITEMS = "items"
_PLACE = f"    <!--{_ITEMS}-->\n".encode()
"""Where feedgen's layout has the comment; in a text there would be no "<"."""

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


class PodcastFeed(BaseExtension):  # type: ignore[misc]  # feedgen ships no types
    """Adds links and tags to the channel; takes off the build date of one never built.

    The items are written behind it (:func:`with_items`): a quarter of a million elements, made one
    by one, parsed or only moved, take most of the time that a long feed is written in.
    """

    def __init__(self) -> None:
        self.links: tuple[Form, ...] = ()
        self.tags: tuple[Form, ...] = ()
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
        channel[behind:behind] = _elements(_plain(self.links))
        channel.extend(_elements(_plain(self.tags)))
        channel.append(etree.Comment(_ITEMS))
        return feed


def with_items(feed: bytes, items: Iterable[str]) -> bytes:
    """Return a feed as feedgen renders it, laid out, with its items, which are laid out too.

    The prefixes in them are those that feedgen and :class:`PodcastFeed` declare.
    """
    head, tail = feed.split(_PLACE)
    return b"".join([head, *map(str.encode, items), tail])


def _plain(forms: Iterable[Form]) -> Tag:
    return Form("".join(forms)), ()


def _elements(tag: Tag) -> list[etree._Element]:
    return list(etree.fromstring(_HOLDER.format(rendered(*tag))))
