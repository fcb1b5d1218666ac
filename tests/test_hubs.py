"""WebSub hubs told of a feed, over loopback."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.errors import NetworkError
from audiobrief.pipeline.events import Event
from audiobrief.pipeline.hubs import tell_hubs
from audiobrief.publishing.upload.remote import Remote
from publishing_samples import show
from samples import SHOW
from voice_server import spend_no_time


@dataclass
class Hub:
    """A hub that answers ``status`` and keeps what it was told."""

    url: str = ""
    status: int = 204
    told: list[dict[str, list[str]]] = field(default_factory=list)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """Run a hub on loopback; no pause between attempts is spent."""
    spend_no_time(monkeypatch)
    running = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            running.told.append(parse_qs(self.rfile.read(length).decode()))
            self.send_response(running.status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running.url = f"http://127.0.0.1:{server.server_port}/hub?key=secret"
        Thread(target=server.serve_forever, daemon=True).start()
        yield running
        server.shutdown()


def events(*hubs: str, private: bool = False) -> list[Event]:
    """Tell ``hubs`` of a show, and return what was said of it."""
    told: list[Event] = []
    tell_hubs(show(hubs=hubs, private=private), told.append)
    return told


def test_a_hub_is_told_the_feed(hub: Hub) -> None:
    """Mode and address are sent by both of the names that hubs know."""
    (event,) = events(hub.url)
    address = ["https://pod.example/harbour/feed.xml"]
    assert hub.told == [{"hub.mode": ["publish"], "hub.url": address, "hub.topic": address}]
    assert event.kind == "told"
    assert "secret" not in event.reasons[0]


def test_a_hub_that_fails_is_a_warning(hub: Hub) -> None:
    """A refusal is told without the secret in the address, and the next hub is still told."""
    hub.status = 403
    refused, other = events(hub.url, hub.url.replace("hub?", "other?"))
    assert (refused.kind, other.kind) == ("warning", "warning")
    assert "403" in refused.error
    assert "secret" not in refused.error
    assert len(hub.told) == 2


def test_a_hub_that_is_busy_is_asked_again(hub: Hub) -> None:
    """503 may pass: it is tried as often as anything else."""
    hub.status = 503
    (event,) = events(hub.url)
    assert event.kind == "warning"
    assert len(hub.told) == 5


def test_a_private_show_tells_nobody(hub: Hub) -> None:
    """Its address is a secret."""
    assert events(hub.url, private=True) == []
    assert hub.told == []


def run(workspace: Path) -> Result:
    """Run ``audiobrief build`` in a workspace."""
    return CliRunner().invoke(main, ["build", "--workspace", str(workspace)])


def test_a_build_tells_hubs_of_what_changed_alone(
    built_once: Path, tmp_path: Path, hub: Hub
) -> None:
    """Once the feed is out its hub is told; a run that changes nothing tells nothing."""
    workspace = shutil.copytree(built_once, tmp_path / "desk")
    (workspace / "feeds" / "test.toml").write_text(f'hubs = ["{hub.url}"]\n{SHOW}')
    result = run(workspace)
    assert result.exit_code == 0, result.output
    assert "  told  http://127.0.0.1" in result.output
    assert len(hub.told) == 1
    assert run(workspace).exit_code == 0
    assert len(hub.told) == 1


def sent(workspace: Path, www: Path, *arguments: str) -> Result:
    """Run ``audiobrief publish`` in a workspace."""
    words = ["publish", *arguments, str(www), "--workspace", str(workspace)]
    return CliRunner().invoke(main, words)


def change(workspace: Path, hub: Hub, title: str) -> None:
    """Change what the feed says of its show."""
    text = SHOW.replace("The Test Desk", title)
    (workspace / "feeds" / "test.toml").write_text(f'hubs = ["{hub.url}"]\n{text}')


@pytest.mark.parametrize("place", [[], ["test"]])
def test_a_publication_tells_hubs_of_feeds_it_has_sent(
    built_once: Path, tmp_path: Path, hub: Hub, place: list[str]
) -> None:
    """It tells them after the feed is there; from then on a build leaves that to it."""
    workspace, www = shutil.copytree(built_once, tmp_path / "desk"), tmp_path / "www"
    change(workspace, hub, "One")
    assert sent(workspace, www, "--dry-run", *place).exit_code == 0
    assert not hub.told
    result = sent(workspace, www, *place)
    assert result.exit_code == 0, result.output
    assert "told    http://127.0.0.1" in result.output
    assert "secret" not in result.output
    assert len(hub.told) == 1
    assert sent(workspace, www, *place).output.startswith("Nothing to do")
    change(workspace, hub, "Two")
    assert run(workspace).exit_code == 0
    assert len(hub.told) == 1
    hub.status = 403
    result = sent(workspace, www, *place, "--quiet")
    assert (result.exit_code, len(hub.told)) == (0, 2)
    assert result.stdout == ""
    assert result.stderr.startswith("warning  test  (the hub was not told: http://127.0.0.1")


def test_a_publication_that_breaks_after_the_feed_tells_hubs(
    built_once: Path, tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The feed is out, and the next run would find it there."""
    workspace = shutil.copytree(built_once, tmp_path / "desk")
    change(workspace, hub, "One")

    def failing(*_: object) -> None:
        raise NetworkError("the target is full")

    monkeypatch.setattr(Remote, "save", failing)
    assert sent(workspace, tmp_path / "www").exit_code == 1
    assert len(hub.told) == 1


def test_a_build_whose_hub_is_down_is_still_well(
    built_once: Path, tmp_path: Path, hub: Hub
) -> None:
    """The warning is on standard error; the exit code says that all is on air."""
    hub.status = 500
    workspace = shutil.copytree(built_once, tmp_path / "desk")
    (workspace / "feeds" / "test.toml").write_text(f'hubs = ["{hub.url}"]\n{SHOW}')
    result = run(workspace)
    assert result.exit_code == 0
    assert "warning: test: the hub was not told: http://127.0.0.1" in result.stderr
    assert 'rel="hub"' in (workspace / "output/test/feed.xml").read_text("utf-8")
