"""Feeds as two packages of npm read them, which know the podcast namespace: all is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from email.utils import format_datetime
from typing import Any

import pytest

from audiobrief.config import RHYTHMS
from audiobrief.model import Episode
from audiobrief.publishing.description import html_notes, show_notes
from audiobrief.publishing.feed import render_feed
from audiobrief.publishing.feed_tags import SOUNDS, TRANSCRIPTS
from audiobrief.publishing.paging import Page
from audiobrief.wording import load_wording
from feed_readers import by_node
from publishing_samples import ARTWORK, GUID, HOSTILE, episode, show

WHO = {"name": "Bo Host", "url": "https://pod.example/bo", "image": "https://pod.example/bo.jpg"}
SHOW = show(
    license="CC-BY-4.0", rhythm="daily", season=2, hubs=["https://hub.example/"], people=[WHO]
)
EPISODES = (
    episode("sea-wall", day=5, season=2, number=8, title="A wall & more", soundbite=None),
    episode(season=2, number=7),
)
MARKUP = "]]> \u2039script>alert('x')\u2039/script> & \u2039!-- \"q\" --> 🎙️ مرحبا שלמה {\\an8}"
"""What a reader should see of hostile text."""


def feed(**changes: Any) -> bytes:
    """Render the current page of a feed that has older ones."""
    episodes = tuple(replace(one, **changes) for one in EPISODES)
    return render_feed(SHOW, GUID, Page("feed.xml", episodes, "feed-3.xml", "feed-1.xml"), ARTWORK)


def address(one: Episode, role: str = "") -> str:
    """Return the address of an episode, or of a file of it."""
    return f"{SHOW.url}episodes/{one.slug}/{one.files[role].name if role else ''}"


def people(one: Episode, **names: str) -> list[dict[str, str]]:
    """Return who made an episode, ``names`` being the reader's for name, address and picture."""
    host = {names["name"]: WHO["name"], "href": WHO["url"], "img": WHO["image"]}
    author = {names["name"]: one.byline}
    return [
        {**author, "role": names["author"], "group": names["writing"]},
        {**host, "role": names["host"], "group": names["cast"]},
    ]


PLAIN = {
    "name": "display",
    "author": "author",
    "writing": "writing",
    "host": "host",
    "cast": "cast",
}
CAPITAL = {"name": "name", "author": "Author", "writing": "Writing", "host": "Host", "cast": "Cast"}


def test_feedsmith_recovers_the_show() -> None:
    """All that feedsmith tells of a channel is what was written, and nothing is missing."""
    found = by_node("feedsmith", feed())
    del found["items"], found["docs"]  # where RSS is explained
    assert found == {
        "title": SHOW.title,
        "link": SHOW.url,
        "description": SHOW.description,
        "language": SHOW.language,
        "copyright": SHOW.copyright,
        "lastBuildDate": format_datetime(EPISODES[0].updated.astimezone(UTC)),
        "generator": "audiobrief",
        "image": {"url": ARTWORK, "title": SHOW.title, "link": SHOW.url},
        "atom": {
            "links": [
                {"href": SHOW.feed_url, "rel": "self", "type": "application/rss+xml"},
                {"href": SHOW.hubs[0], "rel": "hub"},
                {"href": SHOW.feed_url, "rel": "first"},
                {"href": f"{SHOW.url}feed-1.xml", "rel": "last"},
                {"href": f"{SHOW.url}feed-3.xml", "rel": "next"},
                {"href": f"{SHOW.url}feed-3.xml", "rel": "prev-archive"},
            ]
        },
        "itunes": {
            "image": ARTWORK,
            "explicit": SHOW.explicit,
            "author": SHOW.author,
            "type": SHOW.type,
            "categories": [{"text": "News", "categories": [{"text": "Daily News"}]}],
            "owner": {"name": SHOW.author, "email": SHOW.email},
        },
        "podcast": {
            "guid": GUID,
            "locked": {"value": True, "owner": SHOW.email},
            "medium": "podcast",
            "license": {"display": "cc-by-4.0"},
            "updateFrequency": {"display": "Daily", "rrule": RHYTHMS["daily"]},
            "persons": people(EPISODES[0], **PLAIN)[1:],
            "txts": [{"display": "true", "purpose": "ai-content"}],
        },
    }


