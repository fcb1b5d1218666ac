"""Whole sites: the linter finds nothing, all readers find all, the server has what is named."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

import feedparser
import podcastparser
import pytest
from lxml import etree, html

from audiobrief.config import load_show
from audiobrief.files import digest
from audiobrief.model import ChapterMark, Episode, Report, Section, Source
from audiobrief.pipeline import pictures
from audiobrief.pipeline.publish import publish_index, publish_show
from audiobrief.pipeline.studio import Studio
from audiobrief.publishing.artwork import draw_cover
from audiobrief.publishing.lint import lint
from audiobrief.publishing.pages import render_episode
from audiobrief.publishing.player import Sound
from audiobrief.publishing.shelf import PAGE, TYPES, Shelf, publish_name
from audiobrief.server.tokens import Tokens
from audiobrief.wording import languages
from feed_readers import by_node, unread
from publishing_samples import GUID, HOSTILE, episode, timeline
from shelf_server import ask, serving

START = datetime(2024, 1, 1, 6, tzinfo=UTC)
LONG = "A very long title, all of it invented, which no app can show whole. " * 40
HOSTILE_TEXTS = {
    "markup and control characters": HOSTILE,
    "a long title": LONG,
    "wide text": "\N{ANCHOR}\N{VARIATION SELECTOR-16}الميناء מעגן 港口 " * 400,
    "blank but for white space": "\u2028\u3000\t\n",
    "what templates take for their own": "%s {url} {{ x }} {% raw %} \\1 &",
}


@dataclass(frozen=True, slots=True)
class Site:
    """A workspace whose shelf is a site; ``records`` are newest first."""

    workspace: Path
    records: tuple[Episode, ...]
    url: str

    @property
    def feeds(self) -> list[bytes]:
        """The pages of the feed, the current one first."""
        folder = self.workspace / "output" / "harbour"
        archived = sorted(folder.glob("feed-*.xml"), key=lambda path: (len(path.name), path.name))
        return [path.read_bytes() for path in (folder / "feed.xml", *reversed(archived))]


Make = Callable[..., Site]

COVER = draw_cover("Harbour Briefing", "")


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return what makes a site of some episodes and settings of its show."""
    monkeypatch.setattr(pictures, "_cover", lambda _studio: ("cover-0123456789.jpg", COVER))

    def made(*records: Episode, roles: tuple[str, ...] = tuple(TYPES), **settings: Any) -> Site:
        path = tmp_path / "feeds" / "harbour.toml"
        path.parent.mkdir()
        path.write_text(show_file(settings), "utf-8")
        show, shelf = load_show(path), Shelf(tmp_path / "output")
        for record in records:
            shelve(shelf, record, roles, show)
        studio = cast("Studio", SimpleNamespace(show=show, inputs={"artwork": ""}))
        assert publish_show(studio, shelf, GUID) == bool(records)
        publish_index([show], shelf)
        return Site(tmp_path, shelf.episodes("harbour"), show.url)

    return made


def show_file(settings: dict[str, Any]) -> str:
    """Return a show file with some settings."""
    given = {
        "title": "Harbour Briefing",
        "description": "Daily news of Quillhaven, a port that does not exist.",
        "author": "The Quillhaven Desk",
        "email": "desk@pod.example",
        "url": "https://pod.example/harbour",
        **settings,
    }
    # JSON's strings and booleans are TOML's.
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in given.items()]
    return "\n".join([*lines, "[reports]", 'files = ["*.md"]', ""])


def shelve(shelf: Shelf, record: Episode, roles: tuple[str, ...], show: Any) -> None:
    """Put an episode of a few bytes a file, and its page, on the shelf."""
    stage = shelf.root / ".stage" / record.slug
    stage.mkdir(parents=True)
    files = {}
    for role in roles:
        (stage / role).write_bytes(f"{record.slug} as {role}".encode())
        files[role] = publish_name(stage / role, role, record.slug)
    whole = replace(record, files=files)
    text = Section("Situation Report", (record.summary,))
    report = Report(record.slug, record.title, published=record.published, sections=(text,))
    # A thousand pages are alike, and take a while.
    sound = Sound(timeline(), ())
    page = render_episode(show, whole, report, sound) if len(roles) > 2 else b"<p>A day"
    shelf.commit_episode("harbour", whole, stage, {PAGE: page})


def days(count: int) -> Iterator[Episode]:
    """Yield an episode for each of some days, with a number."""
    for day in range(count):
        moment = START + timedelta(days=day)
        yield episode(
            f"day-{day}", title=f"Day {day}", published=moment, updated=moment, number=day + 1
        )


