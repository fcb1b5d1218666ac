"""The RSS feed of a show: RSS 2.0 with Apple's and the podcast namespace's elements.

Requirements: https://github.com/Podcast-Standards-Project/PSP-1-Podcast-RSS-Specification,
https://podcasters.apple.com/support/823-podcast-requirements and
https://github.com/Podcastindex-org/podcast-namespace.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from feedgen.feed import FeedGenerator

from audiobrief.config import Show
from audiobrief.errors import OutputError
from audiobrief.model import Episode
from audiobrief.publishing.corrections import correction_told
from audiobrief.publishing.description import (
    MAX_CORRECTION,
    MOST_CORRECTIONS,
    html_notes,
    shortened,
    show_notes,
)
from audiobrief.publishing.feed_tags import (
    Alike,
    alike,
    channel_links,
    channel_tags,
    item_tags,
)
from audiobrief.publishing.forms import Form, Tag, for_xml, joined, laid, rendered
from audiobrief.publishing.paging import Page
from audiobrief.publishing.podcast_ns import NAME, PodcastFeed, with_items
from audiobrief.publishing.text import clean, defused, one_line
from audiobrief.wording import load_wording

MAX_DESCRIPTION_BYTES = 4000
"""What Apple Podcasts keeps of a channel's description."""

_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")

_HEAD = Form("<item><title>%s</title><link>%s</link><description>%s</description>")
_ENCODED = Form("<content:encoded>%s</content:encoded>")
_RELEASE = Form(
    '<guid isPermaLink="false">%s</guid>'
    '<enclosure url="%s" length="%s" type="%s"/>'
    "<pubDate>%s</pubDate>"
    "<itunes:duration>%s</itunes:duration>"
    "<itunes:episodeType>%s</itunes:episodeType>"
)
_CLOSES = Form("</item>")
_DEPTH = 2
"""Elements that an item lies in: the channel and the document's own."""

_ITEM_FRAME = 2600
"""Bytes of an item's own tags, without the addresses in them."""

_ADDRESSES = 11
"""Addresses below the show's own that an item holds, at most."""

_ESCAPED, _ESCAPES = "&<>\"'", 12
"""Signs that are escaped, and what that adds to one: "&amp;" in XML, "&amp;amp;" for HTML in it."""

_AROUND_TEXT = 60
"""Bytes of the tags that stand around each text in both forms."""

_AROUND_SLUG = 45
"""Characters of such an address beside the show's own and the slug, which is in it twice."""


def show_guid(feed_url: str) -> str:
    """Mint a show's ``podcast:guid``: UUIDv5 of its address, scheme and end slashes off.

    Minted once, then kept even where the feed moves:
    https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/tags/guid.md
    """
    return str(uuid.uuid5(_GUID_NAMESPACE, feed_url.split("://", 1)[-1].rstrip("/")))


def episode_guid(show_guid: str, slug: str) -> str:
    """Mint the GUID of the episode ``slug``: UUIDv5 in the namespace of its show's."""
    return str(uuid.uuid5(uuid.UUID(show_guid), slug))


def weight(show: Show, episode: Episode) -> int:
    """Return at least the bytes that ``episode`` takes in the feed of ``show``.

    It is counted from the texts as they stand, for the notes are never longer: each is there
    once as text and once as HTML, which XML escapes a second time.
    """
    addresses = _ADDRESSES * (len(show.url) + 2 * len(episode.slug) + _AROUND_SLUG)
    texts = list(_texts(show, episode))
    return _ITEM_FRAME + addresses + _AROUND_TEXT * len(texts) + _escaped("".join(texts))


