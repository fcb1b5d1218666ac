"""Everything that can be wrong with what a user gives: told clearly, nothing lost.

Each case breaks a workspace that was built once, runs the build, and then looks at what the
user is told, the exit code, and that what was published is as it was.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

import tiny_voice
from audiobrief.cli import main
from samples import NOTES, REPORT, SHOW, write_workspace

Break = Callable[[Path], None]


def published(workspace: Path) -> dict[Path, bytes]:
    """Return every published file, the lock aside."""
    files = (workspace / "output").rglob("*")
    return {path: path.read_bytes() for path in files if path.is_file() and path.name not in NOTES}


def report(workspace: Path, name: str = "broken.md") -> Path:
    """Return the path of a second report."""
    return workspace / "feeds" / "test" / name


def write(name: str, content: bytes | str) -> Break:
    """Return what puts a second report beside the good one."""
    data = content.encode() if isinstance(content, str) else content
    return lambda workspace: void(report(workspace, name).write_bytes(data))


def void(_: object) -> None:
    """Take a value and give none."""


def in_show(old: str, new: str) -> Break:
    """Return what changes the show file, and the good report so that it is stale."""

    def change(workspace: Path) -> None:
        show = workspace / "feeds" / "test.toml"
        show.write_text(SHOW.replace(old, new))
        report(workspace, "tolls.md").write_text(REPORT.replace("by 3% on", "by 4% on"))

    return change


def music(file: str) -> Break:
    """Return what names an intro clip."""
    return in_show("[voices]", f'[music.intro]\nfile = "{file}"\n[voices]')


def artwork(file: str) -> Break:
    """Return what names a cover."""
    return in_show("title =", f'artwork = "{file}"\ntitle =')


def both(*breaks: Break) -> Break:
    """Return several breaks as one."""
    return lambda workspace: void([one(workspace) for one in breaks])


def picture(name: str, size: tuple[int, int]) -> Break:
    """Return what puts a picture beside the show file."""
    return lambda workspace: Image.new("RGB", size).save(workspace / "feeds" / name)


def damage_voice(workspace: Path) -> None:
    """Overwrite the middle of the voice's model."""
    model = workspace / "voices" / tiny_voice.NAME / f"{tiny_voice.NAME}.onnx"
    model.write_bytes(b"\0" * model.stat().st_size)
    report(workspace, "tolls.md").write_text(REPORT.replace("by 3% on", "by 4% on"))


def damage_record(workspace: Path) -> None:
    """Cut an episode's record short."""
    path = workspace / "output" / "test" / "episodes" / "tolls" / "episode.json"
    path.write_bytes(path.read_bytes()[:100])


BODY = "## Situation Report\n\nShips waited.\n"
TITLED = "---\ntitle: A second report\n---\n"

CASES: dict[str, tuple[Break, int, tuple[str, ...]]] = {
    "empty report": (write("broken.md", ""), 1, ("broken.md", "empty")),
    "no title": (write("broken.md", f"---\ncategory: X\n---\n{BODY}"), 1, ("broken.md", "title")),
    "no body": (write("broken.md", TITLED), 1, ("broken.md",)),
    "broken JSON": (write("broken.json", '{"title": "x",'), 1, ("broken.json", "JSON")),
    "unknown JSON key": (
        write("broken.json", '{"titel": "x", "sections": []}'),
        1,
        ("broken.json", "titel"),
    ),
    "broken front matter": (
        write("broken.md", f"---\ntitle: [x\n---\n{BODY}"),
        1,
        ("broken.md", "front matter"),
    ),
    "open front matter": (write("broken.md", "---\ntitle: x\n"), 1, ("broken.md",)),
    "binary file": (write("broken.txt", bytes(range(256)) * 9), 1, ("broken.txt",)),
    "5 MB of text": (write("broken.txt", "word " * 1_000_000), 1, ("broken.txt", "MB")),
    "wrong encoding": (
        write("broken.md", f"{TITLED}{BODY}Café".encode("latin-1")),
        1,
        ("broken.md", "UTF-8"),
    ),
    "unknown form": (write("broken.docx", "x"), 1, ("broken.docx", ".docx")),
    "impossible date": (
        write("broken.md", f"---\ntitle: x\ndate: 2026-02-31\n---\n{BODY}"),
        1,
        ("broken.md", "date"),
    ),
    "two reports with one slug": (
        both(
            write("twin.md", f"{TITLED}{BODY}"),
            write("twin.txt", "A title\n\nSituation Report\n\nShips waited for the tide.\n"),
        ),
        1,
        ("twin.md", "twin.txt", "slug"),
    ),
    "broken TOML": (in_show('title = "The Test Desk"', 'title = "The'), 2, ("test.toml", "TOML")),
    "unknown setting": (in_show("quiz = true", "quizz = true"), 2, ("test.toml", "quizz")),
    "missing voice": (
        in_show(tiny_voice.NAME, "en_US-nobody-low"),
        1,
        ("en_US-nobody-low", "voices get"),
    ),
    "corrupt voice": (damage_voice, 1, (tiny_voice.NAME, "voices get")),
    "missing clip": (music("nowhere.wav"), 1, ("nowhere.wav", "intro")),
    "undecodable clip": (
        both(music("noise.mp3"), lambda w: void((w / "feeds/noise.mp3").write_bytes(b"x" * 999))),
        1,
        ("noise.mp3", "decoded"),
    ),
    "missing artwork": (artwork("nowhere.png"), 1, ("nowhere.png",)),
    "small artwork": (
        both(artwork("small.png"), picture("small.png", (800, 600))),
        1,
        ("small.png", "800"),
    ),
    "artwork of another type": (
        both(
            artwork("cover.jpg"),
            picture("cover.png", (1400, 1400)),
            lambda w: void((w / "feeds/cover.png").rename(w / "feeds/cover.jpg")),
        ),
        1,
        ("cover.jpg", "PNG"),
    ),
    "damaged record": (damage_record, 1, ("episode.json", "backup")),
}


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """Return a workspace that has been built once."""
    return shutil.copytree(built_once, tmp_path / "desk")


