"""``audiobrief adopt``: a podcast moves in from another host and loses no subscriber."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from lxml import etree
from PIL import Image

import tiny_voice
from audiobrief.cli import main
from audiobrief.config import load_show
from audiobrief.errors import ClipError
from audiobrief.ingest.notes import paragraphs
from audiobrief.ingest.podcast import read_podcast
from audiobrief.publishing.shelf import Shelf
from feed_server import FeedServer, feed_serving
from voice_server import spend_no_time

GUID = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
MP3 = (b"\xff\xfb\x90\xc4" + bytes(413)) * 40
"""Forty silent frames, 1.04 s."""

HEAD = """\
<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"
 xmlns:podcast="https://podcastindex.org/namespace/1.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Port &amp; Tide</title><description>All of it &lt;b&gt;invented&lt;/b&gt;.</description>
<language>en_GB</language><copyright>© Port</copyright>
<itunes:author>The Port</itunes:author><itunes:explicit>yes</itunes:explicit>
<itunes:type>serial</itunes:type><itunes:image href="/cover.jpg"/>
<itunes:owner><itunes:email>port@pod.example</itunes:email></itunes:owner>
<itunes:category text="News"><itunes:category text="Daily News"/></itunes:category>
<itunes:category text="Business"/>
<podcast:guid>{guid}</podcast:guid><podcast:locked>{locked}</podcast:locked>
"""
NEXT = '<atom:link rel="next" href="/feed-2.xml"/>'
GATE = """\
<item><title>The gate</title><guid isPermaLink="false"> urn:Gate/№ 7?a=1&amp;b=2 </guid>
<pubDate>Wed, 04 Mar 2026 07:30:00 +0100</pubDate>
<content:encoded><![CDATA[<p>A <a href="https://log.example/gate">vote</a>.</p>
<script>alert(1)</script><p>And a wall.</p>]]></content:encoded>
<description>Short.</description><itunes:image href="/gate.png"/>
<podcast:transcript url="/gate.vtt" type="text/vtt"/>
<podcast:transcript url="/gate.html" type="text/html"/>
<podcast:chapters url="/gate.json" type="application/json+chapters"/>
<enclosure url="/gate.mp3?from=feed" length="1" type="audio/mpeg"/></item>
"""
WALL = """\
<item><title>The wall</title><pubDate>2026-02-03T06:00:00Z</pubDate>
<description>Plain &amp; short.</description>
<enclosure url="/wall.m4a" length="" type="audio/x-m4a"/></item>
"""
TAIL = "</channel></rss>"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the pauses between attempts instead of spending them."""
    return spend_no_time(monkeypatch)


def picture(kind: str, side: int = 1400) -> bytes:
    """Return a square picture."""
    stream = io.BytesIO()
    Image.new("RGB", (side, side), "navy").save(stream, kind)
    return stream.getvalue()


def m4a() -> bytes:
    """Return half a second of silence as AAC in MP4."""
    import av

    stream = io.BytesIO()
    with av.open(stream, "w", format="ipod") as container:
        track = container.add_stream("aac", rate=44_100, layout="mono")
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 22_050), np.float32), format="fltp", layout="mono"
        )
        frame.sample_rate = 44_100
        container.mux(track.encode(frame))
        container.mux(track.encode(None))
    return stream.getvalue()


@pytest.fixture
def host() -> Iterator[FeedServer]:
    """Serve the old show: two items on two pages."""
    with feed_serving() as served:
        served.files = {
            "/cover.jpg": ("image/jpeg", picture("JPEG")),
            "/gate.png": ("image/png", picture("PNG")),
            "/gate.mp3": ("audio/mpeg", MP3),
            "/gate.vtt": ("text/vtt", b"WEBVTT\n"),
            "/gate.json": ("application/json", b"{}"),
            "/wall.m4a": ("application/octet-stream", m4a()),
        }
        serve(served, NEXT + GATE)
        served.files["/feed-2.xml"] = ("text/xml", (head() + GATE + WALL + TAIL).encode())
        yield served


def head(guid: str = GUID, locked: str = "no") -> str:
    """Return what stands before the items."""
    return HEAD.format(guid=guid, locked=locked)


