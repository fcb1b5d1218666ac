"""What a run tells on a terminal, in a log, and to a machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiobrief.commands.console import Bars, clock, reporter, tell_json, tell_lines
from audiobrief.model import Episode, Loudness, PublishedFile
from audiobrief.pipeline.events import Event

NOW = datetime(2026, 1, 12, tzinfo=UTC)
EPISODE = Episode(
    slug="tolls",
    guid="g",
    title="Tolls",
    summary="",
    category="",
    byline="",
    published=NOW,
    updated=NOW,
    duration_ms=247_000,
    loudness=Loudness(-16.04, -1.26),
    files={"mp3": PublishedFile("tolls-1.mp3", 9, "0", "audio/mpeg")},
)


@pytest.mark.parametrize(
    ("ms", "text"), [(0, "0:00"), (247_000, "4:07"), (3_723_400, "1:02:03"), (59_600, "1:00")]
)
def test_durations_are_clocks(ms: int, text: str) -> None:
    """Minutes and seconds, hours where there are any."""
    assert clock(ms) == text


def test_an_episode_says_where_how_long_and_how_loud(capsys: pytest.CaptureFixture[str]) -> None:
    """What a user wants to know of a new episode, in three lines."""
    tell = reporter(quiet=False, log_json=False, terminal=False)
    tell(Event("episode", "show", "tolls", folder=Path("out"), episode=EPISODE))
    told = capsys.readouterr().out
    assert str(Path("out") / "tolls-1.mp3") in told
    assert "4:07 long, -16.0 LUFS, -1.3 dBTP" in told
    assert str(Path("out") / "index.html") in told


def test_a_report_lies_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What lies below the folder one stands in is named from there; all else in full."""
    monkeypatch.chdir(tmp_path)
    tell_lines(Event("written", "show", "tolls", folder=tmp_path / "feeds" / "tolls.md"))
    tell_lines(Event("written", "show", "tolls", folder=tmp_path.parent / "tolls.md"))
    near, far = capsys.readouterr().out.splitlines()
    assert near == f"  wrote {Path('feeds/tolls.md')}"
    assert far == f"  wrote {tmp_path.parent / 'tolls.md'}"


def test_json_tells_an_episode_in_figures(capsys: pytest.CaptureFixture[str]) -> None:
    """A machine gets numbers, and paths as text."""
    tell_json(Event("episode", "show", "tolls", folder=Path("out"), episode=EPISODE))
    told = json.loads(capsys.readouterr().out)
    assert told["duration_ms"] == 247_000
    assert told["cut"] == "full"
    assert told["folder"] == "out"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("voice hum: nothing to say.", "error: show/tolls.md: voice hum: nothing to say.\n"),
        ("feeds/tolls.md: is empty.", "error: feeds/tolls.md: is empty.\n"),
    ],
)
def test_a_failure_names_its_report(
    capsys: pytest.CaptureFixture[str], error: str, told: str
) -> None:
    """An error that does not know the report, such as a voice's, is told with it."""
    tell = reporter(quiet=True, log_json=False, terminal=False)
    tell(Event("failed", "show", "tolls.md", error=error))
    assert capsys.readouterr().err == told


@pytest.mark.parametrize(("show", "told"), [("show", "warning: show: hm."), ("", "warning: hm.")])
def test_a_warning_names_its_show(capsys: pytest.CaptureFixture[str], show: str, told: str) -> None:
    """If it is about one."""
    reporter(quiet=True, log_json=False, terminal=False)(Event("warning", show, error="hm."))
    assert capsys.readouterr().err == f"{told}\n"


def test_a_bar_closes_before_other_words(capsys: pytest.CaptureFixture[str]) -> None:
    """A failure in the middle of a bar stands on a line of its own."""
    bars = Bars()
    bars(Event("line", "show", "tolls"))
    bars(Event("start", "show", "tolls", lines=2))
    bars(Event("line", "show", "tolls"))
    bars(Event("failed", "show", "tolls", error="it broke"))
    assert bars.bar is None
    assert "error: show/tolls: it broke" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX terminals")
def test_a_terminal_sees_a_bar(built_once: Path) -> None:
    """On a real terminal the lines spoken are counted by a bar."""
    import pty

    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "audiobrief", "build", "--force", "--workspace"]
    subprocess.run([*command, str(built_once)], stdout=follower, check=True, timeout=120)
    os.close(follower)
    told = b""
    while chunk := _read(leader):
        told += chunk
    os.close(leader)
    assert b"100%" in told
    assert b"1 built" in told


def _read(terminal: int) -> bytes:
    """Return what a terminal has left to read; on Linux its end is an error."""
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