def render_feed(show: Show, show_guid: str, page: Page, artwork_url: str) -> bytes:
    """Return the XML of one page of the feed, the same bytes for the same arguments.

    Args:
        show: the podcast.
        show_guid: its ``podcast:guid``, minted once by :func:`show_guid` and kept.
        page: the episodes it lists, newest first, and its place among the pages.
        artwork_url: the show's cover, which also stands in for an episode without one.

    Raises:
        OutputError: an episode's record names no MP3.
    """
    feed = _channel(show, artwork_url, page)
    feed.register_extension(NAME, PodcastFeed)
    extension = getattr(feed, NAME)
    extension.links = channel_links(show, page)
    extension.tags = channel_tags(show, show_guid, artwork_url, page)
    if page.episodes:
        feed.lastBuildDate(max(item.updated for item in page.episodes).astimezone(UTC))
    else:
        extension.built = False
    common = alike(show, artwork_url)
    items = [_item(show, common, episode) for episode in page.episodes]
    return with_items(feed.rss_str(pretty=True), items)


def _channel(show: Show, artwork_url: str, page: Page) -> Any:
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.title(_text(show.title))
    feed.description(shortened(defused(clean(show.description)), MAX_DESCRIPTION_BYTES))
    feed.link(href=show.url + page.name, rel="self", type="application/rss+xml")
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


def _item(show: Show, common: Alike, episode: Episode) -> str:
    if "mp3" not in episode.files:
        raise OutputError(
            "the episode's record names no MP3",
            where=f"episodes/{episode.slug}",
            remedy="Render the episode again.",
        )
    form, values = joined(_tags(show, common, episode))
    return rendered(laid(form, _DEPTH), values, for_xml)


def _tags(show: Show, common: Alike, episode: Episode) -> Iterator[Tag]:
    """Yield all of an item."""
    folder = f"{show.url}episodes/{episode.slug}/"
    disclosure = show.disclosure.written if episode.narrated else ""
    notes = show_notes(episode, disclosure, common.wording)
    yield _HEAD, (_text(episode.title) or episode.slug, folder, notes.plain)
    if html := html_notes(notes):
        yield _ENCODED, (html,)
    yield _release(show, episode, folder)
    yield from item_tags(common, episode, folder)
    yield _CLOSES, ()


def _release(show: Show, episode: Episode, folder: str) -> Tag:
    audio = episode.files["mp3"]
    # What a show that counts left uncounted at its old host was no episode like the others.
    extra = show.counts and not episode.narrated and episode.number is None
    return _RELEASE, (
        episode.guid,
        folder + audio.name,
        str(audio.bytes),
        audio.type,
        _date(episode.published),
        str((episode.duration_ms + 500) // 1000),
        "bonus" if extra else "full",
    )


def _date(moment: datetime) -> str:
    """Return a time as RFC 2822 has it, in UTC; ``email.utils`` takes six times as long."""
    weekday, month, day, clock, year = moment.astimezone(UTC).ctime().split()
    return f"{weekday}, {day:0>2} {month} {year} {clock} +0000"


def _texts(show: Show, episode: Episode) -> Iterator[str]:
    yield from (episode.guid, episode.title, episode.summary, episode.byline)
    yield show.disclosure.written
    yield from (mark.title for mark in episode.chapters)
    for correction in episode.corrections[-MOST_CORRECTIONS:]:
        yield correction_told(correction, load_wording(show.language))[:MAX_CORRECTION]
    for source in episode.sources:
        yield from (source.title, source.url, source.url)
    for who in show.people:
        yield from (who.name, who.url or "", who.image or "")


def _escaped(text: str) -> int:
    """Return the bytes of a text in both forms, at most."""
    escapes = sum(text.count(sign) for sign in _ESCAPED)
    return 2 * len(text.encode(errors="replace")) + _ESCAPES * escapes


def _text(text: str) -> str:
    return defused(one_line(text))


def _category(text: str) -> dict[str, str]:
    """Read "News > Daily News"; feedgen looks a category up by its text in double quotes."""
    name, _, sub = (part.strip() for part in one_line(text).replace('"', "").partition(">"))
    return {"cat": name, "sub": sub} if sub else {"cat": name}
