"""The feed linter: a good feed with one fault at a time."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.cli import main
from audiobrief.model import ChapterMark, Correction, Episode, Source
from audiobrief.publishing.feed import render_feed, weight
from audiobrief.publishing.lint import lint, rule_names
from audiobrief.publishing.paging import divide
from audiobrief.wording import languages
from publishing_samples import ARTWORK, GUID, HOSTILE, episode, show
from voice_server import serving, spend_no_time

START = datetime(2025, 1, 1, tzinfo=UTC)


def feeds(*episodes: Episode, **changes: Any) -> list[bytes]:
    """Render all pages of a feed."""
    show_ = show(**changes)
    pages, _ = divide(episodes, (), partial(weight, show_))
    return [render_feed(show_, GUID, page, ARTWORK) for page in pages]


RICH = {
    "license": "CC-BY-4.0",
    "rhythm": "daily",
    "people": [{"name": "Bo Host", "url": "https://pod.example/bo"}],
    "hubs": ["https://hub.example/"],
}
GOOD = feeds(
    episode(number=1, season=1),
    episode("sea-wall", day=5, number=2, season=1, title="A wall"),
    **RICH,
)[0].decode()


def found(text: str) -> set[str]:
    """Return the names of the rules that a feed breaks."""
    return {finding.rule for finding in lint(text.encode())}


def element(name: str) -> str:
    """Return the pattern of a whole element, or an empty one, that stands on lines of its own."""
    return rf"[ \t]*<{name}(?:\s[^>]*)?(?:/>|>.*?</{name}>)\n"


ITEM = r"(<item>.*?)"
"""What comes before something in the first item."""

NEXT = '<atom:link rel="next" href="https://pod.example/2"/>'

CUTS = [
    ("feed.title.missing", "<title>Harbour Briefing</title>\n"),
    ("feed.link.missing", element("link")),
    ("feed.description.missing", element("description")),
    ("feed.language.missing", element("language")),
    ("feed.category.missing", r"<itunes:category text=\"News\">.*?/>\s*</itunes:category>"),
    ("feed.explicit.missing", element("itunes:explicit")),
    ("feed.image.missing", element("itunes:image")),
    ("feed.author.missing", element("itunes:author")),
    ("feed.owner.missing", element("itunes:owner")),
    ("feed.guid.missing", element("podcast:guid")),
    ("feed.locked.missing", element("podcast:locked")),
    ("feed.self.missing", element("atom:link")),
    ("feed.items.none", r"<item>.*</item>"),
    ("item.title.missing", ITEM + element("title")),
    ("item.enclosure.missing", ITEM + element("enclosure")),
    ("item.guid.missing", ITEM + element("guid")),
    ("item.link.missing", ITEM + element("link")),
    ("item.date.missing", ITEM + element("pubDate")),
    ("item.description.missing", ITEM + element("description")),
    ("item.duration.missing", ITEM + element("itunes:duration")),
    ("item.image.missing", ITEM + element("itunes:image")),
    ("item.explicit.missing", ITEM + element("itunes:explicit")),
    ("item.transcript.missing", ITEM + r"(?:[ \t]*<podcast:transcript [^>]*/>\n)+"),
    ("item.alternate.source", ITEM + element("podcast:source")),
    ("item.guid.permalink", r' isPermaLink="false"'),
]
"""Rule → what is cut out to break it; a group is kept."""

CHANGES = [
    ("xml.malformed", "</channel>", ""),
    ("xml.doctype", "<rss ", '<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss '),
    ("feed.rss.missing", r"<rss .*", "<feed xmlns='http://www.w3.org/2005/Atom'/>"),
    ("feed.version.wrong", r'(xmlns[^>]*) version="2.0"', r'\1 version="0.92"'),
    ("feed.namespace.wrong", "modules/content/", "modules/contents/"),
    ("feed.element.repeated", "<language>", "<language>de</language><language>"),
    ("feed.items.many", "", ""),
    ("feed.size.large", "</item>", "</item>" + " " * 1_000_000),
    ("feed.link.invalid", "<link>https://pod.example/harbour/<", "<link>harbour/<"),
    ("feed.description.long", "Daily news of", "Daily news of " + "é" * 2000),
    ("feed.language.invalid", ">en-us<", ">English<"),
    ("feed.category.unknown", 'category text="News"', 'category text="Newses"'),
    ("feed.category.unknown", 'category text="Daily News"', 'category text="Golf"'),
    ("feed.explicit.invalid", "explicit>false", "explicit>no"),
    ("feed.image.invalid", r'(<itunes:image href=")[^"]*', r"\1artwork.png"),
    ("feed.image.invalid", r'(<itunes:image href="[^"]*)png', r"\1webp"),
    ("feed.owner.invalid", "email>desk@pod.example", "email>the desk"),
    ("feed.type.invalid", "type>episodic", "type>daily"),
    ("feed.date.invalid", "Thu, 05 Mar 2026 07:00:05", "2026-03-05T07:00:05Z"),
    ("feed.block.invalid", "<itunes:author>", "<itunes:block>No</itunes:block><itunes:author>"),
    ("feed.block.invalid", "<itunes:author>", "<podcast:block>Yes</podcast:block><itunes:author>"),
    (
        "feed.moved.invalid",
        "<itunes:author>",
        "<itunes:new-feed-url>elsewhere</itunes:new-feed-url><itunes:author>",
    ),
    ("feed.guid.invalid", GUID, "9b024349"),
    ("feed.locked.invalid", ">yes</podcast:locked>", ">true</podcast:locked>"),
    ("feed.medium.invalid", "medium>podcast", "medium>radio"),
    ("feed.frequency.invalid", "FREQ=DAILY", "EVERY DAY"),
    ("feed.license.invalid", "cc-by-4.0", "All rights reserved"),
    ("feed.txt.long", 'ai-content">true', 'ai-content">' + "x" * 4001),
    ("feed.txt.long", '"ai-content"', f'"{"x" * 129}"'),
    ("feed.hub.invalid", "https://hub.example/", "hub.example"),
    ("feed.self.invalid", 'href="https://pod.example/harbour/feed.xml"', 'href="feed.xml"'),
    (
        "paging.link.invalid",
        "<atom:link ",
        '<atom:link rel="next" href="feed-2.xml"/><atom:link ',
    ),
    (
        "paging.link.repeated",
        "<atom:link ",
        f"{NEXT}{NEXT}<atom:link ",
    ),
    (
        "paging.link.loop",
        "<atom:link ",
        '<atom:link rel="next" href="https://pod.example/harbour/feed.xml"/><atom:link ',
    ),
    (
        "paging.archive.lost",
        "<language>",
        '<fh:archive xmlns:fh="http://purl.org/syndication/history/1.0"/><language>',
    ),
    ("person.name.missing", "Bo Host", ""),
    ("person.name.long", "Bo Host", "Bo " * 50),
    ("person.group.unknown", 'group="cast"', 'group="crew"'),
    ("person.address.invalid", "https://pod.example/bo", "bo"),
    (
        "item.element.repeated",
        "<pubDate>",
        "<pubDate>Wed, 04 Mar 2026 06:30:00 +0000</pubDate><pubDate>",
    ),
    (
        "item.enclosure.repeated",
        "<enclosure ",
        '<enclosure url="https://a.example/a.mp3" length="1" type="audio/mpeg"/><enclosure ',
    ),
    ("item.title.markup", "<title>A wall", "<title>A &lt;b&gt;wall&lt;/b&gt;"),
    ("item.title.markup", "<title>A wall", "<title>Gates &amp;amp; walls"),
    ("item.title.show", "<title>A wall", "<title>Harbour Briefing: A wall"),
    ("item.title.number", "<title>A wall", "<title>Ep. 12: A wall"),
    ("item.guid.repeated", "guid-of-sea-wall", "guid-of-tide-gate"),
    (
        "item.guid.enclosure",
        "guid-of-sea-wall",
        "https://pod.example/harbour/episodes/sea-wall/briefing.mp3",
    ),
    ("item.link.invalid", ITEM + r"<link>[^<]*", r"\1<link>episodes/sea-wall/"),
    ("item.date.invalid", "Thu, 05 Mar 2026 06", "Fri, 05 Mar 2026 06"),
    ("item.date.invalid", "Thu, 05 Mar 2026 06", "Thu, 05 Mar 26 06"),
    ("item.date.invalid", "Thu, 05 Mar 2026 06", "31 Feb 2026 06"),
    ("item.duration.invalid", "duration>84<", "duration>00:10:61<"),
    ("item.duration.invalid", "duration>84<", "duration>83.5<"),
    ("item.duration.invalid", "duration>84<", "duration>0<"),
    ("item.image.invalid", "sea-wall/briefing.jpg", "sea-wall/briefing.gif"),
    ("item.explicit.invalid", ITEM + "explicit>false", r"\1explicit>clean"),
    ("item.type.invalid", "episodeType>full", "episodeType>long"),
    ("item.number.invalid", "<itunes:season>1", "<itunes:season>one"),
    ("item.number.invalid", "<podcast:episode>2", "<podcast:episode>two"),
    ("item.number.differs", "<podcast:episode>2", "<podcast:episode>3"),
    ("item.number.missing", "", ""),
    ("item.enclosure.url", '<enclosure url="https://pod.example/', '<enclosure url="/'),
    (
        "item.enclosure.length",
        'length="1000" type="audio/mpeg"/>',
        'length="0" type="audio/mpeg"/>',
    ),
    (
        "item.enclosure.type",
        'length="1000" type="audio/mpeg"/>',
        'length="1000" type="audio/mp3"/>',
    ),
    ("item.enclosure.ending", r"(<enclosure [^>]*\.)mp3", r"\1ogg"),
    (
        "item.alternate.type",
        '<podcast:alternateEnclosure type="audio/ogg"',
        '<podcast:alternateEnclosure type="opus"',
    ),
    ("item.alternate.source", r'source uri="[^"]*"', 'source uri="briefing.mp3"'),
    ("item.alternate.measure", 'length="1001" bitrate', 'length="1 MB" bitrate'),
    ("item.alternate.measure", 'bitrate="95"', 'bitrate="high"'),
    ("item.alternate.default", 'title="Opus"', 'title="Opus" default="true"'),
    ("item.integrity.invalid", "sha384-AAAA", "sha384-"),
    ("item.integrity.invalid", 'integrity type="sri"', 'integrity type="md5"'),
    ("item.transcript.url", 'transcript url="https://pod.example/', 'transcript url="/'),
    ("item.transcript.type", 'type="text/vtt"', 'type="text/webvtt"'),
    ("item.transcript.rel", 'rel="captions"', 'rel="subtitles"'),
    (
        "item.transcript.order",
        "<podcast:transcript ",
        '<podcast:transcript url="https://a.example/a.html" type="text/html"/><podcast:transcript ',
    ),
    ("item.chapters.invalid", r'(<podcast:chapters url=")[^"]*', r"\1chapters.json"),
    ("item.chapters.invalid", 'type="application/json.chapters"', 'type="text/plain"'),
    ("item.soundbite.range", 'startTime="13.25"', 'startTime="0"'),
    ("item.soundbite.range", 'duration="42"', 'duration="9"'),
    ("item.soundbite.beyond", 'duration="42"', 'duration="90"'),
    ("item.description.long", "An invented port", "An invented port " + "é" * 2000),
    ("item.timestamps.few", "\n00:00:00 Opening", "\n00:00:05 Opening"),
    ("item.timestamps.few", r"\n00:00:12 [^\n]*\n01:02:03 [^\n]*\n", "\n"),
    ("item.content.active", "&lt;ul&gt;", "&lt;script&gt;x&lt;/script&gt;&lt;ul&gt;"),
    ("item.content.active", "&lt;ul&gt;", "&lt;ul onclick=x&gt;"),
]
"""Rule → what is replaced in a good feed, once, and by what."""


def broken(rule: str, pattern: str, by: str) -> str:
    """Return the good feed with one fault in it."""
    if rule == "feed.items.many":
        return many(GOOD, 101)
    if rule == "item.number.missing":
        serial = GOOD.replace("type>episodic", "type>serial")
        return re.sub(r"<(itunes|podcast):episode>2</.*?>", "", serial)
    text, count = re.subn(pattern, by, GOOD, count=1, flags=re.DOTALL)
    assert count == 1
    return text


def many(text: str, count: int) -> str:
    """Return a feed with copies of its first item, each with a GUID of its own."""
    item = re.search(r"(?s)<item>.*?</item>", text)
    assert item
    copies = (item[0].replace("guid-of-sea-wall", f"guid-{number}") for number in range(count))
    return text[: item.start()] + "".join(copies) + "</channel></rss>"


def test_the_good_feed_is_good() -> None:
    """Nothing is wrong with what the faults are put into."""
    assert lint(GOOD.encode()) == ()


@pytest.mark.parametrize(("rule", "pattern", "by"), CHANGES)
def test_a_fault_is_found_and_nothing_else(rule: str, pattern: str, by: str) -> None:
    """Each rule finds the fault it is about, and no other rule complains of it."""
    assert found(broken(rule, pattern, by)) == {rule}


@pytest.mark.parametrize(("rule", "pattern"), CUTS)
def test_what_is_missing_is_found_and_nothing_else(rule: str, pattern: str) -> None:
    """What is cut out is missed, by its own rule alone."""
    kept = r"\1" if "(<item>" in pattern else ""
    text, count = re.subn(pattern, kept, GOOD, count=1, flags=re.DOTALL)
    assert count == 1
    assert found(text) == {rule}


def test_every_rule_has_its_fault() -> None:
    """A rule that no test breaks fails here."""
    assert {rule for rule, *_ in (*CHANGES, *CUTS)} == set(rule_names())


def test_a_finding_says_where_and_which() -> None:
    """Line, item and severity are told, in the order of lines."""
    text = GOOD.replace("<title>A wall", "<title>Ep. 3").replace("explicit>false", "explicit>no")
    lines = text.splitlines()
    findings = lint(text.encode())
    assert [(one.rule, one.severity) for one in findings] == [
        ("feed.explicit.invalid", "error"),
        ("item.explicit.invalid", "error"),
        ("item.title.number", "warning"),
        ("item.explicit.invalid", "error"),
    ]
    assert [one.item.partition(" (")[0] for one in findings] == ["", "item 1", "item 1", "item 2"]
    assert [one.item for one in findings][2] == "item 1 (Ep. 3)"
    assert "<item>" in lines[findings[1].line - 1]


@given(st.binary(max_size=300))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    """What is no feed is told so; nothing makes the linter fall over."""
    assert found(data.decode("latin-1")) <= set(rule_names())
    assert lint(data)


@given(st.text(max_size=80))
def test_any_value_gets_an_answer(text: str) -> None:
    """Whatever stands where a value should, rules answer; none raises."""
    safe = re.sub(r"[^\x20-\ud7ff]|[<&\"]", "", text)
    values = re.sub(r'(?<==")[^"]*(?=")', lambda _: safe, GOOD.partition("<channel>")[2])
    texts = re.sub(r">[^<\n]+<", lambda _: f">{safe}<", values)
    lint((GOOD.partition("<channel>")[0] + "<channel>" + texts).encode())


def test_entities_are_not_expanded() -> None:
    """A billion laughs end at the document type, before any is laughed."""
    bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n<rss>&b;</rss>'
    assert found(bomb) == {"xml.doctype"}


HOSTILE_EPISODE = episode(
    title=HOSTILE,
    summary=HOSTILE * 50,
    byline=HOSTILE,
    chapters=tuple(ChapterMark(HOSTILE, number * 1000) for number in range(9)),
    sources=(Source(HOSTILE, "javascript:alert(1)"), Source(HOSTILE, "https://e.example/?a&b")),
    corrections=(Correction(START, HOSTILE * 20),),
)


@pytest.mark.parametrize(
    ("episodes", "changes"),
    [
        ([episode()], {}),
        ([episode(number=1)], {"type": "serial"}),
        ([episode()], {"private": True, "hubs": ["https://hub.example/"]}),
        ([episode(corrections=(Correction(START, "It said 3%."),))], RICH),
        ([HOSTILE_EPISODE], {"title": "x " + HOSTILE, "description": HOSTILE * 30}),
        ([episode(summary="é" * 3000)], {"description": "🎙️" * 1500}),
        (
            [episode(f"e{day}", published=START + timedelta(days=day)) for day in range(150)],
            {},
        ),
        *(([episode()], {"language": language, "rhythm": "weekly"}) for language in languages()),
    ],
)
def test_our_own_feeds_pass(episodes: list[Episode], changes: dict[str, Any]) -> None:
    """No error and no warning on any page of what audiobrief makes."""
    pages = feeds(*episodes, **changes)
    assert [lint(page) for page in pages] == [()] * len(pages)
    assert len(pages) == (2 if len(episodes) > 100 else 1)


def test_a_built_feed_passes(built_once: Path) -> None:
    """What a build leaves on the shelf has neither error nor warning."""
    assert lint((built_once / "output/test/feed.xml").read_bytes()) == ()


@given(st.text(max_size=300), st.text(max_size=40))
def test_no_text_of_a_report_breaks_a_rule(text: str, short: str) -> None:
    """Whatever an episode says of itself, the feed keeps the rules of apps."""
    errors = {
        finding.rule
        for page in feeds(replace(HOSTILE_EPISODE, title=short, summary=text, byline=short))
        for finding in lint(page)
        if finding.severity == "error"
    }
    assert errors == set()


def run(*arguments: str) -> Result:
    """Run ``audiobrief lint``."""
    return CliRunner().invoke(main, ["lint", *arguments])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Return the file of a good feed."""
    path = tmp_path / "feed.xml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_good_file_passes(good: Path) -> None:
    """It says so, and exits with 0."""
    result = run(str(good), "--strict")
    assert (result.exit_code, result.output) == (0, f"{good}: 0 errors, 0 warnings\n")


