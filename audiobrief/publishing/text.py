"""What every text passes through before it is published: it comes from outside the house."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2

_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0 (https://www.w3.org/TR/xml/#charsets), and the carriage
return, which XML parsers turn into a line feed anyway."""

_TAG_OPENS = re.compile(r"<(?=[A-Za-z/!?])")


def clean(text: str) -> str:
    """Return ``text`` without the characters XML forbids; line feeds and tabs stay."""
    # What Python can print, XML allows: most texts need no second look.
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def one_line(text: str) -> str:
    """Return ``text`` clean and on one line, its runs of white space made single spaces."""
    text = text.strip()
    if text.isprintable() and "  " not in text:
        return text  # as most are: no space but the usual one is printable
    return " ".join(clean(text).split())


def one_lines(texts: list[str]) -> list[str]:
    """Return each of ``texts`` clean and on one line; together, for mostly none needs a change."""
    # A space at an end of one makes two where they meet, and so does an empty one.
    together = f" {' '.join(texts)} "
    if together.isprintable() and "  " not in together:
        return texts
    return [one_line(text) for text in texts]


def defused(text: str) -> str:
    """Return ``text`` with no run in it that an HTML parser would take for a tag.

    Plain-text formats have no escapes, yet some apps show them as HTML; a "<" that would
    open a tag becomes a look-alike (https://html.spec.whatwg.org/#tag-open-state).
    """
    return _TAG_OPENS.sub("\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", text)


def timestamp(ms: int) -> str:
    """Return a position as ``HH:MM:SS``, rounded down, as podcast apps recognise it."""
    return _clock(ms // 1000)


@lru_cache(maxsize=4096)  # the chapters of ten thousand episodes begin in the same hour
def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}"


@cache
def template(source: str) -> jinja2.Template:
    """Compile a small HTML template whose values are all escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.from_string(source)