def serve(host: FeedServer, items: str, *, guid: str = GUID, locked: str = "no") -> None:
    """Serve the first page with these items."""
    feed = head(guid, locked) + items + TAIL
    host.files["/feed.xml"] = ("text/xml", feed.encode())


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace with a voice and no show."""
    tiny_voice.write_voice(tmp_path / "desk" / "voices")
    return tmp_path / "desk"


def adopt(desk: Path, host: FeedServer, *arguments: str) -> Result:
    """Run ``audiobrief adopt`` in a workspace."""
    words = ["adopt", f"{host.url}/feed.xml", "--workspace", str(desk), *arguments]
    return CliRunner().invoke(main, words)


def shelf(desk: Path) -> Shelf:
    """Return the shelf of a workspace."""
    return Shelf(desk / "output")


def test_a_show_moves_in(desk: Path, host: FeedServer) -> None:
    """Its settings, its GUID, and both pages' episodes with the GUIDs and dates they had."""
    result = adopt(desk, host, "--url", "https://pod.example/port")
    assert result.exit_code == 0, result.output
    assert "adopted: The wall\nadopted: The gate\n2 adopted, 0 here already" in result.output
    assert "https://pod.example/port/feed.xml" in result.output
    show = load_show(desk / "feeds" / "port-tide.toml")
    assert (show.title, show.author, show.email) == ("Port & Tide", "The Port", "port@pod.example")
    assert show.description == "All of it invented."
    assert (show.language, show.type, show.explicit) == ("en-GB", "serial", True)
    assert show.categories == ("News > Daily News", "Business")
    assert show.artwork == "port-tide-cover.jpg"
    record = shelf(desk).show_record("port-tide")
    assert record
    assert record.guid == GUID
    gate, wall = shelf(desk).episodes("port-tide")
    assert gate.guid == "urn:Gate/№ 7?a=1&b=2"
    assert gate.published.isoformat() == "2026-03-04T07:30:00+01:00"
    assert gate.summary == "A vote (https://log.example/gate). And a wall."
    assert gate.duration_ms == pytest.approx(1042, abs=5)
    assert set(gate.files) == {"mp3", "vtt", "chapters", "cover"}
    assert gate.files["cover"].type == "image/png"
    assert wall.guid == f"{host.url}/wall.m4a"
    assert wall.files["mp3"].type == "audio/mp4"
    assert wall.files["mp3"].name.endswith(".m4a")
    assert wall.duration_ms == pytest.approx(500, abs=60)
    folder = shelf(desk).episode_folder("port-tide", gate.slug)
    assert (folder / gate.files["mp3"].name).read_bytes() == MP3


def test_a_build_republishes_all(desk: Path, host: FeedServer) -> None:
    """The new feed has the old GUIDs and dates, and calls nobody synthetic who is not."""
    assert adopt(desk, host, "--url", "https://pod.example/port").exit_code == 0
    path = desk / "feeds" / "port-tide.toml"
    path.write_text(f'{path.read_text()}\n[voices]\nnarrator = "{tiny_voice.NAME}"\n')
    result = CliRunner().invoke(main, ["build", "--workspace", str(desk)])
    assert result.exit_code == 0, result.output
    feed = (desk / "output" / "port-tide" / "feed.xml").read_bytes()
    channel = etree.fromstring(feed).find("channel")
    assert channel is not None
    assert channel.findtext("{https://podcastindex.org/namespace/1.0}guid") == GUID
    gate, wall = channel.iterfind("item")
    assert [gate.findtext("guid"), wall.findtext("guid")] == [
        "urn:Gate/№ 7?a=1&b=2",
        f"{host.url}/wall.m4a",
    ]
    assert gate.findtext("pubDate") == "Wed, 04 Mar 2026 06:30:00 +0000"
    assert [item.xpath("string(enclosure/@length)") for item in (gate, wall)] == [
        str(len(MP3)),
        str(len(host.files["/wall.m4a"][1])),
    ]
    assert not list(gate.iterfind("{https://podcastindex.org/namespace/1.0}txt"))
    page = next((desk / "output").glob("port-tide/episodes/*gate/index.html")).read_text("utf-8")
    assert "And a wall." in page
    assert "alert(1)" not in page
    for text in (page, etree.tostring(gate, encoding="unicode")):
        assert "synthetic" not in text.lower()
    again = read_podcast(feed, "https://pod.example/port/feed.xml")
    assert [item.guid for item in again.items] == [gate.findtext("guid"), wall.findtext("guid")]


