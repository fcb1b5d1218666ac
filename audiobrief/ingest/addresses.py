"""Addresses of articles in one spelling, by which they are known again."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


def tidy(url: str) -> str:
    """Return ``url`` without fragment and trackers, its host in lower case, its query in order."""
    from courlan import normalize_url

    try:
        return str(normalize_url(url.partition("#")[0]))
    except ValueError:  # it is no address, which whoever asks there will be told
        return url


def public(url: str) -> str:
    """Return ``url`` tidied, and without the user and password that it may hold, to be printed."""
    parts = urlsplit(tidy(url))
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
