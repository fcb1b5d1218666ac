"""Sitemaps (https://www.sitemaps.org/protocol.html): what search engines are told of the pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from lxml import etree

from audiobrief.config import Show
from audiobrief.model import Episode
from audiobrief.publishing.shelf import SITEMAP

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NSMAP: Any = {None: _NAMESPACE}


def episode_url(show: Show, slug: str) -> str:
    """Return the public address of an episode's page, which is also its folder's."""
    return f"{show.url}episodes/{quote(slug, safe='')}/"


def render_sitemap(show: Show, episodes: Sequence[Episode]) -> bytes:
    """Return ``output/<show>/sitemap.xml``: the show's page and those of ``episodes``."""
    newest = max(episode.updated for episode in episodes)
    pages = [(episode_url(show, one.slug), one.updated) for one in episodes]
    return _listed("urlset", "url", [(show.url, newest), *pages])


def render_sitemap_index(shows: Iterable[tuple[Show, datetime]]) -> bytes:
    """Return ``output/sitemap.xml``, which names those of the shows and when each changed."""
    places = [(show.url + SITEMAP, changed) for show, changed in shows]
    return _listed("sitemapindex", "sitemap", places)


def _listed(root: str, entry: str, places: Iterable[tuple[str, datetime]]) -> bytes:
    listed = etree.Element(f"{{{_NAMESPACE}}}{root}", nsmap=_NSMAP)
    for address, changed in places:
        one = etree.SubElement(listed, f"{{{_NAMESPACE}}}{entry}")
        etree.SubElement(one, f"{{{_NAMESPACE}}}loc").text = address
        etree.SubElement(one, f"{{{_NAMESPACE}}}lastmod").text = changed.isoformat()
    written: bytes = etree.tostring(
        listed, encoding="utf-8", xml_declaration=True, pretty_print=True
    )
    return written