def check(site: Site) -> None:
    """Hold every page of a site's feed against the linter and all readers there are."""
    guids: list[str] = []
    for data in site.feeds:
        assert lint(data) == ()
        found = [item.findtext("guid") for item in etree.fromstring(data).iterfind(".//item")]
        guids += cast("list[str]", found)
        ours = podcastparser.parse(f"{site.url}feed.xml", io.BytesIO(data))["episodes"]
        assert sorted(one["guid"] for one in ours) == sorted(guids[-len(found) :] if found else [])
        theirs = feedparser.parse(data)
        assert not theirs.bozo
        assert [one.id for one in theirs.entries] == found
    for package in ("feedsmith", "podcast-partytime"):
        if not unread(package):
            current = by_node(package, site.feeds[0])["items"]
            assert len(current) == site.feeds[0].count(b"<item>")
    assert guids == [record.guid for record in site.records]


def addresses(data: bytes, base: str) -> set[str]:
    """Return every address in a document that lies below ``base``."""
    root: Any = html.fromstring(data) if data.startswith(b"<!doctype") else etree.fromstring(data)
    named = [
        str(value) for value in root.xpath("//@href | //@src | //@url | //@uri | //link/text()")
    ]
    return {one.partition("#")[0] for one in named if one.startswith(base)}


def check_served(site: Site, place: str = "harbour/", every: int = 1) -> None:
    """Ask the server for all that the feed's pages name, or for one item's in ``every``."""
    with serving(site.workspace) as server:
        for number, name in enumerate(["feed.xml", *_older(site)]):
            got = ask(server, f"/{place}{name}")
            assert got.status == 200
            base = site.url if place == "harbour/" else site.url + place.removeprefix("harbour/")
            named = sorted(addresses(got.body, base))
            assert len(named) > 1 or not number
            for address in named[::every]:
                reply = ask(server, urlsplit(address).path)
                assert reply.status == 200, address
        for item in etree.fromstring(ask(server, f"/{place}feed.xml").body).iterfind(".//item"):
            sound = item.find("enclosure")
            assert sound is not None
            reply = ask(server, urlsplit(sound.get("url", "")).path, "HEAD")
            assert reply.headers["content-length"] == sound.get("length")
            assert reply.headers["content-type"] == sound.get("type")


def _older(site: Site) -> list[str]:
    return [f"feed-{number}.xml" for number in range(1, len(site.feeds))]


def test_a_fresh_site_has_an_index_and_no_feed(make: Make) -> None:
    """Directories refuse an empty feed, so there is none before the first episode."""
    site = make()
    assert not (site.workspace / "output" / "harbour").exists()
    with serving(site.workspace) as server:
        assert ask(server, "/").status == 200
        assert ask(server, "/harbour/feed.xml").status == 404


def test_a_site_of_one_item(make: Make) -> None:
    """Everything that it names is there."""
    site = make(episode())
    check(site)
    check_served(site)


@pytest.mark.untraced
def test_a_site_of_a_thousand_items(make: Make) -> None:
    """On its pages stands every item once, newest first, and each page leads to the next."""
    site = make(*days(1000), roles=("mp3", "vtt"), numbered=True)
    assert len(site.feeds) == 19
    assert max(map(len, site.feeds)) < 1_000_000
    check(site)
    check_served(site, every=41)


def test_a_private_site(make: Make) -> None:
    """By its token all is there, under addresses of its own; without, nothing."""
    site = make(*days(3), private=True)
    check(site)
    token = Tokens(site.workspace).add("harbour", "Ann", START)
    check_served(site, f"harbour/{token}/")
    with serving(site.workspace) as server:
        assert ask(server, "/harbour/feed.xml").status == 404
        assert b"harbour" not in ask(server, "/").body


@pytest.mark.parametrize("language", languages())
def test_a_site_in_each_language(make: Make, language: str) -> None:
    """Feed and pages say which it is."""
    site = make(*days(2), language=language)
    check(site)
    check_served(site)
    assert f"<language>{language}</language>".encode() in site.feeds[0]
    page = (site.workspace / "output" / "harbour" / "index.html").read_bytes()
    assert f'<html lang="{language}"'.encode() in page


@pytest.mark.parametrize("name", HOSTILE_TEXTS)
def test_a_site_of_hostile_text(make: Make, name: str) -> None:
    """Whatever a report says, the site stands, and the text in it opens no element."""
    text = HOSTILE_TEXTS[name]
    told = episode(
        title=text,
        summary=text,
        byline=text,
        chapters=tuple(ChapterMark(text, start) for start in (0, 5000, 9000)),
        sources=(Source(text, f"https://log.example/?q={digest(text.encode())}"),),
    )
    named = {"title": f"Harbour {text[:50]}", "description": f"News {text}"[:4000]}
    site = make(told, **{key: value.translate(_NO_TOML) for key, value in named.items()})
    check(site)
    check_served(site)
    (item,) = etree.fromstring(site.feeds[0]).iterfind(".//item")
    assert len((item.findtext("description") or "").encode()) <= 4000
    for page in (site.workspace / "output").rglob("*.html"):
        found = html.fromstring(page.read_bytes()).iter("script")
        ours = [one for one in found if one.get("type") != "application/ld+json"]
        assert not [one for one in ours if "alert" in (one.text or "")]


_NO_TOML = {code: None for code in (*range(32), 0x7F) if code not in b"\t"}
"""What a TOML string may not hold, to be taken out."""
