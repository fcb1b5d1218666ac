"""Real podcast programs subscribe to a built feed over loopback and download it."""

from __future__ import annotations

import http.server
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli import main
from samples import SHOW, write_workspace


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the base's name
        """Say nothing."""


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Build a show, serve its folder, and yield the feed's address and the MP3's path."""
    folder = tmp_path / "desk" / "output" / "test"
    handler = partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        address = f"http://127.0.0.1:{server.server_port}/"
        show = SHOW.replace("https://podcast.example.org/test/", address)
        workspace = write_workspace(tmp_path / "desk", show)
        result = CliRunner().invoke(main, ["build", "--workspace", str(workspace)])
        assert result.exit_code == 0, result.output
        (mp3,) = folder.rglob("*.mp3")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"{address}feed.xml", mp3
        server.shutdown()


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment in which a program finds no settings of the user's."""
    home.mkdir()
    return {"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "xterm", "LANG": "C.UTF-8"}


@pytest.mark.skipif(not shutil.which("gpo"), reason="gPodder is not installed")
def test_gpodder_downloads_the_episode(feed: tuple[str, Path], tmp_path: Path) -> None:
    """GPodder subscribes, downloads, and has the same bytes."""
    address, mp3 = feed
    env = clean_environment(tmp_path / "home")
    for command in (["subscribe", address], ["update"], ["download"]):
        subprocess.run(["gpo", *command], env=env, check=True, capture_output=True, timeout=120)
    downloads = list((tmp_path / "home").rglob("*.mp3"))
    assert [path.read_bytes() for path in downloads] == [mp3.read_bytes()]


@pytest.mark.skipif(
    not (shutil.which("newsboat") and shutil.which("podboat") and shutil.which("script")),
    reason="newsboat is not installed",
)
def test_newsboat_downloads_the_episode(feed: tuple[str, Path], tmp_path: Path) -> None:
    """Newsboat reloads the feed and queues the MP3; podboat fetches the same bytes."""
    address, mp3 = feed
    env = clean_environment(tmp_path / "home")
    settings, downloads = tmp_path / "settings", tmp_path / "downloads"
    settings.mkdir()
    (settings / "urls").write_text(f"{address}\n")
    (settings / "config").write_text(
        f"podcast-auto-enqueue yes\ndownload-path {downloads}/\ndownload-full-page no\n"
    )
    files = {
        "-u": settings / "urls",
        "-C": settings / "config",
        "-c": settings / "cache.db",
    }
    newsboat = ["newsboat", *(str(part) for pair in files.items() for part in pair)]
    subprocess.run([*newsboat, "-x", "reload"], env=env, check=True, timeout=60)
    queue = next((tmp_path / "home").rglob("queue"))
    assert mp3.name in queue.read_text()
    # podboat wants a terminal, and gets one from script(1); it goes on until it is stopped.
    podboat = f"podboat -C {settings / 'config'} -q {queue} -a"
    command = ["script", "-qec", podboat, "/dev/null"]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL) as running:
        deadline = time.monotonic() + 60
        while not (got := list(downloads.rglob("*.mp3"))) and time.monotonic() < deadline:
            time.sleep(0.1)
        running.terminate()
    assert [path.read_bytes() for path in got] == [mp3.read_bytes()]
