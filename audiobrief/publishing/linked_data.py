"""A page once more for machines: JSON-LD (https://schema.org/PodcastEpisode) and oEmbed.

Both name public addresses alone, so neither is made for a private show.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from audiobrief.config import Show
from audiobrief.model import Episode
from audiobrief.publishing.shelf import EMBED
from audiobrief.publishing.sitemap import episode_url
from audiobrief.wording import load_wording

EMBED_WIDTH, EMBED_HEIGHT = 640, 232
"""Pixels that the player for other sites asks for; it fits into less."""

_OEMBED_SECONDS = 86_400


def series(show: Show, artwork_url: str = "") -> dict[str, Any]:
    """Return what there is to say of a show."""
    image = {"image": artwork_url} if artwork_url else {}
    return {
        "@type": "PodcastSeries",
        "@id": show.url,
        "name": show.title,
        "url": show.url,
        "webFeed": show.feed_url,
        "description": show.description,
        "inLanguage": show.language,
        "author": {"@type": "Organization", "name": show.author},
        **image,
    }


def podcast_episode(show: Show, episode: Episode) -> dict[str, Any]:
    """Return what there is to say of an episode."""
    url = episode_url(show, episode.slug)
    mp3, cover = episode.files["mp3"], episode.files.get("cover")
    name = load_wording(show.language).author(episode.byline)
    said = {
        "@type": "PodcastEpisode",
        "@id": url,
        "url": url,
        "name": episode.title,
        "description": episode.summary,
        "datePublished": episode.published.isoformat(),
        "dateModified": episode.updated.isoformat(),
        "inLanguage": show.language,
        "articleSection": episode.category,
        "author": {"@type": "Person", "name": name} if name else None,
        "image": url + quote(cover.name, safe="") if cover else None,
        "episodeNumber": episode.number,
        "duration": _duration(episode.duration_ms),
        "associatedMedia": {
            "@type": "AudioObject",
            "contentUrl": url + quote(mp3.name, safe=""),
            "encodingFormat": mp3.type,
            "contentSize": str(mp3.bytes),
            "duration": _duration(episode.duration_ms),
        },
        "partOfSeries": {
            "@type": "PodcastSeries",
            "@id": show.url,
            "name": show.title,
            "url": show.url,
            "webFeed": show.feed_url,
        },
    }
    return {key: value for key, value in said.items() if value not in (None, "")}


def json_ld(thing: dict[str, Any]) -> Markup:
    r"""Return JSON-LD for a script element.

    What could end the element, or begin another thing in it, is escaped (``\u003c``).
    """
    text = json.dumps(
        {"@context": "https://schema.org", **thing}, ensure_ascii=False, separators=(",", ":")
    )
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - made safe by the line above


def frame(show: Show, episode: Episode) -> str:
    """Return the element that shows an episode's player on any page."""
    code = Markup(
        '<iframe src="{}" width="{}" height="{}" title="{}" frameborder="0" loading="lazy">'
        "</iframe>"
    ).format(
        episode_url(show, episode.slug) + EMBED,
        EMBED_WIDTH,
        EMBED_HEIGHT,
        f"{episode.title} · {show.title}",
    )
    return str(code)


def oembed(show: Show, episode: Episode) -> dict[str, Any]:
    """Return the oEmbed answer (https://oembed.com) that puts an episode's player on a page."""
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": show.title,
        "provider_url": show.url,
        "title": episode.title,
        "author_name": load_wording(show.language).author(episode.byline) or show.author,
        "cache_age": _OEMBED_SECONDS,
        "width": EMBED_WIDTH,
        "height": EMBED_HEIGHT,
        "html": frame(show, episode),
    }


def _duration(ms: int) -> str:
    """Return a length as ISO 8601 writes it."""
    minutes, seconds = divmod((ms + 500) // 1000, 60)
    return f"PT{minutes}M{seconds}S"
