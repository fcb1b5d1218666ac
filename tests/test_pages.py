"""Pages: complete, escaped, self-contained, and the same bytes each time."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from audiobrief.config import Reports, Show
from audiobrief.model import (
    ChapterCue,
    ChapterMark,
    Cited,
    Episode,
    Evidence,
    Item,
    LineCue,
    Loudness,
    PublishedFile,
    QuizItem,
    Report,
    Section,
    Sentiment,
    Source,
    Timeline,
)
from audiobrief.publishing import pages, templating
from audiobrief.publishing.player import Sound

DAY = datetime(2025, 12, 15, tzinfo=UTC)
EVIL = "\"><script>alert(1)</script><b onclick=x '&amp;"

SHOW = Show(
    slug="harbour",
    folder=Path(),
    title="The Harbour Briefing",
    description="News of the invented city of Port Varen.",
    author="Port Varen News Desk",
    email="desk@example.org",
    url="https://example.org/harbour",
    language="en-gb",
    reports=Reports(files=("*.md",)),
)
REPORT = Report(
    slug="docks",
    title="Port Varen Opens Its Docks",
    summary="Eleven invented weeks of dispute end.",
    sections=(
        Section("Situation Report", ("The council voted.", "The tugs may cross.")),
        Section("", ("A paragraph without a heading.",)),
    ),
    sentiment=Sentiment("World", "Bullish", "Market tone is trending Bullish."),
    sources=(
        Source("An invented gazette", "https://www.example.com/a?b=1&c=2"),
        Source("Printed on paper"),
        Source("A trap", "javascript:alert(1)"),
        Source("", "http://example.net/untitled"),
    ),
    methodology="All matters here are invented.",
    quiz=(
        QuizItem("How long?", ("A week", "A year"), "A year", "From January to December."),
        QuizItem("Who knows?"),
    ),
)
TIMELINE = Timeline(
    1000,
    60_000,
    (
        ChapterCue("Opening", 0, 4000, (LineCue("This is the briefing.", 1500, 3500, ()),)),
        ChapterCue(
            "Situation Report",
            4000,
            50_000,
            (
                LineCue("The council voted.", 4000, 6000, ()),
                LineCue("The tugs may cross.", 6500, 8000, ()),
            ),
        ),
        ChapterCue("Music", 50_000, 60_000, ()),
    ),
)
KINDS = {
    "mp3": "audio/mpeg",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "html": "text/html",
    "txt": "text/plain",
    "cover": "image/jpeg",
}
LEVELS = tuple(range(80)) + tuple(range(100, 20, -1))
SOUND = Sound(TIMELINE, LEVELS)
EPISODE = Episode(
    slug="docks",
    guid="0b0e4f3c",
    title=REPORT.title,
    summary=REPORT.summary,
    category="World",
    byline="Mara Ellison (Editor)",
    published=DAY,
    updated=DAY,
    duration_ms=215_000,
    loudness=Loudness(-16.0, -1.0),
    files={
        role: PublishedFile(f"docks-1a2b.{role}", 4_300_000, "0" * 64, kind)
        for role, kind in KINDS.items()
    },
    chapters=(ChapterMark("Opening", 0), ChapterMark("Situation Report", 4000)),
)
SHELF = (
    pages.ShelfEntry("harbour", "The Harbour Briefing", "Invented news.", "cover.jpg", 1, DAY),
    pages.ShelfEntry("weather", "Weather Ship", "Invented weather.", "art.png", 0),
)


def parsed(page: bytes) -> Any:
    """Return the root element of a page."""
    return html.document_fromstring(page)


def episode_page(
    show: Show = SHOW, report: Report = REPORT, timeline: Timeline = TIMELINE, **changes: Any
) -> Any:
    """Return the root element of a briefing's page."""
    return parsed(
        pages.render_episode(show, replace(EPISODE, **changes), report, Sound(timeline, LEVELS))
    )


def text_of(root: Any, path: str) -> list[str]:
    """Return the words of each element that the XPath finds."""
    return [" ".join(node.text_content().split()) for node in root.xpath(path)]


RENDERED = {
    "episode": pages.render_episode(SHOW, EPISODE, REPORT, SOUND),
    "bare episode": pages.render_episode(
        SHOW,
        replace(
            EPISODE,
            category="",
            byline="",
            chapters=(),
            files={"mp3": EPISODE.files["mp3"]},
        ),
        Report("docks", "Docks"),
        Sound(Timeline(1000, 0, ())),
    ),
    "show": pages.render_show(SHOW, [EPISODE], "cover.jpg"),
    "empty show": pages.render_show(SHOW, [], "cover.jpg"),
    "shelf": pages.render_shelf(SHELF, "en"),
    "empty shelf": pages.render_shelf([], "en"),
}


