"""How a listener follows a show: links that open a podcast app at its feed, and a QR code.

The schemes are the apps' own: they hand the feed's address to an app on the same device and
tell it to no web site, so that they hold for the address of a private show too.
"""

from __future__ import annotations

import io
from functools import lru_cache
from urllib.parse import quote

APPS = (
    ("Apple Podcasts", "podcast://{place}"),
    ("Overcast", "overcast://x-callback-url/add?url={quoted}"),
    ("Pocket Casts", "pktc://subscribe/{place}"),
    ("AntennaPod", "antennapod-subscribe://{place}"),
)
"""Apps by name, and how each is asked to follow a feed."""

_QUIET = 4  # modules, ISO/IEC 18004, section 9.1


def app_links(feed_url: str) -> list[tuple[str, str]]:
    """Return the names of podcast apps, and the address that opens a feed in each.

    The last is for whichever app the device opens feeds with, and has no name.
    """
    place = feed_url.partition("://")[2]
    quoted = quote(feed_url, safe="")
    named = [(name, form.format(place=place, quoted=quoted)) for name, form in APPS]
    return [*named, ("", f"feed:{feed_url}")]


@lru_cache(maxsize=4)
def qr_code(address: str) -> str:
    """Return a QR code of ``address`` as an SVG element for a page, black on white.

    It has no size of its own and no style: a page's policy forbids both inside of it.
    """
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn,
        kind="svg",
        border=_QUIET,
        dark="#000",
        light="#fff",
        xmldecl=False,
        svgns=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        nl=False,
    )
    return drawn.getvalue().decode("ascii")
