"""Markup by forms: written once, filled for each item, the values escaped all in one go.

A long feed has a quarter of a million tags and a million texts in them; made and escaped one by
one, they take most of the time of writing it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NewType
from xml.sax import saxutils

from markupsafe import escape

from audiobrief.publishing.text import clean

Form = NewType("Form", str)
"""Markup with ``%s`` where values come, and ``%%`` for a per cent sign."""

Tag = tuple[Form, Sequence[str]]
"""A form and what fills it, as yet unescaped; no class, for a feed has so many of them."""

OPEN = "\x00"
"""Leaves a place in a form open. XML has no such character, so no text has it."""

_BETWEEN = re.compile("(?<=>)(?=<)")

_APART = "\x1f"
"""Parts the values while they are escaped; it is none of XML's either."""


def element(name: str, text: str = "", /, *children: Form, **attributes: str) -> Form:
    """Return the form of an element, open where a text or an attribute has :data:`OPEN` in it.

    The places count in the order of attributes, text, children.
    """
    given = "".join([f' {key}="{_fixed(value)}"' for key, value in attributes.items()])
    inside = _fixed(text) + "".join(children)
    return Form(f"<{name}{given}>{inside}</{name}>" if inside else f"<{name}{given}/>")


def joined(tags: Iterable[Tag]) -> Tag:
    """Return ``tags`` as one, in their order."""
    forms: list[str] = []
    values: list[str] = []
    for form, given in tags:
        forms.append(form)
        values += given
    return Form("".join(forms)), values


@lru_cache(maxsize=1000)
def laid(form: Form, depth: int) -> Form:
    """Return a form with a line for each element, ``depth`` deep, as lxml lays them out."""
    lines = []
    for line in _BETWEEN.split(form):
        depth -= line.startswith("</")
        lines.append(f"{'  ' * depth}{line}\n")
        depth += not line.endswith("/>") and "</" not in line
    return Form("".join(lines))


def for_xml(text: str) -> str:
    """Return ``text`` escaped for XML, in attributes too."""
    return saxutils.escape(text, {'"': "&quot;"})


def rendered(
    form: Form, values: Sequence[str] = (), escaping: Callable[[str], str] = escape
) -> str:
    """Return the markup of a tag, its values, which are clean, escaped: for HTML and XML alike."""
    escaped = str(escaping(_APART.join(values))).split(_APART)
    if len(escaped) != len(values):  # there are none, or one of them has the very character
        escaped = [str(escaping(clean(value))) for value in values]
    markup: str = form % tuple(escaped)
    return markup


def _fixed(text: str) -> str:
    return str(escape(text)).replace("%", "%%").replace(OPEN, "%s")