def test_errors_fail_and_warnings_where_asked(good: Path) -> None:
    """1 for errors; for warnings only with --strict; each on a line with its rule."""
    good.write_text(GOOD.replace("<title>A wall", "<title>Ep. 3"), encoding="utf-8")
    result = run(str(good))
    assert result.exit_code == 0
    assert "warning item.title.number: item 1 (Ep. 3): the title begins with a" in result.output
    assert "0 errors, 1 warnings" in result.output
    assert run(str(good), "--strict").exit_code == 1
    good.write_text(GOOD.replace(GUID, "none"), encoding="utf-8")
    assert run(str(good)).exit_code == 1


def test_findings_are_told_as_json(good: Path) -> None:
    """A list of objects, empty for a good feed."""
    assert json.loads(run(str(good), "--json").output) == []
    good.write_text(GOOD.replace(GUID, "none"), encoding="utf-8")
    (finding,) = json.loads(run(str(good), "--json").output)
    assert set(finding) == {"rule", "severity", "line", "item", "message"}
    assert (finding["rule"], finding["severity"]) == ("feed.guid.invalid", "error")


def test_a_feed_is_read_from_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address is fetched; one that is not there is an error with its reason."""
    spend_no_time(monkeypatch)
    with serving({"feed.xml": GOOD.encode()}) as server:
        assert run(f"{server.url}/feed.xml").exit_code == 0
        result = run(f"{server.url}/none.xml")
    assert result.exit_code == 1
    assert "404" in result.stderr


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The command is wrong, and says what it wants."""
    result = run(str(tmp_path / "none.xml"))
    assert result.exit_code == 2
    assert "Name a feed's file, or its address" in result.stderr
