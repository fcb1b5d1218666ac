"""Show notes: how long, what apps read in them, what they must not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from audiobrief.publishing.lint.channel import MAX_DESCRIPTION
from audiobrief.publishing.lint.document import Item, Problem
from audiobrief.publishing.lint.rules import ERROR, WARNING, item_rule

MIN_TIMESTAMPS = 3

_STAMP = re.compile(r"^\s*\(?((?:\d{1,2}:)?\d{1,2}:\d\d)\b", re.MULTILINE)
_ACTIVE = {"script", "iframe", "object", "embed", "form", "style"}


@item_rule("item.description.long", ERROR)
def long(item: Item) -> Iterator[Problem]:
    """Apple keeps so many bytes."""
    size = len(item.said("description").encode())
    if size > MAX_DESCRIPTION:
        yield item.line, f"the description has {size} bytes, more than {MAX_DESCRIPTION}"


@item_rule("item.timestamps.few", WARNING)
def timestamps(item: Item) -> Iterator[Problem]:
    """Apps read them as chapters from three on, the first at zero."""
    stamps = _STAMP.findall(item.said("description"))
    if stamps and (len(stamps) < MIN_TIMESTAMPS or re.sub(r"[0:]", "", stamps[0])):
        yield item.line, "timestamps of notes count from 00:00:00, and there are at least three"


@item_rule("item.content.active", ERROR)
def active(item: Item) -> Iterator[Problem]:
    """Apps take out what could run, and some of them everything with it."""
    content = item.said("content:encoded")
    if not content:
        return
    try:
        elements = list(html.fragment_fromstring(content, "div").iter(etree.Element))
    except (etree.ParserError, ValueError):
        return
    for element in elements:
        handlers = [name for name in map(str, element.attrib) if name.startswith("on")]
        if element.tag in _ACTIVE or handlers:
            yield item.line, f"content:encoded holds <{element.tag}> {' '.join(handlers)}".rstrip()
