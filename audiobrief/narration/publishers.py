"""Sources by their names: the ear is never given an address."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "net", "org"})
"""Labels that come before a country's own, as in ``example.co.uk``."""


@cache
def _names() -> dict[str, str]:
    table = files("audiobrief.narration").joinpath("data/publishers.toml").read_text("utf-8")
    names: dict[str, str] = tomllib.loads(table)
    return names


def publisher(url: str) -> str:
    """Return the name a newsreader gives the site at ``url``; empty where it has none.

    Known sites come from ``data/publishers.toml``; of any other, the registered label of
    its host is read, as words.
    """
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    labels = host.split(".")
    for start in range(len(labels)):
        known = _names().get(".".join(labels[start:]))
        if known:
            return known
    return _registered(labels).replace("-", " ").title()


def _registered(labels: list[str]) -> str:
    """Return the label that somebody registered: ``mercopress`` of ``en.mercopress.com``."""
    suffix = 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 1  # noqa: PLR2004 -- host, second level, country
    return labels[-suffix - 1] if len(labels) > suffix else labels[0]
