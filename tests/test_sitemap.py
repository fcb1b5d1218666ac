"""Sitemaps: every page of a show, when it changed, and nothing that is not public."""

from __future__ import annotations

from datetime import UTC, datetime

from audiobrief.publishing.sitemap import render_sitemap, render_sitemap_index
from publishing_samples import episode, parse, show

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def test_a_sitemap_names_the_pages_of_a_show() -> None:
    """The show's page and each briefing's, with the day each was last changed."""
    root = parse(render_sitemap(show(), [episode("a&b", 5), episode("tide-gate", 4)]))
    assert root.xpath("//s:loc/text()", namespaces=NS) == [
        "https://pod.example/harbour/",
        "https://pod.example/harbour/episodes/a%26b/",
        "https://pod.example/harbour/episodes/tide-gate/",
    ]
    assert root.xpath("//s:lastmod/text()", namespaces=NS) == [
        "2026-03-05T07:00:05+00:00",
        "2026-03-05T07:00:05+00:00",
        "2026-03-04T07:00:05+00:00",
    ]


def test_the_index_names_the_sitemaps() -> None:
    """Each show's, where the show is published."""
    day = datetime(2026, 3, 5, tzinfo=UTC)
    root = parse(render_sitemap_index([(show(), day)]))
    assert root.tag == f"{{{NS['s']}}}sitemapindex"
    places = root.xpath("//s:loc/text()", namespaces=NS)
    assert places == ["https://pod.example/harbour/sitemap.xml"]
