"""Tests of the feed, read back as an app would."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from audiobrief.errors import OutputError
from audiobrief.model import Episode
from audiobrief.publishing.feed import MAX_ITEMS, episode_guid, render_feed, show_guid
from golden_files import golden
from publishing_samples import ARTWORK, GUID, HOSTILE, episode, files, parse, show

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
FOLDER = "https://pod.example/harbour/episodes/tide-gate/"


def channel(*episodes: Episode, **changes: Any) -> etree._Element:
    """Render and read back a feed's channel."""
    xml = render_feed(show(**changes), GUID, episodes, ARTWORK)
    return parse(xml)[0]


def item(**changes: Any) -> etree._Element:
    """Render and read back the feed's item for one episode."""
    return channel(episode(**changes)).findall("item")[0]


def one(parent: etree._Element, path: str) -> etree._Element:
    """Return the only element at ``path``."""
    (element,) = parent.findall(path, NS)
    return element


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("title", "Harbour Briefing"),
        ("link", "https://pod.example/harbour/"),
        ("description", "Daily news of Quillhaven, a port that does not exist."),
        ("language", "en-us"),
        ("copyright", "© 2026 The Quillhaven Desk"),
        ("generator", "audiobrief"),
        ("lastBuildDate", "Wed, 04 Mar 2026 07:00:05 +0000"),
        ("image/url", ARTWORK),
        ("itunes:author", "The Quillhaven Desk"),
        ("itunes:owner/itunes:name", "The Quillhaven Desk"),
        ("itunes:owner/itunes:email", "desk@pod.example"),
        ("itunes:type", "episodic"),
        ("itunes:explicit", "false"),
        ("podcast:guid", GUID),
        ("podcast:locked", "yes"),
        ("podcast:medium", "podcast"),
        ("podcast:txt", "true"),
    ],
)
def test_channel_says(path: str, text: str) -> None:
    """The channel has each element that apps and directories ask for, once."""
    assert one(channel(episode()), path).text == text


def test_channel_attributes() -> None:
    """The channel's links, image, category, lock and disclosure stand in attributes."""
    element = channel(episode())
    self_link = {
        "href": "https://pod.example/harbour/feed.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }
    assert dict(one(element, "atom:link").items()) == self_link
    assert dict(one(element, "itunes:image").items()) == {"href": ARTWORK}
    assert one(element, "itunes:category").get("text") == "News"
    assert one(element, "itunes:category/itunes:category").get("text") == "Daily News"
    assert one(element, "podcast:locked").get("owner") == "desk@pod.example"
    assert one(element, "podcast:txt").get("purpose") == "ai-content"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("title", "Quillhaven approves its tide gate"),
        ("link", FOLDER),
        ("guid", "guid-of-tide-gate"),
        ("pubDate", "Wed, 04 Mar 2026 06:30:00 +0000"),
        ("itunes:duration", "84"),
        ("itunes:explicit", "false"),
        ("itunes:episodeType", "full"),
        ("podcast:person", "Ada Invented"),
        ("podcast:txt", "true"),
    ],
)
def test_item_says(path: str, text: str) -> None:
    """An item has each element that apps ask for, once."""
    assert one(item(), path).text == text


def test_item_attributes() -> None:
    """An item's enclosure, image, chapters and GUID stand in attributes."""
    element = item()
    enclosure = {"url": FOLDER + "briefing.mp3", "length": "1000", "type": "audio/mpeg"}
    chapters = {"url": FOLDER + "briefing.chapters.json", "type": "application/json+chapters"}
    assert dict(one(element, "enclosure").items()) == enclosure
    assert dict(one(element, "podcast:chapters").items()) == chapters
    assert dict(one(element, "guid").items()) == {"isPermaLink": "false"}
    assert one(element, "itunes:image").get("href") == FOLDER + "briefing.jpg"
    assert one(element, "podcast:txt").get("purpose") == "ai-content"
    assert dict(one(element, "podcast:person").items()) == {"group": "writing", "role": "author"}


def test_item_transcripts_start_with_webvtt() -> None:
    """Transcripts are listed WebVTT first, the captions marked as such."""
    listed = item().findall("podcast:transcript", NS)
    assert [(tag.get("type"), tag.get("rel"), tag.get("url")) for tag in listed] == [
        ("text/vtt", "captions", FOLDER + "briefing.vtt"),
        ("application/x-subrip", "captions", FOLDER + "briefing.srt"),
        ("application/json", None, FOLDER + "briefing.json"),
        ("text/html", None, FOLDER + "briefing.html"),
    ]
    assert {tag.get("language") for tag in listed} == {"en-us"}


def test_item_notes_are_text_and_html() -> None:
    """The description is plain text, ``content:encoded`` HTML; both disclose the AI."""
    element = item()
    assert "\n00:00:00 Opening\n00:00:12 Situation Report\n" in (
        element.findtext("description") or ""
    )
    assert "<li>00:00:00 Opening</li>" in (one(element, "content:encoded").text or "")
    for path in ("description", "content:encoded"):
        assert show().disclosure.written in (one(element, path).text or "")


def test_item_names_only_files_it_has() -> None:
    """Without transcripts, chapters, cover and byline an item stands with what it has."""
    element = item(files=files("mp3"), byline="")
    for path in ("podcast:transcript", "podcast:chapters", "podcast:person"):
        assert element.findall(path, NS) == []
    assert one(element, "itunes:image").get("href") == ARTWORK


def test_item_without_a_title_is_called_by_its_slug() -> None:
    """A title of nothing but control characters gives way to the slug."""
    assert item(title="\x00\x07").findtext("title") == "tide-gate"


def test_an_episode_without_audio_is_refused() -> None:
    """A record without an MP3 raises, naming the episode."""
    with pytest.raises(OutputError, match=r"episodes/tide-gate: .*no MP3"):
        item(files=files("vtt"))