@pytest.mark.parametrize("page", RENDERED.values(), ids=RENDERED)
def test_a_page_is_whole(page: bytes) -> None:
    """Each page has a language, a title, one h1, one main, and no id twice."""
    root = parsed(page)
    ids = root.xpath("//@id")
    assert page.startswith(b"<!doctype html>")
    assert root.get("lang")
    assert root.xpath("normalize-space(//title)")
    assert (len(root.xpath("//h1")), len(root.xpath("//main"))) == (1, 1)
    assert len(ids) == len(set(ids))
    assert set(root.xpath("//@aria-labelledby")) <= set(ids)


@pytest.mark.parametrize("page", RENDERED.values(), ids=RENDERED)
def test_a_page_loads_nothing_from_elsewhere(page: bytes) -> None:
    """What a browser loads by itself is relative, and the style names no address."""
    root = parsed(page)
    loaded = root.xpath("//@src | //link[@rel='icon' or @rel='stylesheet']/@href | //@srcset")
    assert [address for address in loaded if re.match(r"(?!data:,)\w+:|//", address)] == []
    assert not re.search(r"url\(|@import|https?:", "".join(root.xpath("//style/text()")))


@pytest.mark.parametrize("page", RENDERED.values(), ids=RENDERED)
def test_the_policy_admits_only_our_own_style_and_script(page: bytes) -> None:
    """The policy names the hash of each inline block as it stands, and nothing inline besides."""
    root = parsed(page)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for block in root.xpath("//style | //script[not(@type)]"):
        digest = base64.b64encode(hashlib.sha256(block.text.encode()).digest()).decode()
        assert f"{block.tag}-src 'sha256-{digest}'" in policy
    assert not root.xpath("//@style | //@*[starts-with(name(), 'on')]")


def test_pages_are_the_same_each_time() -> None:
    """The same values give the same bytes."""
    assert pages.render_episode(SHOW, EPISODE, REPORT, SOUND) == RENDERED["episode"]
    assert pages.render_show(SHOW, [EPISODE], "cover.jpg") == RENDERED["show"]
    assert pages.render_shelf(SHELF, "en") == RENDERED["shelf"]


def test_the_briefing_is_headed_like_a_report() -> None:
    """Category, date, title, byline and minutes stand above the card."""
    root = episode_page()
    assert root.get("lang") == "en-gb"
    assert text_of(root, "//h1") == [REPORT.title]
    assert text_of(root, "//article/header//p") == [
        "World 15 December 2025",
        "By Mara Ellison (Editor)",
        "4 min listen",
    ]
    assert root.xpath("//time/@datetime") == [DAY.isoformat()]


def test_a_byline_says_by_once() -> None:
    """A byline that brings its own "By" gets no second one."""
    root = episode_page(byline="By Mara Ellison")
    assert text_of(root, "//div[@class='byline']/p[1]") == ["By Mara Ellison"]


def test_only_a_corrected_briefing_is_called_updated() -> None:
    """The day of an update shows once there was a release before this one."""
    later = DAY + timedelta(days=2)
    assert "Updated" not in episode_page(updated=later).text_content()
    corrected = episode_page(updated=later, superseded=("docks-0000.mp3",))
    assert "Updated 17 December 2025" in text_of(corrected, "//div[@class='byline']/p")
    rendered_anew = episode_page(superseded=("docks-0000.mp3",))
    assert "Updated" not in rendered_anew.text_content()


def test_the_card_plays_and_offers_every_file() -> None:
    """The player, its captions, the download and all transcripts name files beside the page."""
    root = episode_page()
    (card,) = root.xpath("//figure[header/h2[.='Intelligence Audio']][.//audio]")
    (audio,) = card.xpath(".//audio")
    assert (audio.get("src"), audio.get("preload")) == ("docks-1a2b.mp3", "metadata")
    assert "controls" in audio.attrib
    assert audio.xpath("track/@src") == ["docks-1a2b.vtt"]
    assert card.xpath(".//a[@download]/@href") == ["docks-1a2b.mp3"]
    assert "4.3 MB" in card.text_content()
    assert "Opus" not in card.text_content()
    assert card.xpath(".//footer/p[2]/a/@href") == [
        f"docks-1a2b.{role}" for role in ("vtt", "srt", "json", "html", "txt")
    ]
    assert SHOW.disclosure.written in text_of(card, ".//p[@role='note']")


