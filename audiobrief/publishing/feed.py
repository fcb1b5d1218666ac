"""The RSS feed of a show: RSS 2.0 with Apple's and the podcast namespace's elements.

Requirements: https://podcasters.apple.com/support/823-podcast-requirements and
https://github.com/Podcastindex-org/podcast-namespace.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from feedgen.feed import FeedGenerator

from audiobrief.config import Show
from audiobrief.errors import OutputError
from audiobrief.model import Episode, person
from audiobrief.publishing.description import html_notes, plain_notes, shortened, show_notes
from audiobrief.publishing.podcast_ns import NAME, PodcastFeed, PodcastItem, Tag, itunes, podcast
from audiobrief.publishing.text import clean, defused, one_line
from audiobrief.wording import load_wording

MAX_ITEMS = 100
"""Newest episodes the feed holds; apps load it whole at every visit."""

MAX_DESCRIPTION_BYTES = 4000
"""What Apple Podcasts keeps of a channel's description."""

MAX_PERSON = 128
"""Characters of a ``podcast:person``, as the namespace has it."""

TRANSCRIPTS = {
    "vtt": {"type": "text/vtt", "rel": "captions"},
    "srt": {"type": "application/x-subrip", "rel": "captions"},
    "json": {"type": "application/json"},
    "html": {"type": "text/html"},
}
"""The transcript roles the feed names, WebVTT first: some apps take the first they see."""

_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")

_AI_CONTENT = podcast("txt", "true", purpose="ai-content")


def show_guid(feed_url: str) -> str:
    """Mint a show's ``podcast:guid``: UUIDv5 of its address, scheme and end slashes off.

    Minted once, then kept even where the feed moves:
    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
    """
    return str(uuid.uuid5(_GUID_NAMESPACE, feed_url.split("://", 1)[-1].rstrip("/")))


def episode_guid(show_guid: str, slug: str) -> str:
    """Mint the GUID of the episode ``slug``: UUIDv5 in the namespace of its show's."""
    return str(uuid.uuid5(uuid.UUID(show_guid), slug))


def render_feed(show: Show, show_guid: str, episodes: Sequence[Episode], artwork_url: str) -> bytes:
    """Return the feed's XML, newest episode first, the same bytes for the same arguments.

    Args:
        show: the podcast.
        show_guid: its ``podcast:guid``, minted once by :func:`show_guid` and kept.
        episodes: all its records, in any order; the newest :data:`MAX_ITEMS` are listed.
        artwork_url: the show's cover, which also stands in for an episode without one.

    Raises:
        OutputError: an episode's record names no MP3.
    """
    newest = sorted(episodes, key=lambda item: (item.published, item.slug), reverse=True)
    feed = _channel(show, artwork_url)
    feed.register_extension(NAME, PodcastFeed, PodcastItem)
    extension = getattr(feed, NAME)
    extension.tags = _channel_tags(show, show_guid, artwork_url)
    if episodes:
        feed.lastBuildDate(max(item.updated for item in episodes).astimezone(UTC))
    else:
        extension.built = False
    for episode in newest[:MAX_ITEMS]:
        _fill(feed.add_entry(order="append"), show, episode, artwork_url)
    rendered: bytes = feed.rss_str(pretty=True)
    return rendered


def _channel(show: Show, artwork_url: str) -> Any:
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.title(_text(show.title))
    feed.description(shortened(defused(clean(show.description)), MAX_DESCRIPTION_BYTES))
    feed.link(href=show.feed_url, rel="self", type="application/rss+xml")
    # feedgen takes the link set last for the channel's own.
    feed.link(href=show.url, rel="alternate")
    feed.language(show.language)
    feed.generator("audiobrief")
    feed.image(url=artwork_url, title=_text(show.title), link=show.url)
    if show.copyright:
        feed.copyright(_text(show.copyright))
    feed.podcast.itunes_author(_text(show.author))
    feed.podcast.itunes_owner(name=_text(show.author), email=clean(show.email))
    feed.podcast.itunes_type(show.type)
    feed.podcast.itunes_category([_category(text) for text in show.categories])
    return feed


def _channel_tags(show: Show, show_guid: str, artwork_url: str) -> tuple[Tag, ...]:
    return (
        itunes("explicit", _explicit(show)),
        itunes("image", href=artwork_url),
        podcast("guid", show_guid),
        podcast("locked", "yes", owner=clean(show.email)),
        podcast("medium", "podcast"),
        _AI_CONTENT,
    )


def _fill(entry: Any, show: Show, episode: Episode, artwork_url: str) -> None:
    folder = f"{show.url}episodes/{episode.slug}/"
    if "mp3" not in episode.files:
        raise OutputError(
            "the episode's record names no MP3",
            where=f"episodes/{episode.slug}",
            remedy="Render the episode again.",
        )
    audio = episode.files["mp3"]
    disclosure = show.disclosure.written if episode.narrated else ""
    notes = show_notes(episode, disclosure, load_wording(show.language).labels)
    entry.title(_text(episode.title) or episode.slug)
    entry.link(href=folder, rel="alternate")
    entry.description(plain_notes(notes))
    entry.content(html_notes(notes))
    entry.guid(episode.guid, permalink=False)
    entry.enclosure(folder + audio.name, audio.bytes, audio.type)
    entry.pubDate(episode.published.astimezone(UTC))
    entry.podcast.itunes_duration((episode.duration_ms + 500) // 1000)
    entry.podcast.itunes_episode_type("full")
    getattr(entry, NAME).tags = _item_tags(show, episode, folder, artwork_url)


def _item_tags(show: Show, episode: Episode, folder: str, artwork_url: str) -> tuple[Tag, ...]:
    files = episode.files
    tags = [
        itunes("explicit", _explicit(show)),
        itunes("image", href=folder + files["cover"].name if "cover" in files else artwork_url),
    ]
    tags += [
        podcast("transcript", url=folder + files[role].name, **kind, language=show.language)
        for role, kind in TRANSCRIPTS.items()
        if role in files
    ]
    if "chapters" in files:
        address = folder + files["chapters"].name
        tags.append(podcast("chapters", url=address, type="application/json+chapters"))
    if byline := _text(person(load_wording(show.language).signed(episode.byline))):
        tags.append(podcast("person", byline[:MAX_PERSON], group="writing", role="author"))
    return (*tags, _AI_CONTENT) if episode.narrated else tuple(tags)


def _text(text: str) -> str:
    return defused(one_line(text))


def _explicit(show: Show) -> str:
    return "true" if show.explicit else "false"


def _category(text: str) -> dict[str, str]:
    """Read "News > Daily News"; feedgen looks a category up by its text in double quotes."""
    name, _, sub = (part.strip() for part in one_line(text).replace('"', "").partition(">"))
    return {"cat": name, "sub": sub} if sub else {"cat": name}
