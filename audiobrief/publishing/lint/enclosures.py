"""The sound itself: enclosures and their alternatives."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.publishing.lint import values
from audiobrief.publishing.lint.document import Element, Item, Problem
from audiobrief.publishing.lint.rules import ERROR, item_rule

ENDINGS = {
    "audio/mpeg": {".mp3"},
    "audio/x-m4a": {".m4a"},
    "audio/mp4": {".m4a", ".mp4"},
    "audio/aac": {".aac", ".m4a"},
    "audio/ogg": {".ogg", ".oga", ".opus"},
    "audio/opus": {".opus"},
    "audio/flac": {".flac"},
    "video/mp4": {".mp4", ".m4v"},
    "video/x-m4v": {".m4v"},
    "video/quicktime": {".mov"},
    "application/pdf": {".pdf"},
}
"""The endings that go with a type; some apps choose their player by them."""


@item_rule("item.enclosure.url", ERROR)
def address(item: Item) -> Iterator[Problem]:
    """A relative address leads nowhere from an app."""
    for one in item.all("enclosure"):
        if one.get("url") and not values.is_address(one.get("url")):
            yield one.line, f"the enclosure is no http(s) address: {one.get('url')}"


@item_rule("item.enclosure.length", ERROR)
def length(item: Item) -> Iterator[Problem]:
    """Apps plan a download by it."""
    for one in item.all("enclosure"):
        if not values.is_whole(one.get("length")):
            yield one.line, f"the enclosure's length is no number of bytes: {one.get('length')!r}"


@item_rule("item.enclosure.type", ERROR)
def kind(item: Item) -> Iterator[Problem]:
    """What apps do not know they do not play."""
    for one in item.all("enclosure"):
        if one.get("type") not in ENDINGS:
            yield one.line, f"the enclosure's type is none that apps play: {one.get('type')!r}"


@item_rule("item.enclosure.ending", ERROR)
def ending(item: Item) -> Iterator[Problem]:
    """Apple wants the address to end in what the type says."""
    for one in item.all("enclosure"):
        endings = ENDINGS.get(one.get("type"))
        url = one.get("url")
        if endings and values.is_address(url) and values.suffix(url) not in endings:
            wanted = " or ".join(sorted(endings))
            yield one.line, f"the address of a file of {one.get('type')} should end in {wanted}"


@item_rule("item.alternate.type", ERROR)
def alternate_type(item: Item) -> Iterator[Problem]:
    """It is the one thing that an app chooses by."""
    for one in item.all("podcast:alternateEnclosure"):
        if "/" not in one.get("type"):
            yield one.line, f"the alternate enclosure's type is none: {one.get('type')!r}"


@item_rule("item.alternate.source", ERROR)
def alternate_source(item: Item) -> Iterator[Problem]:
    """Without a source there is nothing to play."""
    for one in item.all("podcast:alternateEnclosure"):
        sources = one.all("podcast:source")
        if not sources:
            yield one.line, "the alternate enclosure has no podcast:source"
        for source in sources:
            if ":" not in source.get("uri"):
                yield source.line, f"the source is no address: {source.get('uri')!r}"


@item_rule("item.alternate.measure", ERROR)
def alternate_measure(item: Item) -> Iterator[Problem]:
    """Length is bytes, bitrate bits a second."""
    for one in item.all("podcast:alternateEnclosure"):
        yield from _measured(one, "length", whole=True)
        yield from _measured(one, "bitrate", whole=False)


@item_rule("item.alternate.default", ERROR)
def alternate_default(item: Item) -> Iterator[Problem]:
    """One of them is the enclosure itself, at most."""
    defaults = [
        one for one in item.all("podcast:alternateEnclosure") if one.get("default") == "true"
    ]
    for one in defaults[1:]:
        yield one.line, "more than one alternate enclosure is the default"


@item_rule("item.integrity.invalid", ERROR)
def integrity(item: Item) -> Iterator[Problem]:
    """A digest that cannot be read makes the file look tampered with."""
    for one in item.all("podcast:alternateEnclosure/podcast:integrity"):
        if one.get("type") not in {"sri", "pgp-signature"}:
            yield one.line, f"the integrity's type is {one.get('type')!r}, not sri"
        elif one.get("type") == "sri" and not values.is_sri(one.get("value")):
            yield one.line, "the integrity's value is no sha256-, sha384- or sha512- digest"


def _measured(element: Element, name: str, *, whole: bool) -> Iterator[Problem]:
    text = element.get(name)
    right = values.is_whole(text) if whole else bool(values.number(text))
    if element.has(name) and not right:
        yield element.line, f"the alternate enclosure's {name} is no number: {text!r}"