@pytest.mark.parametrize("case", CASES)
def test_faults_are_told_and_nothing_is_lost(built: Path, case: str) -> None:
    """The message names the file and the fault, the exit code tells cron, the shelf stands."""
    breaking, code, telling = CASES[case]
    breaking(built)
    before = published(built)
    result = CliRunner().invoke(main, ["build", "--workspace", str(built)])
    assert result.exit_code == code, result.output
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    for part in telling:
        assert part in result.stderr
    assert result.stderr.count("error: ") == 1 + (case == "two reports with one slug")
    assert code == 2 or "failed" in result.stdout
    assert published(built) == before


def test_a_bad_report_does_not_stop_the_good(built: Path) -> None:
    """The others are built and published, and the exit code still tells."""
    report(built).write_text("")
    report(built, "good.md").write_text(REPORT.replace("Canal tolls", "Harbour dues"))
    result = CliRunner().invoke(main, ["build", "--workspace", str(built)])
    assert result.exit_code == 1
    assert "1 built, 1 up to date, 1 failed" in result.output
    feed = (built / "output" / "test" / "feed.xml").read_text()
    assert "Harbour dues" in feed


def test_a_show_without_an_episode_has_no_feed(tmp_path: Path) -> None:
    """When the only report fails, nothing is published: directories refuse an empty feed."""
    workspace = write_workspace(tmp_path / "desk", tolls="no report at all")
    result = CliRunner().invoke(main, ["build", "--workspace", str(workspace)])
    assert result.exit_code == 1
    assert not (workspace / "output" / "test").exists()


def test_a_failing_show_takes_back_no_other_failure(built: Path) -> None:
    """A bad report is counted though the show as a whole fails after it."""
    report(built).write_text("")
    in_show(tiny_voice.NAME, "en_US-nobody-low")(built)
    result = CliRunner().invoke(main, ["build", "--workspace", str(built)])
    assert "2 failed" in result.output


@pytest.mark.parametrize(
    ("call", "number", "remedy"),
    [
        ((os, "fsync"), errno.ENOSPC, "Free some space"),
        ((os, "fsync"), errno.EDQUOT, "quota"),
        ((tempfile, "mkdtemp"), errno.EROFS, "read-only"),
        ((tempfile, "mkdtemp"), errno.EACCES, "write permission"),
        ((Path, "replace"), errno.EPERM, "write permission"),
    ],
    ids=["full disk", "quota", "read-only disk", "no permission", "no rename"],
)
def test_a_disk_that_refuses_loses_nothing(
    built: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: tuple[object, str],
    number: int,
    remedy: str,
) -> None:
    """Full, read-only or forbidden: the user is told what to do, and the old release is whole."""
    report(built, "tolls.md").write_text(REPORT.replace("by 3% on", "by 4% on"))
    before = published(built)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(*call, refuse)
    result = CliRunner().invoke(main, ["build", "--workspace", str(built)])
    assert result.exit_code == 1, result.output
    assert remedy in result.stderr
    assert published(built) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes where it likes")
def test_a_read_only_folder_is_told(built: Path) -> None:
    """Without permission to write the remedy is named and the shelf stands."""
    report(built, "tolls.md").write_text(REPORT.replace("by 3% on", "by 4% on"))
    before = published(built)
    folder = built / "output"
    folder.chmod(0o555)
    try:
        result = CliRunner().invoke(main, ["build", "--workspace", str(built)])
    finally:
        folder.chmod(0o755)
    assert result.exit_code == 1
    assert "permission" in result.stderr
    assert published(built) == before


def test_an_output_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A file where the output folder should be is an error with its place, not a traceback."""
    workspace = write_workspace(tmp_path / "desk")
    (workspace / "output").write_text("in the way")
    result = CliRunner().invoke(main, ["build", "--workspace", str(workspace)])
    assert result.exit_code == 1
    assert "cannot write" in result.stderr
    assert str(workspace / "output") in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_an_interruption_loses_nothing(built: Path, number: signal.Signals, code: int) -> None:
    """Ctrl-C, or cron's SIGTERM, in the middle: the old release stands, no half file is left."""
    long = "\n\n".join(f"Ship number {n} waited for the tide at the lock." for n in range(4000))
    report(built, "tolls.md").write_text(REPORT + "\n\n" + long)
    before = published(built)
    command = [sys.executable, "-m", "audiobrief", "build", "--workspace", str(built)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        for line in run.stdout:
            if b"speaking" in line:
                break
        time.sleep(0.3)
        run.send_signal(number)
        errors = run.stderr.read()
        assert run.wait(timeout=30) == code
    assert b"interrupted" in errors
    assert published(built) == before
    assert not list((built / "output").glob(".stage-*"))
