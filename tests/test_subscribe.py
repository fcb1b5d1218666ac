"""Ways to follow a show: addresses that apps open, and a code that says what it should."""

from __future__ import annotations

import re

import pytest
import segno
from lxml import etree

from audiobrief.publishing.subscribe import app_links, qr_code
from audiobrief.server.private import personal

FEED = "https://pod.example/harbour/feed.xml"


def test_each_app_is_asked_in_its_own_way() -> None:
    """The forms are those that the apps' makers give."""
    assert dict(app_links(FEED)) == {
        "Apple Podcasts": "podcast://pod.example/harbour/feed.xml",
        "Overcast": "overcast://x-callback-url/add?url=https%3A%2F%2Fpod.example%2Fharbour%2Ffeed.xml",
        "Pocket Casts": "pktc://subscribe/pod.example/harbour/feed.xml",
        "AntennaPod": "antennapod-subscribe://pod.example/harbour/feed.xml",
        "": f"feed:{FEED}",
    }


@pytest.mark.parametrize("address", [address for _, address in app_links(FEED)])
def test_each_address_is_made_a_subscribers_own(address: str) -> None:
    """What the server does for a private show reaches every one of them."""
    served = personal(f'href="{address}"'.encode(), "https://pod.example/harbour/", "TOKEN")
    assert b"TOKEN" in served


@pytest.mark.parametrize(
    "address", ["https://pod.example/harbour/#subscribe", "https://ü.example/"]
)
def test_a_code_is_drawn_whole(address: str) -> None:
    """The drawing has the code's dark modules, a quiet zone of four, and no style of its own."""
    svg = etree.fromstring(qr_code(address))
    assert not {"style", "class", "width"} & {name for one in svg.iter() for name in one.attrib}
    code = segno.make(address, error="m", micro=False)
    width, _ = code.symbol_size(border=4)
    assert svg.get("viewBox") == f"0 0 {width} {width}"
    ground, modules = svg.iter("path")
    assert (ground.get("fill"), modules.get("stroke")) == ("#fff", "#000")
    assert _drawn(modules.get("d") or "") == sum(sum(row) for row in code.matrix)


def _drawn(path: str) -> int:
    """Return how many modules the strokes of a path cover."""
    return sum(int(length) for length in re.findall(r"h(\d+)", path))
