"""Tests of the feed, read back as an app would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree, html

from audiobrief.errors import OutputError
from audiobrief.model import ADOPTED, Episode, Source
from audiobrief.publishing.feed import episode_guid, render_feed, show_guid, weight
from audiobrief.publishing.paging import Page, divide
from audiobrief.publishing.text import one_line
from golden_files import golden
from publishing_samples import ARTWORK, GUID, HOSTILE, episode, files, parse, show

NS = {
    "atom": "http://www.w3.org/2005/Atom",
    "fh": "http://purl.org/syndication/history/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}
FOLDER = "https://pod.example/harbour/episodes/tide-gate/"


def channel(*episodes: Episode, **changes: Any) -> etree._Element:
    """Render and read back a feed's channel."""
    return parse(rendered(*episodes, **changes))[0]


def rendered(*episodes: Episode, **changes: Any) -> bytes:
    """Render a feed that is one page."""
    show_ = show(**changes)
    (page,), _ = divide(episodes, (), partial(weight, show_))
    return render_feed(show_, GUID, page, ARTWORK)


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


def test_item_offers_its_sound_in_two_forms() -> None:
    """MP3 and Opus each have a source, a digest and their measures; the MP3 is the default."""
    mp3, opus = item().findall("podcast:alternateEnclosure", NS)
    measures = {"length": "1000", "bitrate": "95"}
    assert dict(mp3.items()) == {
        **measures,
        "type": "audio/mpeg",
        "title": "MP3",
        "default": "true",
    }
    assert (opus.get("type"), opus.get("codecs"), opus.get("length")) == (
        "audio/ogg",
        "opus",
        "1001",
    )
    assert one(opus, "podcast:source").get("uri") == FOLDER + "briefing.opus"
    integrity = {"type": "sri", "value": f"sha384-{'A' * 64}"}
    assert dict(one(opus, "podcast:integrity").items()) == integrity


def test_sound_of_an_older_record_is_not_vouched_for() -> None:
    """A file whose digest was not taken is no alternate enclosure."""
    bare = {role: replace(file, sri="") for role, file in files().items()}
    assert not item(files=bare).findall("podcast:alternateEnclosure", NS)


def test_an_adopted_item_is_told_as_it_is() -> None:
    """It is called neither synthetic nor MP3 where it is neither, and lacks what it has not."""
    sound = replace(files()["mp3"], name="gate-0123456789.m4a", type="audio/mp4")
    bare: dict[str, Any] = {"chapters": (), "sources": (), "soundbite": None, "loudness": None}
    adopted = episode(cut=ADOPTED, byline="", files={"mp3": sound}, **bare)
    element = channel(episode("mine", day=5), adopted)
    own, other = element.findall("item")
    assert one(element, "podcast:txt").get("purpose") == "ai-content"
    assert "synthetic" in (one(own, "description").text or "")
    assert one(other, "description").text == adopted.summary
    assert one(other, "podcast:alternateEnclosure").get("title") == "M4A"
    for absent in ("txt", "person", "chapters", "soundbite", "transcript"):
        assert not other.findall(f"podcast:{absent}", NS)
    assert not channel(adopted).findall("podcast:txt", NS)
    told = channel(replace(adopted, ai_content="assisted"))
    for path in ("podcast:txt", "item/podcast:txt"):
        assert one(told, path).text == "assisted"


def test_item_soundbite() -> None:
    """The soundbite is told in seconds; an item without one has no such element."""
    bite = one(item(), "podcast:soundbite")
    assert dict(bite.items()) == {"startTime": "13.25", "duration": "42"}
    assert not item(soundbite=None).findall("podcast:soundbite", NS)


def test_numbers_are_told_twice() -> None:
    """Apple's elements and the namespace's say the same season and episode."""
    element = item(season=2, number=7)
    for space in ("itunes", "podcast"):
        assert one(element, f"{space}:season").text == "2"
        assert one(element, f"{space}:episode").text == "7"
    assert item(number=7).find("itunes:season", NS) is None
    assert item().find("itunes:episode", NS) is None


def test_show_settings_reach_the_channel() -> None:
    """Licence, rhythm, people, lock and hubs stand where apps look for them."""
    element = channel(
        episode(),
        license="CC-BY-4.0",
        rhythm="weekdays",
        people=[{"name": "Bo Host", "url": "https://pod.example/bo"}, {"name": "Cy"}],
        locked=False,
        hubs=["https://hub.example/"],
    )
    assert one(element, "podcast:license").text == "cc-by-4.0"
    frequency = one(element, "podcast:updateFrequency")
    assert frequency.text == "On weekdays"
    assert frequency.get("rrule") == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    people = [(one.text, one.get("href")) for one in element.findall("podcast:person", NS)]
    assert people == [("Bo Host", "https://pod.example/bo"), ("Cy", None)]
    assert one(element, "podcast:locked").text == "no"
    links = [(link.get("rel"), link.get("href")) for link in element.findall("atom:link", NS)]
    assert links == [
        ("self", "https://pod.example/harbour/feed.xml"),
        ("hub", "https://hub.example/"),
    ]
    names = [who.text for who in element.findall("item/podcast:person", NS)]
    assert names == ["Ada Invented", "Bo Host", "Cy"]


