"""Sources by their names: the ear is never given an address."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from urllib.parse import urlsplit

from audiobrief.narration.reading.vocabulary import read_table
from audiobrief.sentences import primary

_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "net", "org"})
"""Labels that come before a country's own, as in ``example.co.uk``."""


@cache
def _names(language: str) -> Mapping[str, str]:
    names: Mapping[str, str] = read_table(".", "publishers.toml") or {}
    if language == "en":
        return names
    bare = {host: name.removeprefix("the ") for host, name in names.items()}
    return {**bare, **(read_table(language, "publishers.toml") or {})}


def publisher(url: str, locale: str = "en") -> str:
    """Return the name a newsreader gives the site at ``url``; empty where it has none.

    Known sites come from the tables; of any other, the registered label of its host is
    read, as words.
    """
    known = known_publisher(url, locale)
    return known or _registered(_labels(url)).replace("-", " ").title()


def known_publisher(url: str, locale: str = "en") -> str:
    """Return the name that the tables have for the site at ``url``, or nothing.

    Those are ``data/publishers.toml``, and ``data/<language>/publishers.toml`` for the names
    that a language has of its own.
    """
    labels = _labels(url)
    table = _names(primary(locale))
    names = (table.get(".".join(labels[start:])) for start in range(len(labels)))
    return next(filter(None, names), "")


def _labels(url: str) -> list[str]:
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return []
    return host.split(".")


def _registered(labels: list[str]) -> str:
    """Return the label that somebody registered: ``mercopress`` of ``en.mercopress.com``."""
    suffix = 2 if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else 1  # noqa: PLR2004 -- host, second level, country
    return labels[-suffix - 1] if len(labels) > suffix else "".join(labels[:1])
