"""``audiobrief publish`` to Google Cloud Storage, against a stand-in of its JSON API."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.publishing.upload.manifest import MANIFEST
from gs_server import GsServer, gs_as_found
from shelf_samples import FILES, SENT, write_shelf
from voice_server import spend_no_time

TARGET = "gs://pod/on/air"


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the pauses between attempts instead of spending them."""
    return spend_no_time(monkeypatch)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[GsServer]:
    """Serve an empty bucket, and have gcsfs look for it there, with nobody's credentials."""
    with gs_as_found(monkeypatch, tmp_path) as served:
        yield served


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace with the sample shelf."""
    write_shelf(tmp_path / "desk")
    return tmp_path / "desk"


def publish(desk: Path, *arguments: str) -> Result:
    """Run ``audiobrief publish`` in a workspace."""
    return CliRunner().invoke(main, ["publish", "--workspace", str(desk), *arguments])


def stored(server: GsServer) -> dict[str, bytes]:
    """Return every object, the manifest aside."""
    return {key: data for key, (_, data) in server.objects.items() if not key.endswith(MANIFEST)}


def test_the_shelf_arrives_whole(server: GsServer, desk: Path) -> None:
    """Every object with its type and caching; a second run has nothing to do."""
    server.objects["on/airport/feed.xml"] = ({"name": "on/airport/feed.xml"}, b"another's")
    result = publish(desk, TARGET)
    assert result.exit_code == 0, result.output
    assert server.objects.pop("on/airport/feed.xml")[1] == b"another's"
    assert stored(server) == {f"on/air/{path}": FILES[path] for path in SENT}
    mp3, feed = (server.objects[f"on/air/{path}"][0] for path in (SENT[0], SENT[-1]))
    assert (mp3["contentType"], mp3["cacheControl"]) == (
        "audio/mpeg",
        "max-age=31536000, immutable",
    )
    assert (feed["contentType"], feed["cacheControl"]) == (
        "application/rss+xml; charset=utf-8",
        "max-age=300",
    )
    assert publish(desk, TARGET).output.startswith("Nothing to do: 12 files")


def test_a_garbled_object_is_sent_again(server: GsServer, desk: Path, waits: list[float]) -> None:
    """The store's own MD5 tells that something else arrived, and so does its content."""
    server.garbled = 1
    assert publish(desk, TARGET).exit_code == 0
    assert waits == [0.5]
    assert stored(server)[f"on/air/{SENT[0]}"] == FILES[SENT[0]]


def test_prune_removes_what_was_withdrawn(server: GsServer, desk: Path) -> None:
    """An object that is gone from the shelf goes when it is asked for."""
    publish(desk, TARGET)
    (desk / "output" / SENT[0]).unlink()
    assert "1 removed" in publish(desk, TARGET, "--prune").output
    assert f"on/air/{SENT[0]}" not in server.objects