def test_chapters_seek_with_and_without_script() -> None:
    """A chapter links to its second of the MP3, and carries its milliseconds for the script."""
    root = episode_page()
    chapters = root.xpath("//nav[contains(@class, 'chapters')]//a")
    assert [(a.get("href"), a.get("data-start")) for a in chapters] == [
        ("docks-1a2b.mp3#t=0.0", "0"),
        ("docks-1a2b.mp3#t=4.0", "4000"),
    ]
    assert text_of(root, "//nav[contains(@class, 'chapters')]//a") == [
        "0:00 Opening",
        "0:04 Situation Report",
    ]


def test_a_section_read_aloud_can_be_heard_from_its_heading() -> None:
    """A heading that is also a chapter links to where it is spoken; the first of two wins."""
    marks = (*EPISODE.chapters, ChapterMark("SITUATION REPORT", 9000))
    assert episode_page(chapters=marks).xpath("//h2/a/@data-start") == ["4000"]


def test_the_transcript_follows_the_timeline() -> None:
    """Each spoken line is a span with its start; a chapter without words is left out."""
    root = episode_page()
    lines = root.xpath("//span[@class='line']")
    assert [(line.get("data-start"), line.text) for line in lines] == [
        ("1500", "This is the briefing."),
        ("4000", "The council voted."),
        ("6500", "The tugs may cross."),
    ]
    assert text_of(root, "//details//h3") == ["Opening", "Situation Report"]


def test_the_report_stands_in_full() -> None:
    """Summary, sections, sentiment, sources, methodology and quiz are all there."""
    root = episode_page()
    assert text_of(root, "//p[@class='standfirst']") == [REPORT.summary]
    assert text_of(root, "//div[@class='prose']/section/p") == [
        text for section in REPORT.sections for text in section.paragraphs
    ]
    assert text_of(root, "//aside/*") == [
        "AI market sentiment · World",
        "Bullish",
        "Market tone is trending Bullish.",
    ]
    assert REPORT.methodology in root.text_content()
    assert text_of(root, "//*[@class='question']") == ["How long?", "Who knows?"]
    assert text_of(root, "//section[@class='quiz']//details/p") == [
        "A year",
        "From January to December.",
    ]


@pytest.mark.parametrize(
    ("summary", "paragraphs"),
    [
        ("One. Two.", ("One. Two.",)),
        ("One.  two.", ("One.", "Two.")),
        ("One.", ("One.", "Two.")),
    ],
)
def test_a_summary_that_opens_the_report_is_not_shown_twice(
    summary: str, paragraphs: tuple[str, ...]
) -> None:
    """The summary gives way to a first section of the same words."""
    report = replace(REPORT, summary=summary, sections=(Section("Now", paragraphs),))
    assert not episode_page(report=report).xpath("//p[@class='standfirst']")


def test_sentiment_without_words_is_left_out() -> None:
    """A sentiment that names only its sector shows nothing; one with a note shows that."""
    assert not episode_page(report=replace(REPORT, sentiment=Sentiment("World"))).xpath("//aside")
    noted = episode_page(report=replace(REPORT, sentiment=Sentiment(note="Calm.")))
    assert text_of(noted, "//aside/p") == ["Calm."]


def test_sentiment_says_for_how_long_and_why() -> None:
    """The horizon stands behind the tone, and the sentence that bears it out below the note."""
    mood = Sentiment("Trade", "Bearish", "Calm.", "over the coming days", "Tolls rose.")
    root = episode_page(report=replace(REPORT, sentiment=mood))
    assert text_of(root, "//aside/*")[1:] == [
        "Bearish · over the coming days",
        "Calm.",
        "Tolls rose.",
    ]


def test_only_web_addresses_become_links() -> None:
    """A source links out if http or https, safely; a trap and a book stay text."""
    root = episode_page()
    links = root.xpath("//section[@class='sources']//a")
    assert [(a.get("href"), a.text) for a in links] == [
        ("https://www.example.com/a?b=1&c=2", "An invented gazette"),
        ("http://example.net/untitled", "http://example.net/untitled"),
    ]
    assert {a.get("rel") for a in links} == {"noopener nofollow"}
    assert text_of(root, "//section[@class='sources']//li") == [
        "An invented gazette example.com",
        "Printed on paper",
        "A trap",
        "http://example.net/untitled example.net",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "JAVASCRIPT://example.com/%0aalert(1)",
        "data:text/html,x",
        "//example.com",
        "/local",
        "http:",
        "https://",
        "http:/\\example.com",
        "https://[::1",
        "ftp://example.com/",
        "https://example.com/a b",
        "\x01https://example.com",
    ],
)
def test_an_address_that_is_not_of_the_web_is_refused(address: str) -> None:
    """Other schemes, missing hosts and what browsers repair are no links."""
    assert templating.web_url(address) == ""


