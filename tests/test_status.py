"""``audiobrief status``: the shelf, the last runs, and a feed seen from outside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.model import Withdrawal
from audiobrief.pipeline.lastrun import (
    NOTE,
    Built,
    Failed,
    LastRuns,
    Sent,
    last_runs,
    note_builds,
    note_sent,
)
from audiobrief.publishing.shelf import Shelf
from feed_server import FeedServer, feed_serving
from samples import REPORT, SHOW, write_workspace
from shelf_samples import MP3, write_shelf
from voice_server import spend_no_time

NOW = datetime(2026, 3, 5, 5, 15, tzinfo=UTC)
FEED = """\
<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel>
<title>Harbour</title><podcast:guid>{guid}</podcast:guid>
<item><title>Old</title><pubDate>Thu, 01 Jan 2026 06:00:00 GMT</pubDate></item>
<item><title>Gate</title><pubDate>{date}</pubDate>
<enclosure url="{mp3}" length="{length}" type="{type}"/></item>
</channel></rss>
"""


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the pauses between attempts instead of spending them."""
    return spend_no_time(monkeypatch)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace with the sample shelf and its show file."""
    write_shelf(tmp_path / "desk")
    (tmp_path / "desk" / "feeds" / "harbour.toml").write_text('rhythm = "daily"\n' + SHOW)
    return tmp_path / "desk"


def test_reports_that_wait_for_a_person_are_told(desk: Path) -> None:
    """They are named, in JSON too; that they wait is no failure."""
    held = desk / "feeds" / "harbour" / "held"
    held.mkdir(parents=True)
    (held / "2026-03-05-tolls.md").write_text("---\ntitle: Tolls\n---\n", encoding="utf-8")
    told = status(desk)
    assert told.exit_code == 0
    assert "  held for `audiobrief approve` or `reject`: 2026-03-05-tolls\n" in told.output
    (facts,) = json.loads(status(desk, "--json").output)["shows"]
    assert facts["held"] == ["2026-03-05-tolls"]


def status(desk: Path, *arguments: str) -> Result:
    """Run ``audiobrief status`` in a workspace."""
    return CliRunner().invoke(main, ["status", "--workspace", str(desk), *arguments])


def test_the_shelf_is_told(desk: Path) -> None:
    """How many episodes, how much, and which is the newest."""
    result = status(desk)
    assert result.exit_code == 0, result.output
    first, second = result.output.splitlines()
    assert first == "harbour: 1 episode, 0.0 MB"
    assert second == "  newest 2026-03-04 06:30 UTC: Quillhaven approves its tide gate"


def test_an_empty_show_is_told(desk: Path) -> None:
    """Nothing on the shelf yet is no failure."""
    (desk / "feeds" / "other.toml").write_text(SHOW)
    result = status(desk)
    assert "other: 0 episodes, 0.0 MB" in result.output
    assert result.exit_code == 0


def test_a_withdrawn_episode_is_not_on_the_air(desk: Path) -> None:
    """It is neither counted nor the newest."""
    shelf = Shelf(desk / "output")
    (gate,) = shelf.episodes("harbour")
    told = Withdrawal(NOW, "The vote was void.")
    later = replace(gate, slug="wall", title="The wall", published=NOW, files={}, withdrawn=told)
    (desk / "output" / "harbour" / "episodes" / "wall").mkdir()
    shelf.keep_record("harbour", later)
    first, second = status(desk).output.splitlines()
    assert first.startswith("harbour: 1 episode, ")
    assert second.endswith("Quillhaven approves its tide gate")
    shelf.keep_record("harbour", replace(gate, files={}, withdrawn=told))
    (only,) = status(desk).output.splitlines()
    assert only.startswith("harbour: 0 episodes, ")


def test_what_failed_last_is_told_with_its_reason(desk: Path) -> None:
    """By its file, once; the exit code says that something is wrong."""
    failed = (Failed("a.md", "feeds/a.md: is empty."), Failed("b.md", "voice hum: lost."))
    note_builds(desk / "output", {"harbour": Built(NOW, 2, failed)})
    result = status(desk)
    assert result.exit_code == 1
    assert "  last build 2026-03-05 05:15 UTC: 2 built" in result.output
    assert "  wrong: feeds/a.md: is empty.\n" in result.output
    assert "  wrong: b.md: voice hum: lost.\n" in result.output
    note_builds(desk / "output", {"harbour": Built(NOW, 0)})
    assert status(desk).exit_code == 0


def test_a_damaged_record_is_told(desk: Path) -> None:
    """The other shows are told all the same."""
    (desk / "feeds" / "other.toml").write_text(SHOW)
    (desk / "output" / "harbour" / "episodes" / "gate" / "episode.json").write_text("{")
    result = status(desk)
    assert result.exit_code == 1
    assert "wrong: " in result.output
    assert "this record is damaged" in result.output
    assert "other: " in result.output


def test_a_failed_publication_is_told(desk: Path) -> None:
    """Until one to the same target goes well."""
    note_sent(desk / "output", "s3://pod", Sent(NOW, 3, "s3://pod/x: the target fails."))
    result = status(desk)
    assert result.exit_code == 1
    assert "s3://pod: 3 files sent 2026-03-05 05:15 UTC" in result.output
    assert "wrong: s3://pod/x: the target fails." in result.output
    note_sent(desk / "output", "s3://pod", Sent(NOW, 3))
    assert status(desk).exit_code == 0


def test_json_tells_the_same(desk: Path) -> None:
    """For a machine: numbers and ISO moments."""
    note_builds(desk / "output", {"harbour": Built(NOW, 2, (Failed("a.md", "is empty"),))})
    result = status(desk, "--json")
    assert result.exit_code == 1
    told = json.loads(result.output)
    assert told["well"] is False
    assert told["shows"][0]["newest"] == "2026-03-04T06:30:00+00:00"
    assert told["shows"][0]["built"]["failed"] == [{"name": "a.md", "error": "is empty"}]
    assert told["live"] == []


def test_a_build_leaves_its_note(tmp_path: Path) -> None:
    """What failed in a real run, and what no longer does; other reports stay as they were."""
    desk = write_workspace(tmp_path / "desk", tolls=REPORT, bad="no title", worse="no title")
    build = ["build", "--workspace", str(desk)]
    assert CliRunner().invoke(main, build).exit_code == 1
    assert [one.name for one in noted(desk).failed] == ["bad.md", "worse.md"]
    bad = desk / "feeds" / "test" / "bad.md"
    bad.write_text(REPORT)
    assert CliRunner().invoke(main, [*build, "--report", str(bad)]).exit_code == 0
    assert [one.name for one in noted(desk).failed] == ["worse.md"]
    (desk / "feeds" / "test" / "worse.md").unlink()
    assert CliRunner().invoke(main, build).exit_code == 0
    assert noted(desk).failed == ()
    before = (desk / "output" / NOTE).read_bytes()
    assert CliRunner().invoke(main, [*build, "--dry-run"]).exit_code == 0
    assert (desk / "output" / NOTE).read_bytes() == before


def noted(desk: Path) -> Built:
    """Return what the last build of the test show came to."""
    return last_runs(desk / "output").builds["test"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"builds": {"a": 1}}'])
def test_a_damaged_note_is_none(tmp_path: Path, text: str) -> None:
    """It is written anew at the next run."""
    (tmp_path / NOTE).write_text(text)
    assert last_runs(tmp_path) == LastRuns()


@pytest.fixture
def server(desk: Path) -> Iterator[FeedServer]:
    """Serve a feed that is well, of the sample show by its GUID."""
    assert (desk / "output" / "harbour" / "show.json").exists()
    with feed_serving() as served:
        served.files["/gate.mp3"] = ("audio/mpeg", MP3)
        serve_feed(served)
        yield served


def serve_feed(
    server: FeedServer, age: timedelta = timedelta(hours=3), facts: Mapping[str, str] | None = None
) -> None:
    """Serve a feed whose newest item is of ``age``."""
    told = {
        "guid": "guid",
        "date": format_datetime(datetime.now(UTC) - age),
        "mp3": f"{server.url}/gate.mp3",
        "length": str(len(MP3)),
        "type": "audio/mpeg",
    }
    feed = FEED.format_map({**told, **(facts or {})})
    server.files["/feed.xml"] = ("application/rss+xml", feed.encode())


def look(desk: Path, server: FeedServer) -> tuple[int, str]:
    """Return the exit code and what was told of the served feed."""
    result = status(desk, "--live", f"{server.url}/feed.xml")
    return result.exit_code, result.output


def test_a_feed_that_is_well(desk: Path, server: FeedServer) -> None:
    """Reachable, in time, playable: nothing wrong."""
    code, told = look(desk, server)
    assert code == 0, told
    assert f"{server.url}/feed.xml: newest " in told
    assert "wrong" not in told
    assert ("HEAD", "/gate.mp3") in server.requests


def test_a_late_feed_is_told(desk: Path, server: FeedServer) -> None:
    """By the rhythm of the show that has its GUID, or its address; another's is not known."""
    serve_feed(server, timedelta(hours=37))
    code, told = look(desk, server)
    assert code == 1
    assert "the next was due" in told
    assert "(rhythm: daily)" in told
    serve_feed(server, timedelta(hours=37), {"guid": "another"})
    assert look(desk, server)[0] == 0
    text = (desk / "feeds" / "harbour.toml").read_text()
    address = text.replace("https://podcast.example.org/test/", server.url)
    (desk / "feeds" / "harbour.toml").write_text(address)
    assert look(desk, server)[0] == 1


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"length": "1"}, f"{len(MP3)} bytes there, 1 in the feed"),
        ({"type": "audio/mp4"}, "served as audio/mpeg, audio/mp4 in the feed"),
        ({"mp3": "http://127.0.0.1:1/gate.mp3"}, "no connection"),
        ({"mp3": "ftp://127.0.0.1/gate.mp3"}, "no valid http or https address"),
    ],
)
def test_a_wrong_enclosure_is_told(
    desk: Path, server: FeedServer, facts: dict[str, str], told: str
) -> None:
    """What the feed says of the newest MP3 is held against what is there."""
    serve_feed(server, facts=facts)
    code, output = look(desk, server)
    assert code == 1
    assert told in output


