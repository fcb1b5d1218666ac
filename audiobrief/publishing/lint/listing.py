"""Elements that must be there, and those that may be there once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from lxml import etree

from audiobrief.publishing.lint.document import NS, Element, Feed, Item, Problem, line_of
from audiobrief.publishing.lint.rules import ERROR, WARNING, feed_rule, item_rule
from audiobrief.publishing.rules import Severity

_IN_FEED: dict[str, tuple[str, str, Severity]] = {
    "feed.title.missing": ("title", "", ERROR),
    "feed.link.missing": ("link", "", ERROR),
    "feed.description.missing": ("description", "", ERROR),
    "feed.language.missing": ("language", "", ERROR),
    "feed.category.missing": ("itunes:category", "text", ERROR),
    "feed.explicit.missing": ("itunes:explicit", "", ERROR),
    "feed.image.missing": ("itunes:image", "href", ERROR),
    "feed.author.missing": ("itunes:author", "", WARNING),
    "feed.owner.missing": ("itunes:owner/itunes:email", "", WARNING),
    "feed.guid.missing": ("podcast:guid", "", WARNING),
    "feed.locked.missing": ("podcast:locked", "", WARNING),
}
_IN_ITEM: dict[str, tuple[str, str, Severity]] = {
    "item.title.missing": ("title", "", ERROR),
    "item.enclosure.missing": ("enclosure", "url", ERROR),
    "item.guid.missing": ("guid", "", ERROR),
    "item.link.missing": ("link", "", WARNING),
    "item.date.missing": ("pubDate", "", WARNING),
    "item.description.missing": ("description", "", WARNING),
    "item.duration.missing": ("itunes:duration", "", WARNING),
    "item.image.missing": ("itunes:image", "href", WARNING),
    "item.explicit.missing": ("itunes:explicit", "", WARNING),
    "item.transcript.missing": ("podcast:transcript", "url", WARNING),
}
"""Rule → the element, the attribute that must have a value (its text where empty), severity."""

_ONCE_IN_FEED = (
    *("title", "link", "description", "language", "copyright", "generator", "image", "pubDate"),
    *("lastBuildDate", "itunes:author", "itunes:owner", "itunes:explicit", "itunes:image"),
    *("itunes:type", "itunes:block", "itunes:complete", "itunes:new-feed-url", "podcast:guid"),
    *("podcast:locked", "podcast:medium", "podcast:updateFrequency", "podcast:license"),
)
_ONCE_IN_ITEM = (
    *("title", "link", "description", "guid", "pubDate", "content:encoded", "itunes:duration"),
    *("itunes:explicit", "itunes:image", "itunes:episode", "itunes:season", "itunes:episodeType"),
    *("podcast:chapters", "podcast:season", "podcast:episode", "podcast:license"),
)


@feed_rule("feed.element.repeated", ERROR)
def repeated_in_feed(feed: Feed) -> Iterator[Problem]:
    """Apps take the first or the last of two; nobody knows which."""
    yield from _repeated(feed, _ONCE_IN_FEED)


@item_rule("item.element.repeated", ERROR)
def repeated_in_item(item: Item) -> Iterator[Problem]:
    """The same within an item."""
    yield from _repeated(item, _ONCE_IN_ITEM)


@item_rule("item.enclosure.repeated", WARNING)
def enclosures(item: Item) -> Iterator[Problem]:
    """RSS allows one; other forms of the sound are podcast:alternateEnclosure."""
    for extra in item.all("enclosure")[1:]:
        yield extra.line, "an item has one enclosure; apps play the first or the last"


@feed_rule("feed.namespace.wrong", ERROR)
def namespaces(feed: Feed) -> Iterator[Problem]:
    """A prefix of another address leaves all its elements unread."""
    bound = {**feed.root.nsmap, **feed.node.nsmap}
    for prefix in NS.keys() & bound.keys():
        if bound[prefix] != NS[prefix]:
            yield (
                line_of(feed.root),
                f"the prefix {prefix!r} stands for {bound[prefix]}, not {NS[prefix]}",
            )


def _missing(element: Element, path: str, attribute: str) -> Iterator[Problem]:
    values = [one.get(attribute) if attribute else _whole(one) for one in element.all(path)]
    if not any(values):
        yield element.line, f"there is no <{path}>" + (f" with {attribute}" if attribute else "")


def _whole(element: Element) -> str:
    return "".join(map(str, element.node.itertext())).strip()


def _repeated(element: Element, once: tuple[str, ...]) -> Iterator[Problem]:
    names = {"": "", **{uri: f"{prefix}:" for prefix, uri in NS.items()}}
    children = [child for child in element.node if isinstance(child.tag, str)]
    counts = Counter(_prefixed(child, names) for child in children)
    for name in once:
        if counts[name] > 1:
            yield element.line, f"<{name}> is there {counts[name]} times"


def _prefixed(child: etree._Element, names: dict[str, str]) -> str:
    tag = etree.QName(child)
    return f"{names.get(tag.namespace or '', '?:')}{tag.localname}"


for _name, (_path, _attribute, _severity) in _IN_FEED.items():
    feed_rule(_name, _severity)(partial(_missing, path=_path, attribute=_attribute))
for _name, (_path, _attribute, _severity) in _IN_ITEM.items():
    item_rule(_name, _severity)(partial(_missing, path=_path, attribute=_attribute))
