"""Pages for machines: JSON-LD and oEmbed, and neither of a private show."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from lxml import html

from audiobrief.model import Report, Timeline
from audiobrief.publishing import pages
from audiobrief.publishing.linked_data import json_ld, oembed, podcast_episode, series
from audiobrief.publishing.player import Sound
from audiobrief.publishing.shelf import BESIDE, EMBED, OEMBED, PAGE
from publishing_samples import HOSTILE, episode, show

SOUND = Sound(Timeline(1000, 0, ()))
REPORT = Report("tide-gate", "Tide gate")


def test_an_episode_is_told_in_full() -> None:
    """Address, title, dates, length, sound and show are those of the record."""
    told = podcast_episode(show(), episode(number=7))
    url = "https://pod.example/harbour/episodes/tide-gate/"
    assert told["url"] == url
    assert told["name"] == "Quillhaven approves its tide gate"
    assert told["datePublished"] == "2026-03-04T06:30:00+00:00"
    assert told["duration"] == "PT1M24S"
    assert told["author"] == {"@type": "Person", "name": "Ada Invented"}
    assert told["episodeNumber"] == 7
    assert told["associatedMedia"]["contentUrl"] == f"{url}briefing.mp3"
    assert told["associatedMedia"]["contentSize"] == "1000"
    assert told["partOfSeries"]["webFeed"] == "https://pod.example/harbour/feed.xml"
    assert told["image"] == f"{url}briefing.jpg"


def test_a_program_is_no_person() -> None:
    """A report that a program wrote names no author to search engines, the show to sites."""
    made = episode(byline="a computer program")
    assert "author" not in podcast_episode(show(), made)
    assert oembed(show(), made)["author_name"] == show().author


def test_what_is_not_known_is_not_told() -> None:
    """No key stands without a value."""
    bare = replace(episode(), byline="", category="", files={"mp3": episode().files["mp3"]})
    told = podcast_episode(show(), bare)
    assert not {"author", "articleSection", "image", "episodeNumber"} & set(told)
    assert "image" not in series(show())


@pytest.mark.parametrize("text", [HOSTILE, "</script><!--", "\u2028\u2029 &amp; ]]>", "שלום 🎙️"])
def test_no_text_leaves_its_script(text: str) -> None:
    """Whatever a title says stays in its element, and is read back as it was."""
    written = json_ld({"name": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written)["name"] == text


def test_oembed_puts_the_player_on_a_page() -> None:
    """Its HTML is one frame with the player's address and a title that stays a title."""
    told = oembed(show(), episode(title='"><script>alert(1)</script>'))
    frame: Any
    (frame,) = html.fragments_fromstring(told["html"])
    assert frame.tag == "iframe"
    assert frame.get("src") == "https://pod.example/harbour/episodes/tide-gate/embed.html"
    assert frame.get("title") == '"><script>alert(1)</script> · Harbour Briefing'
    assert (int(frame.get("width")), int(frame.get("height"))) == (told["width"], told["height"])
    assert (told["version"], told["type"]) == ("1.0", "rich")


def test_a_page_says_where_its_oembed_is() -> None:
    """A public episode has a player for other sites, and its page leads there."""
    made = pages.render_pages(show(), episode(pages=BESIDE), REPORT, SOUND)
    assert list(made) == [EMBED, OEMBED, PAGE]
    page: Any = html.document_fromstring(made[PAGE])
    (link,) = page.xpath("//link[@type='application/json+oembed']/@href")
    assert link == "https://pod.example/harbour/episodes/tide-gate/oembed.json"
    assert json.loads(made[OEMBED])["title"] == episode().title
    assert json.loads(made[OEMBED])["html"] in page.xpath("//input/@value")
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")
    assert json.loads(data)["@type"] == "PodcastEpisode"


def test_a_private_show_tells_machines_nothing() -> None:
    """No code to scan, no data, no player for others, no link to share; the apps have theirs."""
    secret = show(private=True)
    made = pages.render_pages(secret, episode(), REPORT, SOUND)
    assert list(made) == [PAGE]
    for data in (made[PAGE], pages.render_show(secret, [episode()], "cover.jpg")):
        page: Any = html.document_fromstring(data)
        assert not page.xpath("//*[@class='qr'] | //script[@type] | //button[@class='share']")
        assert not page.xpath("//link[@type='application/json+oembed']")
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]
        assert page.xpath("//a[.='Overcast']")