def test_a_server_that_cannot_seek_is_told(desk: Path, server: FeedServer) -> None:
    """Players skip by asking for a part."""
    server.ranges = False
    assert "players cannot seek" in look(desk, server)[1]


def test_an_unreachable_feed_is_told(desk: Path, server: FeedServer) -> None:
    """404 at once, a server error after some attempts, and what is no feed."""
    for answer in (404, 503):
        server.status["/feed.xml"] = answer
        code, told = look(desk, server)
        assert code == 1
        assert f"the server answered {answer}" in told
    server.status.clear()
    for body, reason in (
        (b"<html><body>Not here</body></html>", "no RSS feed"),
        (b"", "no RSS feed"),
        (b"<rss><channel><title>x</title></channel></rss>", "no dated item"),
        (
            b"<rss><channel><item><pubDate>2026-01-01</pubDate></item></channel></rss>",
            "has no enclosure",
        ),
    ):
        server.files["/feed.xml"] = ("text/html", body)
        code, told = look(desk, server)
        assert code == 1
        assert reason in told


def test_a_token_in_an_address_is_not_told(desk: Path, server: FeedServer) -> None:
    """Neither that of the feed nor, where something is wrong, those it names; nor by JSON."""
    token = "5f0c9d" * 6 + "abcd"
    serve_feed(server, facts={"mp3": f"{server.url}/board/{token}/gone.mp3"})
    server.files[f"/board/{token}/feed.xml"] = server.files["/feed.xml"]
    for more in ([], ["--json"]):
        told = status(desk, "--live", f"{server.url}/board/{token}/feed.xml", *more).output
        assert f"{server.url}/board/***/feed.xml" in told
        assert f"{server.url}/board/***/gone.mp3" in told
        assert token not in told
    told = status(desk, "--live", f"{server.url}/board/{token}/lost.xml").output
    assert "/board/***/lost.xml" in told
    assert token not in told


def test_live_in_json(desk: Path, server: FeedServer) -> None:
    """Each feed with its faults, and whose it is."""
    server.ranges = False
    result = status(desk, "--json", "--live", f"{server.url}/feed.xml")
    (sight,) = json.loads(result.output)["live"]
    assert sight["show"] == "harbour"
    assert len(sight["faults"]) == 1
