"""Real podcast programs subscribe to a built feed over loopback and download all of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner

from audiobrief.cli import main
from audiobrief.publishing import paging
from audiobrief.server.tokens import Tokens
from samples import REPORT, SHOW, write_workspace
from shelf_server import serving
from web_programs import free_port, running

REPORTS = {
    "tolls": REPORT,
    "locks": REPORT.replace("Canal tolls rise by 3%", "Canal locks close").replace(
        "01-12", "01-13"
    ),
    "tides": REPORT.replace("Canal tolls rise by 3%", "Tides are high").replace("01-12", "01-14"),
}


@dataclass(frozen=True, slots=True)
class Air:
    """A feed on the air: its address, and the MP3s that it names."""

    address: str
    mp3s: tuple[Path, ...]

    def holds(self, downloads: Path) -> bool:
        """Return whether a folder holds every MP3 once, byte for byte, and no other."""
        got = sorted(path.read_bytes() for path in downloads.rglob("*.mp3"))
        return got == sorted(path.read_bytes() for path in self.mp3s)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """Build a show of three episodes for a port of loopback; return its workspace and the port."""
    port = free_port()
    show = SHOW.replace("https://podcast.example.org/", f"http://127.0.0.1:{port}/")
    workspace = write_workspace(tmp_path_factory.mktemp("clients") / "desk", show, **REPORTS)
    build(workspace)
    return workspace, port


def build(workspace: Path) -> None:
    """Bring a workspace's shelf up to date."""
    result = CliRunner().invoke(main, ["build", "--workspace", str(workspace)])
    assert result.exit_code == 0, result.output


@pytest.fixture(params=["serve", "serve, private", "nginx"])
def air(request: pytest.FixtureRequest, built: tuple[Path, int], tmp_path: Path) -> Iterator[Air]:
    """Put the show on the air: by audiobrief, by audiobrief with a token, by nginx."""
    workspace, port = built
    desk = tmp_path / "desk"
    shutil.copytree(workspace, desk)
    mp3s = tuple((desk / "output" / "test").rglob("*.mp3"))
    assert len(mp3s) == len(REPORTS)
    place = f"http://127.0.0.1:{port}/test/"
    if request.param == "nginx":
        folder = tmp_path / "nginx"
        folder.mkdir()
        with running("nginx", "files", desk / "output", "127.0.0.1:9", folder, port=port):
            yield Air(f"{place}feed.xml", mp3s)
        return
    if request.param == "serve, private":
        file = desk / "feeds" / "test.toml"
        file.write_text(f"private = true\n{file.read_text('utf-8')}", "utf-8")
        build(desk)
        place += Tokens(desk).add("test", "Ann", datetime.now(UTC)) + "/"
    with serving(desk, port):
        yield Air(f"{place}feed.xml", mp3s)


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment in which a program finds no settings of the user's."""
    home.mkdir()
    return {"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "xterm", "LANG": "C.UTF-8"}


@pytest.mark.skipif(not shutil.which("gpo"), reason="gPodder is not installed")
def test_gpodder_downloads_every_episode(air: Air, tmp_path: Path) -> None:
    """GPodder subscribes, downloads, and has the same bytes."""
    env = clean_environment(tmp_path / "home")
    for command in (["subscribe", air.address], ["update"], ["download"]):
        subprocess.run(["gpo", *command], env=env, check=True, capture_output=True, timeout=120)
    assert air.holds(tmp_path / "home")


@pytest.mark.skipif(not shutil.which("gpo"), reason="gPodder is not installed")
@pytest.mark.parametrize("air", ["serve", "serve, private", "nginx"], indirect=True)
def test_gpodder_goes_on_to_older_pages(
    air: Air, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has left the feed for an archived page is downloaded too."""
    monkeypatch.setattr(paging, "MAX_ITEMS", 2)
    monkeypatch.setattr(paging, "FULL_ITEMS", 1)
    show = tmp_path / "desk" / "feeds" / "test.toml"
    show.write_text(show.read_text("utf-8").replace("A show for tests", "A show in pages"), "utf-8")
    build(tmp_path / "desk")
    assert len(list((tmp_path / "desk" / "output" / "test").glob("feed*.xml"))) == 2
    env = clean_environment(tmp_path / "home")
    for command in (["subscribe", air.address], ["update"], ["download"]):
        subprocess.run(["gpo", *command], env=env, check=True, capture_output=True, timeout=120)
    assert air.holds(tmp_path / "home")


@pytest.mark.skipif(not shutil.which("podget"), reason="podget is not installed")
def test_podget_downloads_every_episode(air: Air, tmp_path: Path) -> None:
    """Podget reads the feed and downloads the same bytes."""
    env = clean_environment(tmp_path / "home")
    settings, downloads = tmp_path / "settings", tmp_path / "downloads"
    podget = ["podget", "--dir_config", str(settings), "--config", "podgetrc"]
    create = [*podget[:3], "--create-config", "podgetrc"]
    subprocess.run(create, env=env, check=True, capture_output=True, timeout=60)
    file = settings / "podgetrc"
    text = re.sub(r"(?m)^DIR_LIBRARY=.*$", f"DIR_LIBRARY={downloads}", file.read_text("utf-8"))
    file.write_text(re.sub(r"(?m)^MIN_SPACE=.*$", "MIN_SPACE=1000", text), "utf-8")
    (settings / "serverlist").write_text(f"{air.address} NEWS The Test Desk\n", "utf-8")
    subprocess.run([*podget, "--silent"], env=env, check=True, capture_output=True, timeout=120)
    assert air.holds(downloads)


@contextmanager
def on_a_terminal(command: list[str], env: dict[str, str]) -> Iterator[None]:
    """Run a program that wants a terminal and would go on for ever; what it draws is not kept."""
    import pty  # which only Unix has

    ours, theirs = pty.openpty()
    going = subprocess.Popen(
        command, env=env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)

    def watch() -> None:
        with suppress(OSError):  # the terminal is gone with its last program
            while os.read(ours, 65_536):
                pass

    watching = Thread(target=watch)
    watching.start()
    try:
        yield
    finally:
        going.kill()
        going.wait()
        watching.join()
        os.close(ours)


@pytest.mark.skipif(
    not (shutil.which("newsboat") and shutil.which("podboat")),
    reason="newsboat is not installed",
)
def test_newsboat_downloads_every_episode(air: Air, tmp_path: Path) -> None:
    """Newsboat reloads the feed and queues the MP3s; podboat fetches the same bytes."""
    env = clean_environment(tmp_path / "home")
    settings, downloads = tmp_path / "settings", tmp_path / "downloads"
    settings.mkdir()
    (settings / "urls").write_text(f"{air.address}\n")
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
    assert not [path.name for path in air.mp3s if path.name not in queue.read_text()]
    podboat = ["podboat", "-C", str(settings / "config"), "-q", str(queue), "-a"]
    with on_a_terminal(podboat, env):
        deadline = time.monotonic() + 60
        while not air.holds(downloads) and time.monotonic() < deadline:
            time.sleep(0.1)
    assert air.holds(downloads)