@pytest.mark.parametrize("place", [0, 1])
def test_feedsmith_recovers_the_episodes(place: int) -> None:
    """All that feedsmith tells of an item is what its record has."""
    one = EPISODES[place]
    notes = show_notes(one, SHOW.disclosure.written, load_wording(SHOW.language))
    podcast: dict[str, Any] = {
        "season": {"number": one.season},
        "episode": {"number": one.number},
        "transcripts": [
            {"url": address(one, role), **kind, "language": SHOW.language}
            for role, kind in TRANSCRIPTS.items()
        ],
        "chapters": {"url": address(one, "chapters"), "type": one.files["chapters"].type},
        "persons": people(one, **PLAIN),
        "license": {"display": "cc-by-4.0"},
        "alternateEnclosures": [
            {
                **{name: True if name == "default" else text for name, text in kind.items()},
                "title": kind.get("title", "MP3"),
                "type": one.files[role].type,
                "length": one.files[role].bytes,
                "bitrate": one.files[role].bytes * 8000 // one.duration_ms,
                "sources": [{"uri": address(one, role)}],
                "integrity": {"type": "sri", "value": one.files[role].sri},
            }
            for role, kind in SOUNDS.items()
        ],
        "txts": [{"display": "true", "purpose": "ai-content"}],
    }
    if bite := one.soundbite:
        told = {"startTime": bite.start_ms / 1000, "duration": bite.duration_ms / 1000}
        podcast["soundbites"] = [told]
    audio = one.files["mp3"]
    assert by_node("feedsmith", feed())["items"][place] == {
        "title": one.title,
        "link": address(one),
        "description": notes.plain,
        "content": {"encoded": html_notes(notes).strip()},
        "guid": {"value": one.guid, "isPermaLink": False},
        "pubDate": format_datetime(one.published.astimezone(UTC)),
        "enclosures": [{"url": address(one, "mp3"), "length": audio.bytes, "type": audio.type}],
        "itunes": {
            "duration": 84,
            "image": address(one, "cover"),
            "explicit": SHOW.explicit,
            "episodeType": "full",
            "season": one.season,
            "episode": one.number,
        },
        "podcast": podcast,
    }


def test_partytime_recovers_the_show() -> None:
    """What the parser of the Podcast Index keeps of a channel is what was written."""
    found = by_node("podcast-partytime", feed())
    expected = {
        "title": SHOW.title,
        "link": SHOW.url,
        "description": SHOW.description,
        "language": SHOW.language,
        "copyright": SHOW.copyright,
        "author": SHOW.author,
        "owner": {"name": SHOW.author, "email": SHOW.email},
        "itunesImage": ARTWORK,
        "itunesCategory": ["News > Daily News"],
        "itunesType": SHOW.type,
        "explicit": False,
        "guid": GUID,
        "locked": True,
        "podcastOwner": SHOW.email,
        "medium": "podcast",
        "podcastPeople": people(EPISODES[0], **CAPITAL)[1:],
        "lastBuildDate": "2026-03-05T07:00:05.000Z",
        "podcastBlocked": "no",
        "pubsub": {
            "self": SHOW.feed_url,
            "hub": SHOW.hubs[0],
            "next": f"{SHOW.url}feed-3.xml",
        },
    }
    assert {name: found.get(name) for name in expected} == expected
    assert found["license"]["identifier"] == "cc-by-4.0"
    assert len(found["items"]) == len(EPISODES)


@pytest.mark.parametrize("place", [0, 1])
def test_partytime_recovers_the_episodes(place: int) -> None:
    """What it keeps of an item is what its record has."""
    one = EPISODES[place]
    found = by_node("podcast-partytime", feed())["items"][place]
    audio, bite = one.files["mp3"], one.soundbite
    bites = [(bite.start_ms / 1000, bite.duration_ms / 1000)] if bite else []
    expected: dict[str, Any] = {
        "guid": one.guid,
        "title": one.title,
        "link": address(one),
        "enclosure": {"url": address(one, "mp3"), "length": audio.bytes, "type": audio.type},
        "duration": 84,
        "explicit": False,
        "pubDate": f"{one.published:%Y-%m-%dT%H:%M:%S}.000Z",
        "itunesImage": address(one, "cover"),
        "itunesEpisodeType": "full",
        "itunesSeason": one.season,
        "itunesEpisode": one.number,
        "podcastSeason": {"number": one.season},
        "podcastEpisode": {"number": one.number},
        "podcastChapters": {"url": address(one, "chapters"), "type": one.files["chapters"].type},
        "podcastPeople": people(one, **CAPITAL),
    }
    assert {name: found.get(name) for name in expected} == expected
    heard = [(told["startTime"], told["duration"]) for told in found.get("podcastSoundbites", [])]
    assert heard == bites
    transcripts = [(told["url"], told.get("rel")) for told in found["podcastTranscripts"]]
    assert transcripts == [
        (address(one, role), kind.get("rel")) for role, kind in TRANSCRIPTS.items()
    ]
    sounds = [
        (told["source"][0]["uri"], told["type"], told["length"], told["integrity"]["value"])
        for told in found["alternativeEnclosures"]
    ]
    assert sounds == [
        (address(one, role), file.type, file.bytes, file.sri)
        for role, file in ((role, one.files[role]) for role in SOUNDS)
    ]


@pytest.mark.parametrize("package", ["feedsmith", "podcast-partytime"])
def test_hostile_text_is_read_as_text(package: str) -> None:
    """They see what a listener should, and no markup."""
    for item in by_node(package, feed(title=HOSTILE, summary=HOSTILE))["items"]:
        assert item["title"] == MARKUP
        assert item["description"].startswith(MARKUP[:20])