def test_a_licence_of_ones_own_is_linked() -> None:
    """One that SPDX does not list keeps its name and says where its text stands."""
    element = channel(license="Harbour Terms", license_url="https://pod.example/terms")
    tag = one(element, "podcast:license")
    assert (tag.text, tag.get("url")) == ("Harbour Terms", "https://pod.example/terms")


def test_a_private_feed_is_blocked_and_tells_no_hub() -> None:
    """Directories are asked to leave it out, and nobody is told its address."""
    element = channel(episode(), private=True, hubs=["https://hub.example/"])
    assert one(element, "itunes:block").text == "Yes"
    assert one(element, "podcast:block").text == "yes"
    assert [link.get("rel") for link in element.findall("atom:link", NS)] == ["self"]


def test_pages_of_a_feed_are_linked_both_ways_from_the_current() -> None:
    """The current page leads to older ones; those name no newer page but the current."""
    middle = Page("feed-2.xml", (episode(),), "feed-1.xml", "feed-1.xml")
    base = "https://pod.example/harbour/"
    links = {
        page.name: {
            link.get("rel"): link.get("href", "").removeprefix(base)
            for link in parse(render_feed(show(), GUID, page, ARTWORK)).findall(".//atom:link", NS)
        }
        for page in (
            replace(middle, name="feed.xml", older="feed-2.xml"),
            middle,
            replace(middle, name="feed-1.xml", older=""),
        )
    }
    ends = {"first": "feed.xml", "last": "feed-1.xml"}
    assert links == {
        "feed.xml": {
            **ends,
            "self": "feed.xml",
            "next": "feed-2.xml",
            "prev-archive": "feed-2.xml",
        },
        "feed-2.xml": {
            **ends,
            "self": "feed-2.xml",
            "current": "feed.xml",
            "next": "feed-1.xml",
            "prev-archive": "feed-1.xml",
        },
        "feed-1.xml": {**ends, "self": "feed-1.xml", "current": "feed.xml"},
    }


def test_only_archived_pages_say_so() -> None:
    """RFC 5005's mark stands on pages that stay, with its prefix declared there alone."""
    archived = render_feed(show(), GUID, Page("feed-1.xml", (episode(),)), ARTWORK)
    assert one(parse(archived)[0], "fh:archive").text is None
    assert b"syndication/history" not in rendered(episode())


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


def test_an_item_with_nothing_to_say_has_no_notes() -> None:
    """RSS asks for a description, if an empty one; HTML of nothing is left out."""
    bare: dict[str, Any] = {"summary": "", "chapters": (), "sources": ()}
    element = item(cut=ADOPTED, **bare)
    assert not one(element, "description").text
    assert element.find("content:encoded", NS) is None


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


def test_artwork_may_have_a_query() -> None:
    """An image's address need not end in its type."""
    page = Page("feed.xml", (episode(files=files("mp3")),))
    xml = render_feed(show(), GUID, page, "https://pod.example/a.png?v=2")
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


@pytest.mark.parametrize(
    "text", ["50 % of %s", "%(x)s {url} {}", "\x1fa\x1f\x00b\x1f", "&amp; ]]> \"'", "מ \u202e🎙️"]
)
def test_texts_stay_in_their_places(text: str) -> None:
    """No sign in a text, nor a character that XML forbids, moves one to another's place."""
    url = f"https://log.example/?{text}".replace(" ", "")
    said = episode(title=text, summary=text, byline=text, sources=(Source(text, url),))
    first, second = channel(said, episode("other", day=2)).findall("item")
    for path in ("title", "podcast:person"):
        assert one(first, path).text == one_line(text)
    assert (one(first, "description").text or "").startswith(one_line(text) + "\n\n")
    page = html.fragment_fromstring(one(first, "content:encoded").text or "", "div")
    assert [(a.get("href"), a.text) for a in page.iter("a")] == [(one_line(url), one_line(text))]
    assert one(first, "guid").text == "guid-of-tide-gate"
    assert one(second, "title").text == episode().title


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(text=st.text(min_size=1, max_size=60))
def test_any_text_gives_a_feed_that_parses(text: str) -> None:
    """No text of an episode can make the feed ill-formed."""
    element = item(title=text, summary=text, byline=text)
    assert element.findtext("guid") == "guid-of-tide-gate"


def test_the_feed_is_as_recorded() -> None:
    """The feed of two episodes is, byte for byte, the golden file."""
    episodes = [episode(), episode("sea-wall", day=5, byline="", chapters=(), sources=())]
    produced = rendered(*episodes)
    assert produced.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<rss ")
    assert produced == rendered(*episodes[::-1])
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