def test_an_adopted_episode_has_a_player(
    desk: Path, host: FeedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is on the page and in a page for other sites, though nothing can be drawn of the sound."""

    def refusing(path: Path) -> tuple[int, ...]:
        raise ClipError("cannot be decoded as sound", where=path)

    monkeypatch.setattr("audiobrief.audio.levels.file_levels", refusing)
    serve(host, GATE)
    assert adopt(desk, host).exit_code == 0
    (record,) = shelf(desk).episodes("port-tide")
    folder = desk / "output" / "port-tide" / "episodes" / record.slug
    for name in ("index.html", "embed.html"):
        assert 'id="wave" d="M0 32h480"' in (folder / name).read_text("utf-8")
    assert not shelf(desk).missing("port-tide", record)
    (folder / "oembed.json").unlink()
    assert shelf(desk).missing("port-tide", record) == ("oembed.json",)


def test_a_second_run_fetches_nothing_twice(desk: Path, host: FeedServer) -> None:
    """What is here whole stays; what was damaged, or is new there, is fetched."""
    adopt(desk, host)
    host.requests.clear()
    assert "0 adopted, 2 here already" in adopt(desk, host).output
    assert host.asked("/gate.mp3") == 0
    next((desk / "output").rglob("*gate*.mp3")).unlink()
    before = {one.guid: one.slug for one in shelf(desk).episodes("port-tide")}
    assert "1 adopted, 1 here already" in adopt(desk, host).output
    assert {one.guid: one.slug for one in shelf(desk).episodes("port-tide")} == before


def test_a_bad_item_stops_no_other(desk: Path, host: FeedServer, waits: list[float]) -> None:
    """Each is told with its reason; when mended there, the next run brings it."""
    bad = (
        WALL.replace("wall", "gone").replace("/gone.m4a", "/gone.mp3")
        + WALL.replace("The wall", "Undated").replace("2026-02-03T06:00:00Z", "soon")
        + WALL.replace("The wall", "A page").replace("/wall.m4a", "/page.mp3")
        + "<item><title>Blog</title><guid>b</guid><pubDate>2026-01-01</pubDate></item>"
    )
    serve(host, bad.replace('"/wall.m4a"', '"/undated.m4a"') + GATE)
    host.files["/page.mp3"] = ("text/html", b"<html><body>Sign in</body></html>" * 9)
    host.drops["/gate.mp3"] = 2
    result = adopt(desk, host)
    assert result.exit_code == 1
    assert "failed: The gone:" in result.output
    assert "the server answered 404" in result.output
    assert "failed: Undated: has no date that can be read" in result.output
    assert "failed: A page:" in result.output
    assert "is no audio that podcast apps play" in result.output
    assert "left out: Blog: it has no enclosure" in result.output
    assert "adopted: The gate" in result.output
    assert "1 adopted, 0 here already, 3 failed" in result.output
    assert waits == [0.5, 1.0]
    host.files["/page.mp3"] = host.files["/gone.mp3"] = ("audio/mpeg", MP3)
    assert "2 adopted, 1 here already, 1 failed" in adopt(desk, host).output


@pytest.mark.parametrize("data", [b"", b"<html>", b"\0\0\0\x20ftypM4A junk", b"OggSjunk" * 9])
def test_no_audio_is_no_episode(desk: Path, host: FeedServer, data: bytes) -> None:
    """Empty, a page, or cut short: what apps could not play is not shelved."""
    serve(host, GATE)
    host.files["/gate.mp3"] = ("audio/mpeg", data)
    result = adopt(desk, host)
    assert result.exit_code == 1
    assert "is no audio that podcast apps play" in result.output
    assert shelf(desk).episodes("port-tide") == ()
    assert not list((desk / "output").glob("**/.stage-*"))


def test_what_lies_beside_may_be_missing(desk: Path, host: FeedServer) -> None:
    """Without its transcript, chapters and cover it is an episode all the same, and told."""
    host.files["/gate.png"] = ("image/png", picture("PNG", 300))
    del host.files["/gate.vtt"], host.files["/gate.json"]
    host.files["/cover.jpg"] = ("text/html", b"<html>")
    result = adopt(desk, host)
    assert result.exit_code == 0, result.output
    assert result.output.count("note: The gate: ") == 3
    assert "smaller than 1400 pixels" in result.output
    assert "note: the old cover is not used, one is drawn: not a picture" in result.output
    assert "note: set `url`" in result.output
    gate = shelf(desk).episodes("port-tide")[0]
    assert set(gate.files) == {"mp3"}
    del host.files["/cover.jpg"]
    assert "one is drawn" in adopt(desk, host, "--show", "other").output


def test_namesakes_have_addresses_of_their_own(desk: Path, host: FeedServer) -> None:
    """Two items of one day and title are two episodes, and items without a title are one each."""
    twin = WALL.replace("/wall.m4a", "/gate.mp3")
    nameless = GATE.replace("The gate", "").replace("urn:", "other:")
    serve(host, WALL + twin + nameless)
    assert adopt(desk, host).exit_code == 0
    slugs = {one.slug for one in shelf(desk).episodes("port-tide")}
    assert len(slugs) == 3
    assert "2026-02-03-the-wall" in slugs
    assert "2026-03-04" in slugs


def test_a_locked_feed_is_left_alone(desk: Path, host: FeedServer) -> None:
    """Unless its owner says that it is theirs."""
    serve(host, GATE, locked="yes")
    result = adopt(desk, host)
    assert result.exit_code == 2
    assert "locked the feed against import" in result.output
    assert not (desk / "feeds").exists()
    assert adopt(desk, host, "--mine").exit_code == 0


@pytest.mark.parametrize("guid", ["", "not-a-uuid"])
def test_a_guid_is_minted_from_the_old_address(desk: Path, host: FeedServer, guid: str) -> None:
    """As directories minted it for a feed that told none; and said so."""
    from audiobrief.publishing.feed import show_guid

    serve(host, GATE, guid=guid)
    result = adopt(desk, host)
    minted = show_guid(f"{host.url}/feed.xml")
    assert f"minted from its address: {minted}" in result.output
    record = shelf(desk).show_record("port-tide")
    assert record
    assert record.guid == minted


def test_no_other_show_is_overwritten(desk: Path, host: FeedServer) -> None:
    """Neither one that was adopted nor one that was written here; another name helps."""
    (desk / "feeds").mkdir()
    (desk / "feeds" / "port-tide.toml").write_text("mine")
    result = adopt(desk, host)
    assert result.exit_code == 2
    assert "there is another show named 'port-tide'" in result.output
    assert (desk / "feeds" / "port-tide.toml").read_text() == "mine"
    assert adopt(desk, host, "--show", "old").exit_code == 0
    serve(host, GATE, guid="00000000-0000-5000-8000-000000000000")
    assert adopt(desk, host, "--show", "old").exit_code == 2


def test_a_thin_feed_is_filled_up(desk: Path, host: FeedServer) -> None:
    """What a show must have and the feed lacks has a stand-in, and the owner is told."""
    thin = (
        "<rss><channel><title/><item><title>One</title><guid>1</guid><pubDate>2026-01-01</pubDate>"
    )
    thin += '<enclosure url="/gate.mp3"/></item></channel></rss>'
    host.files["/feed.xml"] = ("text/xml", thin.encode())
    assert "Give it one by --show" in adopt(desk, host).output
    result = adopt(desk, host, "--show", "thin")
    assert result.exit_code == 0, result.output
    assert "note: set `email`: the feed names none" in result.output
    assert "note: the feed has no cover, so one is drawn" in result.output
    show = load_show(desk / "feeds" / "thin.toml")
    assert (show.title, show.author, show.description) == ("thin", "thin", "thin")
    assert show.url == "https://podcast.example.org/thin/"


def test_what_cannot_be_a_show_is_told(desk: Path, host: FeedServer) -> None:
    """An unknown language, a useless address, an older page that is gone."""
    feed = host.files["/feed.xml"][1]
    host.files["/feed.xml"] = ("text/xml", feed.replace(b"en_GB", b"ja"))
    result = adopt(desk, host)
    assert result.exit_code == 2
    assert "no words yet in the language 'ja'" in result.output
    host.files["/feed.xml"] = ("text/xml", feed)
    result = adopt(desk, host, "--url", "nowhere")
    assert result.exit_code == 2
    assert f"{desk}/feeds/port-tide.toml:" in result.output
    del host.files["/feed-2.xml"]
    result = adopt(desk, host)
    assert result.exit_code == 1
    assert "/feed-2.xml: the server answered 404" in result.output


def test_the_show_file_survives_any_text(desk: Path, host: FeedServer) -> None:
    """Quotes, backslashes and controls of a channel are text in the TOML too."""
    feed = host.files["/feed.xml"][1].replace(
        b"Port &amp; Tide", 'Port "\\x" \x7f ]]&gt; \U0001f30a 港'.encode()
    )
    feed = feed.replace(b"All of it", b"w" * 5000)
    host.files["/feed.xml"] = ("text/xml", feed)
    assert adopt(desk, host, "--show", "port").exit_code == 0
    show = load_show(desk / "feeds" / "port.toml")
    assert show.title == 'Port "\\x" ]]> \U0001f30a 港'
    assert len(show.description) == 4000


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        ("", ()),
        ("<!-- c -->", ()),
        ("Plain.\n\nTwo &amp; three.", ("Plain.", "Two & three.")),
        ("<ul><li>One<li>Two</ul>after", ("One", "Two", "after")),
        ('<a href="https://a.example/">https://a.example/</a>', ("https://a.example/",)),
        ('<a href="javascript:x">here</a><br>there', ("here", "there")),
        ("a<style>p{}</style>b", ("ab",)),
        ('<?xml version="1.0" encoding="utf-8"?><p>x</p>', ("x",)),
    ],
)
def test_notes_become_paragraphs(notes: str, told: tuple[str, ...]) -> None:
    """Text, its breaks and where its links lead; no markup and no script."""
    assert paragraphs(notes) == told


def test_adopted_records_read_back(desk: Path, host: FeedServer) -> None:
    """A record without a loudness is a record, and says what it is."""
    adopt(desk, host)
    paths = list((desk / "output").rglob("episode.json"))
    facts = [json.loads(path.read_text("utf-8")) for path in paths]
    assert [(one["cut"], one["loudness"]) for one in facts] == [("adopted", None)] * 2
    assert not any(one.narrated for one in shelf(desk).episodes("port-tide"))
