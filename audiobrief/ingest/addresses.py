"""Addresses of articles in one spelling, by which they are known again."""

from __future__ import annotations


def tidy(url: str) -> str:
    """Return ``url`` without fragment and trackers, its host in lower case, its query in order."""
    from courlan import normalize_url

    return str(normalize_url(url.partition("#")[0]))