def test_explicit_shows_say_true() -> None:
    """The current spelling of explicit is used on channel and items."""
    element = channel(episode(), explicit=True)
    assert one(element, "itunes:explicit").text == "true"
    assert one(element, "item/itunes:explicit").text == "true"


def test_items_are_newest_first() -> None:
    """Whatever order the records come in, the newest is on top; the slug breaks ties."""
    element = channel(
        episode("b", day=2), episode("d", day=9), episode("a", day=5), episode("c", day=2)
    )
    assert [guid.text for guid in element.findall("item/guid")] == [
        "guid-of-d",
        "guid-of-a",
        "guid-of-c",
        "guid-of-b",
    ]


def test_build_date_is_the_newest_update() -> None:
    """A correction to an old episode moves the build date, though not the order."""
    corrected = episode("old", day=1, updated=datetime(2026, 3, 20, 9, 0, tzinfo=UTC))
    built = channel(episode("new", day=9), corrected).findtext("lastBuildDate")
    assert built == "Fri, 20 Mar 2026 09:00:00 +0000"


def test_dates_are_told_in_utc() -> None:
    """A date of another zone is the same moment in the feed."""
    local = datetime(2026, 3, 4, 1, 30, tzinfo=timezone(timedelta(hours=-5)))
    told = item(published=local).findtext("pubDate") or ""
    assert told == "Wed, 04 Mar 2026 06:30:00 +0000"
    assert parsedate_to_datetime(told) == local


def test_an_empty_show_has_a_feed() -> None:
    """Before the first episode the feed is whole, with no build date to change it."""
    element = channel()
    assert element.findtext("title") == "Harbour Briefing"
    assert element.findall("item") == []
    assert element.find("lastBuildDate") is None


def test_only_the_newest_are_listed() -> None:
    """The feed holds the newest hundred; what is older keeps its page."""
    start = datetime(2026, 1, 1, tzinfo=UTC)
    many = [episode(f"e{n:03}", published=start + timedelta(days=n)) for n in range(MAX_ITEMS + 5)]
    guids = [guid.text for guid in channel(*many).findall("item/guid")]
    assert (len(guids), guids[0], guids[-1]) == (100, "guid-of-e104", "guid-of-e005")


def test_artwork_may_have_a_query() -> None:
    """An image's address need not end in its type."""
    xml = render_feed(show(), GUID, [episode(files=files("mp3"))], "https://pod.example/a.png?v=2")
    images = parse(xml).findall(".//itunes:image", NS)
    assert [image.get("href") for image in images] == ["https://pod.example/a.png?v=2"] * 2


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (("News > Daily News", "News > Politics"), ["News", "Daily News", "Politics"]),
        (("Technology",), ["Technology"]),
        (('So "called" & Co',), ["So called & Co"]),
        ((), []),
    ],
)
def test_categories(given: tuple[str, ...], names: list[str]) -> None:
    """Categories nest, those of one parent together."""
    tags = channel(categories=given).findall(".//itunes:category", NS)
    assert [tag.get("text") for tag in tags] == names


def test_a_long_description_is_cut_to_its_bytes() -> None:
    """Apple counts bytes, so a description of wide characters is cut before 4,000 of them."""
    told = channel(description="é" * 3000).findtext("description") or ""
    assert told == "é" * 1998 + "…"


def test_without_copyright_there_is_no_such_element() -> None:
    """A show that claims none has no empty copyright."""
    assert channel(copyright="").find("copyright") is None


def test_hostile_text_stays_text() -> None:
    """Text that tries to leave its element reads back as text, less what XML forbids."""
    element = channel(
        episode(title=HOSTILE, summary=HOSTILE, byline=HOSTILE),
        title=HOSTILE,
        description=HOSTILE,
        author=HOSTILE,
        copyright=HOSTILE,
    )
    harmless = (
        "]]> \u2039script>alert('x')\u2039/script> & \u2039!-- \"q\" --> 🎙️ مرحبا שלמה {\\an8}"
    )
    for path in ("title", "itunes:author", "copyright", "item/title", "item/podcast:person"):
        assert one(element, path).text == harmless
    assert "<script" not in "".join(map(str, element.itertext()))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(text=st.text(min_size=1, max_size=60))
def test_any_text_gives_a_feed_that_parses(text: str) -> None:
    """No text of an episode can make the feed ill-formed."""
    element = item(title=text, summary=text, byline=text)
    assert element.findtext("guid") == "guid-of-tide-gate"


def test_the_feed_is_as_recorded() -> None:
    """The feed of two episodes is, byte for byte, the golden file."""
    episodes = [episode(), episode("sea-wall", day=5, byline="", chapters=(), sources=())]
    produced = render_feed(show(), GUID, episodes, ARTWORK)
    assert produced.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<rss ")
    assert produced == render_feed(show(), GUID, episodes[::-1], ARTWORK)
    assert produced == golden("publishing/feed.xml", produced)


@pytest.mark.parametrize(
    "url", ["podnews.net/rss", "https://podnews.net/rss", "http://podnews.net/rss//"]
)
def test_show_guid_is_the_published_one(url: str) -> None:
    """Scheme and end slashes make no difference, and the standard's example comes out."""
    assert show_guid(url) == GUID


def test_episode_guids_differ_by_show_and_slug() -> None:
    """An episode's GUID is its show's and its slug's, for good."""
    other = show_guid("https://pod.example/harbour/feed.xml")
    assert episode_guid(GUID, "tide-gate") == "47548f9e-effa-5978-9782-37a359a947e8"
    assert len({episode_guid(g, s) for g in (GUID, other) for s in ("a", "b")}) == 4