@pytest.mark.parametrize("address", ["https://example.com", "HTTP://EXAMPLE.com:80/ä?q=1#x"])
def test_a_web_address_stays_as_it_is(address: str) -> None:
    """An http or https address with a host is linked unchanged."""
    assert templating.web_url(address) == address


def test_the_briefing_links_home_and_describes_itself() -> None:
    """Feed and index are two folders up; canonical and OpenGraph name the public address."""
    root = episode_page()
    address = "https://example.org/harbour/episodes/docks/"
    properties = {meta.get("property"): meta.get("content") for meta in root.xpath("//meta")}
    assert {"../../feed.xml", "../../index.html"} <= set(root.xpath("//body//a/@href"))
    assert root.xpath("//link[@rel='alternate']/@href") == ["../../feed.xml"]
    assert root.xpath("//link[@rel='canonical']/@href") == [address]
    assert properties["og:url"] == address
    assert properties["og:title"] == REPORT.title
    assert properties["og:image"] == address + "docks-1a2b.cover"
    assert properties["og:audio"] == address + "docks-1a2b.mp3"


def test_a_shorter_cut_links_to_the_full_briefings() -> None:
    """A flash or a bulletin leads to what it was cut from, whatever that is called."""
    in_full = [("docks", "The docks"), ("a:b/..", EVIL)]
    root = parsed(pages.render_episode(SHOW, EPISODE, REPORT, SOUND, in_full=in_full))
    links = root.xpath("//nav[@class='in-full']//a")
    assert [link.get("href") for link in links] == [
        "../docks/index.html",
        "../a%3Ab%2F../index.html",
    ]
    assert [link.text_content() for link in links] == ["The docks", EVIL]
    assert not parsed(RENDERED["episode"]).xpath("//nav[@class='in-full']")


def test_a_bare_briefing_shows_no_empty_parts() -> None:
    """Parts that a report does not have leave no heading behind."""
    root = parsed(RENDERED["bare episode"])
    assert text_of(root, "//main//h2 | //main//h3 | //main//summary") == [
        "Intelligence Audio",
        "Keyboard shortcuts",
        "Never miss a briefing",
    ]
    assert text_of(root, "//article/header//p") == ["15 December 2025", "4 min listen"]
    assert not root.xpath("//track | //meta[@property='og:image']")


def test_hostile_text_stays_text() -> None:
    """Markup in any text of any page is shown, never obeyed."""
    show = SHOW.model_copy(
        update={"title": EVIL, "description": EVIL, "author": EVIL, "copyright": EVIL}
    )
    report = Report(
        slug="docks",
        title=EVIL,
        summary=EVIL,
        sections=(Section(EVIL, (EVIL + " more",)),),
        sentiment=Sentiment(EVIL, EVIL, EVIL),
        sources=(Source(EVIL, "https://example.com/" + EVIL.replace(" ", "")), Source(EVIL, EVIL)),
        methodology=EVIL,
        quiz=(QuizItem(EVIL, (EVIL,), EVIL, EVIL),),
    )
    line = LineCue(EVIL, 0, 1, ())
    episode = replace(
        EPISODE,
        slug=EVIL,
        title=EVIL,
        summary=EVIL,
        category=EVIL,
        byline=EVIL,
        chapters=(ChapterMark(EVIL, 0),),
        files={"mp3": PublishedFile("javascript:" + EVIL, 1, "", EVIL)},
    )
    rendered = (
        pages.render_episode(
            show, episode, report, Sound(Timeline(1, 1, (ChapterCue(EVIL, 0, 1, (line,)),)))
        ),
        pages.render_show(show, [episode], EVIL),
        pages.render_shelf([pages.ShelfEntry(EVIL, EVIL, EVIL, EVIL, 1, DAY)], "en"),
    )
    for page in rendered:
        root = parsed(page)
        assert EVIL in root.text_content()
        assert not root.xpath("//b | //@onclick")
        for script in root.xpath("//script[contains(text(), 'alert')]"):
            assert EVIL in json.loads(script.text).values()
        assert [a for a in root.xpath("//@href | //@src") if a.startswith("javascript:")] == []


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_any_text_is_read_back_as_written(text: str) -> None:
    """Whatever a paragraph says, the page says the same."""
    report = replace(REPORT, sections=(Section("", ("first", text)),))
    root = episode_page(report=report)
    assert (root.xpath("//div[@class='prose']/section/p[2]")[0].text or "") == text


