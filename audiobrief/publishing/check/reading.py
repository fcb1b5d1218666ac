"""Published texts read as players read them: captions, chapters, transcripts, pages.

Nothing is mended: what a player could not use raises :class:`UnreadableError`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from math import isfinite
from typing import Any

from lxml import html

from audiobrief.model import ChapterMark

_TIME = re.compile(r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)([.,])(\d{3})")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[\W_]+")
_UNHEARD = ("NOTE", "STYLE", "REGION")


class UnreadableError(ValueError):
    """A file is not of the form that its name and type promise."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Text from ``start`` to ``end``, milliseconds; ``words`` are the starts and ends in it."""

    start: int
    end: int
    text: str
    words: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """A transcript without times: its title, what it discloses, and its parts in order.

    ``spoken`` are the paragraphs alone; ``whole`` is all of it, headings too.
    """

    title: str
    whole: str
    spoken: str


def vtt(data: bytes) -> tuple[Cue, ...]:
    """Read WebVTT (https://www.w3.org/TR/webvtt1/), in strict order of its blocks."""
    head, *blocks = *_blocks(_text(data)), ""
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", head):
        raise UnreadableError("it does not begin with WEBVTT")
    heard = [block for block in blocks if block and not block.startswith(_UNHEARD)]
    return tuple(_cue(block, ".") for block in heard)


def srt(data: bytes) -> tuple[Cue, ...]:
    """Read SubRip: a number, times with commas, rows."""
    cues = []
    for number, block in enumerate(_blocks(_text(data)), start=1):
        count, newline, rest = block.partition("\n")
        if count.strip() != str(number) or not newline:
            raise UnreadableError(f"cue {number} is numbered {count.strip()[:20]!r}")
        cues.append(_cue(rest, ","))
    return tuple(cues)


def segments(data: bytes) -> tuple[Cue, ...]:
    """Read the podcast namespace's JSON transcript, with our words in it."""
    found = _json(data)
    try:
        return tuple(_segment(one) for one in found["segments"])
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableError(f"a segment lacks its times or its body ({error})") from error


def chapters(data: bytes) -> tuple[ChapterMark, ...]:
    """Read the podcast namespace's JSON chapters."""
    found = _json(data)
    try:
        if not str(found["version"]).startswith("1."):
            raise UnreadableError(f"its version is {found['version']!r}")
        return tuple(
            ChapterMark(str(one["title"]), _ms(one, "startTime")) for one in found["chapters"]
        )
    except (KeyError, TypeError) as error:
        raise UnreadableError(f"a chapter lacks its time or its title ({error})") from error


def prose_html(data: bytes) -> Prose:
    """Read the HTML transcript."""
    root = page(data)
    title = _said(root.xpath("//h1"))
    parts = root.xpath("//h1 | //aside | //h2 | //p")
    return Prose(title, _said(parts), _said(root.xpath("//p")))


def prose_text(data: bytes) -> Prose:
    """Read the plain text; what of it is heard only the other forms tell."""
    text = _text(data)
    return Prose(text.partition("\n")[0], text, "")


def page(data: bytes) -> Any:
    """Return the root of an HTML page."""
    text = _text(data)
    if not text.strip():
        raise UnreadableError("it is empty")
    if "</html>" not in text[-200:].lower():
        raise UnreadableError("it has no end")
    return html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))


def letters(text: str) -> str:
    """Return the letters and figures of a text alone: what rows, signs and escapes leave."""
    return _NO_LETTERS.sub("", text.casefold())


def _said(nodes: list[Any]) -> str:
    return " ".join(" ".join(node.text_content().split()) for node in nodes)


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError("it is not UTF-8") from error
    return text.replace("\r\n", "\n")


def _json(data: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(_text(data))
    except json.JSONDecodeError as error:
        raise UnreadableError(f"it is no JSON ({error.msg}, line {error.lineno})") from error
    if not isinstance(found, dict):
        raise UnreadableError("it holds no object")
    return found


def _blocks(text: str) -> Iterator[str]:
    yield from (block.strip("\n") for block in re.split(r"\n{2,}", text) if block.strip())


def _cue(block: str, decimal_mark: str) -> Cue:
    rows = block.split("\n")
    at = next((number for number, row in enumerate(rows) if "-->" in row), None)
    if at is None or at > 1:
        raise UnreadableError(f"a block has no times: {block[:40]!r}")
    start, _, rest = rows[at].partition("-->")
    times = [
        _TIME.fullmatch(time) for time in (start.strip(), rest.split()[0] if rest.split() else "")
    ]
    read = [_moment(time) for time in times if time and time[4] == decimal_mark]
    if len(read) != len(times):
        raise UnreadableError(f"times that cannot be read: {rows[at]!r}")
    return Cue(read[0], read[1], unescape(_TAG.sub("", " ".join(rows[at + 1 :]))))


def _moment(time: re.Match[str]) -> int:
    hours, minutes, seconds, ms = (int(time[group] or 0) for group in (1, 2, 3, 5))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _segment(one: Mapping[str, Any]) -> Cue:
    words = tuple((_ms(word, "startTime"), _ms(word, "endTime")) for word in one.get("words", ()))
    return Cue(_ms(one, "startTime"), _ms(one, "endTime"), str(one["body"]), words)


def _ms(one: Mapping[str, Any], key: str) -> int:
    value = one[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise UnreadableError(f"{key} is no number: {value!r}")
    return round(value * 1000)
