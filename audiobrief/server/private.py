"""A private show's documents made one subscriber's own."""

from __future__ import annotations

from html import escape
from urllib.parse import quote


def personal_url(url: str, token: str) -> str:
    """Return a private show's address for the holder of ``token``; ``url`` ends in a slash."""
    return f"{url}{token}/"


def personal(document: bytes, url: str, token: str) -> bytes:
    """Return a feed, page or transcript with the token in each address that starts with ``url``.

    An app then asks for media and transcripts as it asked for the feed. The scheme does not
    count, for links such as ``podcast://``; addresses inside of addresses are found too.
    """
    place = f"//{url.partition('://')[2]}"
    own = personal_url(place, token)
    forms = {place: own, escape(place): escape(own), quote(place, safe=""): quote(own, safe="")}
    # Pocket Casts' links name what to do before the place.
    forms |= {_asked(old): _asked(new) for old, new in ((place, own), (escape(place), escape(own)))}
    for old, new in forms.items():
        document = document.replace(old.encode(), new.encode())
    return document


def _asked(place: str) -> str:
    return f"://subscribe{place.removeprefix('/')}"