def test_entries_that_follow_one_another_are_one_list() -> None:
    """Lists are shown as lists, each where it stands among the paragraphs."""
    paragraphs = (Item("a"), Item("b"), "and", Item("c"))
    root = episode_page(report=replace(REPORT, sections=(Section("Now", paragraphs),)))
    section = root.xpath("//div[@class='prose']/section")[0]
    assert [(one.tag, one.text_content().split()) for one in section][1:] == [
        ("ul", ["a", "b"]),
        ("p", ["and"]),
        ("ul", ["c"]),
    ]
    assert section.xpath("count(ul/li)") == 3


def test_a_lone_surrogate_does_not_stop_a_page() -> None:
    """Text that has no UTF-8 is replaced, not a crash."""
    assert "cut ? off" in text_of(episode_page(title="cut \ud800 off"), "//h1")


def test_a_show_lists_its_briefings_newest_first() -> None:
    """Each briefing has its date, minutes, category, title, summary and page."""
    older = replace(EPISODE, slug="older", title="Older", published=DAY - timedelta(days=1))
    root = parsed(pages.render_show(SHOW, [older, EPISODE], "cover art.jpg"))
    assert root.xpath("//h3/a/@href") == [
        "episodes/docks/index.html",
        "episodes/older/index.html",
    ]
    assert text_of(root, "//li[1]//*[self::p or self::h3]") == [
        "World 15 December 2025 4 min",
        REPORT.title,
        REPORT.summary,
    ]
    assert root.xpath("//img/@src") == ["cover%20art.jpg"]
    assert "feed.xml" in root.xpath("//a/@href")
    assert SHOW.description in root.text_content()
    assert SHOW.disclosure.written in root.text_content()


def test_an_explicit_show_says_so() -> None:
    """The mark for explicit shows stands on those alone."""
    explicit = SHOW.model_copy(update={"explicit": True})
    assert b"Explicit" in pages.render_show(explicit, [], "cover.jpg")
    assert b"Explicit" not in RENDERED["empty show"]


def test_the_shelf_lists_its_shows() -> None:
    """Each show has its cover, its page, how much it holds and since when."""
    root = parsed(RENDERED["shelf"])
    assert root.xpath("//h2/a/@href") == ["harbour/index.html", "weather/index.html"]
    assert root.xpath("//img/@src") == ["harbour/cover.jpg", "weather/art.png"]
    assert text_of(root, "//p[@class='kicker']") == [
        "1 briefing Latest December 15, 2025",
        "0 briefings",
    ]


@pytest.mark.parametrize(
    ("ms", "clock", "minutes"),
    [(0, "0:00", 1), (59_999, "0:59", 1), (90_000, "1:30", 2), (3_723_000, "1:02:03", 62)],
)
def test_times_read_as_listeners_write_them(ms: int, clock: str, minutes: int) -> None:
    """Clocks show hours only where there are any; minutes round and are never none."""
    assert (templating._clock(ms), templating._minutes(ms)) == (clock, minutes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_have_contrast(scheme: str) -> None:
    """Every text colour stands out from every ground as WCAG AA asks."""
    blocks = re.findall(r":root \{(.*?)\}", templating._asset("style.css"), flags=re.DOTALL)
    colours = dict(re.findall(r"--(\w+): (#\w{6});", blocks[["light", "dark"].index(scheme)]))
    pairs = [(text, on) for text in ("ink", "soft", "accent") for on in ("paper", "panel")]
    for text, ground in [*pairs, ("ink", "mark")]:
        assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [part / 255 for part in bytes.fromhex(colour[1:])]
        red, green, blue = (
            part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_sentences_name_their_sources() -> None:
    """A mark behind each leads to the source in the list, and shows its passage when pointed at."""
    source = REPORT.sources[0]
    sentence = REPORT.sections[0].paragraphs[0]
    cited = Cited(source.title, "the Gazette", source.url, "Tolls <rise>.")
    ours = Cited("Earlier", "", "", "Tolls stood.")
    evidence = (Evidence(sentence, (cited, ours)),)
    root = parsed(pages.render_episode(SHOW, EPISODE, REPORT, SOUND, evidence=evidence))
    (link,) = root.xpath("//sup[@class='noteref']/a")
    assert root.xpath(f"//li[@id='{link.get('href')[1:]}']/a/@href") == [source.url]
    assert link.getparent().get("title") == "the Gazette: Tolls <rise>."
    assert link.get("aria-label") == "Source 1"
    assert root.xpath("//sup[@class='noteref']/span/@aria-label") == ["An earlier report of ours"]
