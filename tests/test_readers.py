"""Feeds as independent programs read them: every value is there again."""

from __future__ import annotations

import io
from calendar import timegm
from typing import Any

import feedparser
import podcastparser
import pytest

from audiobrief.config import Show
from audiobrief.model import Episode
from audiobrief.publishing.description import html_notes, show_notes
from audiobrief.publishing.feed import render_feed
from audiobrief.publishing.paging import Page
from audiobrief.wording import load_wording
from feed_readers import w3c_errors
from publishing_samples import ARTWORK, GUID, HOSTILE, episode, show

FOLDER = "https://pod.example/harbour/episodes/tide-gate/"
SHOW = show(license="CC-BY-4.0", rhythm="daily", season=2, hubs=["https://hub.example/"])
EPISODE = episode(season=2, number=7)
HARMLESS = "]]> \u2039script>alert('x')\u2039/script> & \u2039!-- \"q\" --> 🎙️ مرحبا שלמה {\\an8}"


def feed(show: Show = SHOW, episode: Episode = EPISODE, older: str = "") -> bytes:
    """Render a feed of one episode."""
    page = Page("feed.xml", (episode,), older, older or "feed.xml")
    return render_feed(show, GUID, page, ARTWORK)


def by_podcastparser(data: bytes) -> dict[str, Any]:
    """Read a feed as gPodder does."""
    found: dict[str, Any] = podcastparser.parse(SHOW.feed_url, io.BytesIO(data))
    return found


def by_feedparser(data: bytes) -> Any:
    """Read a feed by the universal feed parser, which has nothing to complain of."""
    found = feedparser.parse(data)
    assert not found.bozo
    return found


def test_podcastparser_recovers_the_show() -> None:
    """All that gPodder keeps of a show is what was written."""
    found = by_podcastparser(feed())
    found.pop("episodes")
    assert found == {
        "title": "Harbour Briefing",
        "link": "https://pod.example/harbour/",
        "description": "Daily news of Quillhaven, a port that does not exist.",
        "language": "en-us",
        "cover_url": ARTWORK,
        "itunes_author": "The Quillhaven Desk",
        "itunes_owner": {"name": "The Quillhaven Desk", "email": "desk@pod.example"},
        "itunes_categories": [["News", "Daily News"]],
        "explicit": False,
        "type": "episodic",
        "generator": "audiobrief",
    }


def test_podcastparser_recovers_the_episode() -> None:
    """All that gPodder keeps of an episode is what was written, notes in both forms."""
    (found,) = by_podcastparser(feed())["episodes"]
    wording = load_wording("en-us")
    notes = show_notes(EPISODE, SHOW.disclosure.written, wording)
    enclosure = {
        "url": FOLDER + "briefing.mp3",
        "file_size": 1000,
        "mime_type": "audio/mpeg",
    }
    assert found == {
        "title": EPISODE.title,
        "link": FOLDER,
        "guid": EPISODE.guid,
        "published": timegm(EPISODE.published.utctimetuple()),
        "total_time": 84,
        "season": 2,
        "number": 7,
        "type": "full",
        "explicit": False,
        "episode_art_url": FOLDER + "briefing.jpg",
        "description": notes.plain,
        "description_html": html_notes(notes).strip(),
        "enclosures": [enclosure],
        "payment_url": None,
    }


def test_podcastparser_finds_the_older_page() -> None:
    """GPodder goes on where the feed says."""
    found = by_podcastparser(feed(older="feed-3.xml"))
    assert found["paged_feed_next"] == "https://pod.example/harbour/feed-3.xml"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", "Harbour Briefing"),
        ("link", "https://pod.example/harbour/"),
        ("subtitle", "Daily news of Quillhaven, a port that does not exist."),
        ("rights", "© 2026 The Quillhaven Desk"),
        ("updated", "Wed, 04 Mar 2026 07:00:05 +0000"),
        ("author_detail", {"name": "The Quillhaven Desk", "email": "desk@pod.example"}),
        ("image", {"href": ARTWORK}),
        ("podcast_guid", GUID),
        ("podcast_locked", {"owner": "desk@pod.example"}),
        ("podcast_medium", "podcast"),
        ("podcast_license", "cc-by-4.0"),
        ("podcast_updatefrequency", {"rrule": "FREQ=DAILY"}),
        ("podcast_txt", {"purpose": "ai-content"}),
    ],
)
def test_feedparser_recovers_the_show(key: str, value: object) -> None:
    """Each value of the channel is what was written."""
    assert by_feedparser(feed()).feed[key] == value


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", EPISODE.title),
        ("id", EPISODE.guid),
        ("published", "Wed, 04 Mar 2026 06:30:00 +0000"),
        ("itunes_duration", "84"),
        ("itunes_season", "2"),
        ("podcast_episode", "7"),
        ("image", {"href": FOLDER + "briefing.jpg"}),
        ("podcast_soundbite", {"starttime": "13.25", "duration": "42"}),
        ("podcast_person", {"group": "writing", "role": "author"}),
        ("podcast_source", {"uri": FOLDER + "briefing.opus"}),
    ],
)
def test_feedparser_recovers_the_episode(key: str, value: object) -> None:
    """Each value of the item is what was written."""
    (found,) = by_feedparser(feed()).entries
    assert found[key] == value


def test_feedparser_sees_every_link() -> None:
    """Self, hub, page and enclosure are links of their own kinds."""
    found = by_feedparser(feed())
    links = {link["rel"]: link["href"] for link in [*found.feed.links, *found.entries[0].links]}
    assert links == {
        "self": SHOW.feed_url,
        "hub": "https://hub.example/",
        "alternate": FOLDER,
        "enclosure": FOLDER + "briefing.mp3",
    }


def test_the_w3c_validator_finds_no_error() -> None:
    """What it does not know, such as the podcast namespace, it only warns of."""
    assert w3c_errors(feed(), SHOW.feed_url) == []


def test_hostile_text_is_read_as_text() -> None:
    """Both readers see what a listener should, and no markup."""
    data = feed(
        show(title=HOSTILE, author=HOSTILE, description=HOSTILE),
        episode(title=HOSTILE, summary=HOSTILE),
    )
    found = by_podcastparser(data)
    assert (found["title"], found["episodes"][0]["title"]) == (HARMLESS, HARMLESS)
    assert found["episodes"][0]["description"].startswith(HARMLESS)
    # feedparser takes out of a title what it holds for markup; here there is none.
    assert by_feedparser(data).entries[0].title == HARMLESS
