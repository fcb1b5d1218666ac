"""``audiobrief publish`` to a folder: what a user sees, and what a broken disk does."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.files import exclusive
from audiobrief.model import Withdrawal
from audiobrief.net.storage import drivers
from audiobrief.net.storage.drivers import shown_place
from audiobrief.net.storage.folder import SharedFolder
from audiobrief.net.storage.place import PART
from audiobrief.pipeline.lastrun import last_runs
from audiobrief.publishing.shelf import Shelf
from audiobrief.publishing.upload.manifest import MANIFEST
from samples import SHOW
from shelf_samples import FILES, MP3, SENT, write_shelf
from voice_server import spend_no_time


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the pauses between attempts instead of spending them."""
    return spend_no_time(monkeypatch)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace with the sample shelf."""
    write_shelf(tmp_path / "desk")
    return tmp_path / "desk"


def publish(desk: Path, *arguments: object) -> Result:
    """Run ``audiobrief publish`` in a workspace."""
    words = ["publish", "--workspace", str(desk), *map(str, arguments)]
    return CliRunner().invoke(main, words)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by path, the manifest aside."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_shelf_arrives_whole(desk: Path, tmp_path: Path) -> None:
    """Every published file and nothing else, each told; a second run has nothing to do."""
    www = tmp_path / "www"
    result = publish(desk, www)
    assert result.exit_code == 0, result.output
    assert tree(www) == {path: FILES[path] for path in SENT}
    lines = result.output.splitlines()
    assert lines[:-1] == [f"send    {path}" for path in SENT]
    assert lines[-1] == "12 sent (0.0 MB), 0 there already."
    again = publish(desk, f"file://{www}")
    assert again.output == "Nothing to do: 12 files are there as they should be.\n"


def test_a_show_goes_where_its_address_points(desk: Path, tmp_path: Path) -> None:
    """With SHOW the target is that show's folder."""
    result = publish(desk, "harbour", tmp_path / "www")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "www" / "feed.xml").read_bytes() == FILES["harbour/feed.xml"]
    assert "index.html" in tree(tmp_path / "www")
    assert not (tmp_path / "www" / "harbour").exists()


def test_files_can_be_read_by_a_web_server(desk: Path, tmp_path: Path) -> None:
    """A strict umask, as cron may have, hides nothing from other users."""
    before = os.umask(0o077)
    try:
        assert publish(desk, tmp_path / "www").exit_code == 0
    finally:
        os.umask(before)
    assert (tmp_path / "www" / "index.html").stat().st_mode & 0o777 == 0o644


def test_only_what_changed_is_sent(desk: Path, tmp_path: Path) -> None:
    """A new feed is one file; what was damaged or deleted at the target is mended."""
    www = tmp_path / "www"
    publish(desk, www)
    (desk / "output" / "harbour" / "feed.xml").write_bytes(b"<rss>new</rss>")
    (www / SENT[0]).write_bytes(MP3[:-1])
    (www / SENT[1]).unlink()
    result = publish(desk, www)
    sent = [line.split()[1] for line in result.output.splitlines() if line.startswith("send")]
    assert sent == [*SENT[:2], "harbour/feed.xml"]
    assert tree(www)["harbour/feed.xml"] == b"<rss>new</rss>"


def test_dry_run_tells_and_touches_nothing(desk: Path, tmp_path: Path) -> None:
    """What would be sent and removed; neither target nor shelf changes."""
    www = tmp_path / "www"
    result = publish(desk, www, "--dry-run")
    assert result.output.splitlines()[-1] == "12 to send (0.0 MB), 0 there already."
    assert not www.exists()
    publish(desk, www)
    (desk / "output" / SENT[0]).unlink()
    before = tree(www), tree(desk)
    told = publish(desk, www, "--dry-run", "--prune").output
    assert told.splitlines() == [
        f"remove  {SENT[0]}",
        "0 to send (0.0 MB), 11 there already, 1 to remove.",
    ]
    assert (tree(www), tree(desk)) == before


def test_prune_removes_what_was_withdrawn(desk: Path, tmp_path: Path) -> None:
    """Without --prune nothing goes; with it, only what audiobrief put there."""
    www = tmp_path / "www"
    publish(desk, www)
    (www / "favicon.ico").write_bytes(b"mine")
    (www / "harbour" / f"{PART}feed.xml").write_bytes(b"half")
    (desk / "output" / SENT[0]).unlink()
    publish(desk, www)
    assert SENT[0] in tree(www)
    result = publish(desk, www, "--prune")
    assert "2 removed" in result.output
    assert SENT[0] not in tree(www)
    assert tree(www)["favicon.ico"] == b"mine"
    assert publish(desk, www, "--prune").output.startswith("Nothing to do")


def make_private(desk: Path) -> Path:
    """Make the sample show private, beside a public one; return the show file."""
    path = desk / "feeds" / "harbour.toml"
    path.write_text(f"private = true\n{SHOW}")
    (desk / "feeds" / "open.toml").write_text(SHOW)
    (desk / "output" / "open").mkdir()
    (desk / "output" / "open" / "feed.xml").write_bytes(b"<rss>open</rss>")
    return path


def test_a_private_show_is_refused_by_name(desk: Path, tmp_path: Path) -> None:
    """Nothing else than ``audiobrief serve`` can guard it; what to do is told."""
    path = make_private(desk)
    result = publish(desk, "harbour", tmp_path / "www")
    assert result.exit_code == 2
    assert "harbour: private, so only `audiobrief serve` can guard it." in result.output
    assert "say `private = false` in feeds/harbour.toml" in result.output
    assert not (tmp_path / "www").exists()
    path.write_text(f"private = false\n{SHOW}")
    assert publish(desk, "harbour", tmp_path / "www").exit_code == 0


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_a_private_show_is_left_out_of_the_shelf(
    desk: Path, tmp_path: Path, options: list[str]
) -> None:
    """The others go, and that it does not is told."""
    make_private(desk)
    result = publish(desk, tmp_path / "www", *options)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[:-1] == [
        "omit    harbour/  (private, so only `audiobrief serve` can guard it)",
        "send    index.html",
        "send    open/feed.xml",
    ]
    assert set(tree(tmp_path / "www")) == (set() if options else {"index.html", "open/feed.xml"})


def test_a_show_that_became_private_can_be_taken_back(desk: Path, tmp_path: Path) -> None:
    """With --prune what was public of it is removed, and nothing of another show."""
    www = tmp_path / "www"
    publish(desk, www)
    make_private(desk)
    assert publish(desk, www, "--prune").exit_code == 0
    assert set(tree(www)) == {"index.html", "open/feed.xml"}


def test_a_show_without_a_file_is_no_public_one(desk: Path, tmp_path: Path) -> None:
    """With its show file gone, nobody knows that a show is private."""
    make_private(desk).unlink()
    told = publish(desk, tmp_path / "www").output
    assert "omit    harbour/  (no show file says that it is public)" in told
    assert set(tree(tmp_path / "www")) == {"index.html", "open/feed.xml"}
    assert publish(desk, "harbour", tmp_path / "www").exit_code == 2
    (desk / "feeds" / "open.toml").write_text("title = 1")
    assert publish(desk, tmp_path / "other").exit_code == 2
    assert not (tmp_path / "other").exists()


def test_a_shelf_of_private_shows_alone_is_refused(desk: Path, tmp_path: Path) -> None:
    """There is nothing to publish."""
    make_private(desk)
    shutil.rmtree(desk / "output" / "open")
    result = publish(desk, tmp_path / "www")
    assert result.exit_code == 2
    assert "harbour: no show here is public" in result.output


def test_the_page_of_a_withdrawn_episode_is_sent(desk: Path, tmp_path: Path) -> None:
    """Its files are gone from the shelf, and what tells why is there."""
    www = tmp_path / "www"
    publish(desk, www)
    shelf, folder = Shelf(desk / "output"), desk / "output/harbour/episodes/gate"
    (gate,) = shelf.episodes("harbour")
    withdrawn = Withdrawal(gate.published, "The vote was void.")
    shelf.keep_record("harbour", replace(gate, files={}, withdrawn=withdrawn))
    shelf.sweep("harbour", shelf.episodes("harbour")[0])
    (folder / "index.html").write_bytes(b"<p>withdrawn")
    assert publish(desk, www, "--prune").exit_code == 0
    left = [path for path in tree(www) if "/gate/" in path]
    assert left == ["harbour/episodes/gate/index.html"]
    assert tree(www)[left[0]] == b"<p>withdrawn"


def test_quiet_says_nothing(desk: Path, tmp_path: Path) -> None:
    """All well: not a word."""
    assert publish(desk, tmp_path / "www", "--quiet").output == ""


class Faulty(SharedFolder):
    """A mounted folder that goes wrong at one file, some times."""

    cachable = False
    left = 0
    where = ""
    kind = ""

    def put_file(self, path1: str, path2: str, callback: Any = None, **kwargs: Any) -> None:
        """Copy a file, or half of it, or fail."""
        super().put_file(path1, path2, callback, **kwargs)
        if Faulty.where and path2.endswith(Faulty.where) and Faulty.left:
            Faulty.left -= 1
            data = Path(path2).read_bytes()
            if Faulty.kind == "cut":
                Path(path2).write_bytes(data[: len(data) // 2])
            elif Faulty.kind == "garbled":
                Path(path2).write_bytes(data[::-1])
            else:
                raise OSError(getattr(errno, Faulty.kind), os.strerror(getattr(errno, Faulty.kind)))


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> type[Faulty]:
    """Make folders faulty at the MP3."""
    broken = drivers.Driver(lambda _: Faulty(), lambda: (OSError,))
    monkeypatch.setitem(drivers.DRIVERS, "file", broken)
    monkeypatch.setattr(Faulty, "where", "gate-0123456789.mp3")
    return Faulty


@pytest.mark.parametrize("kind", ["cut", "garbled", "EIO", "ESTALE"])
def test_passing_faults_are_mended(
    desk: Path, tmp_path: Path, faulty: type[Faulty], waits: list[float], kind: str
) -> None:
    """A cut, garbled or refused file is sent again, and never seen half."""
    faulty.left, faulty.kind = 2, kind
    result = publish(desk, tmp_path / "www")
    assert result.exit_code == 0, result.output
    assert tree(tmp_path / "www") == {path: FILES[path] for path in SENT}
    assert waits == [0.5, 1.0]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("cut", "bytes arrived. Run again"),
        ("garbled", "what arrived is not what was sent"),
        ("EIO", "Input/output error"),
        ("ENOSPC", "No space left on device"),
        ("EACCES", "Permission denied"),
    ],
)
def test_lasting_faults_end_the_run(
    *, desk: Path, tmp_path: Path, faulty: type[Faulty], waits: list[float], kind: str, told: str
) -> None:
    """The file and the cause are told; what was there stays, and the next run goes on."""
    www = tmp_path / "www"
    publish(desk, www)
    (desk / "output" / SENT[0]).write_bytes(MP3 * 2)
    (desk / "output" / "harbour" / "feed.xml").write_bytes(b"<rss>new</rss>")
    faulty.left, faulty.kind = 99, kind
    result = publish(desk, www)
    assert result.exit_code == 1
    assert SENT[0] in result.output
    assert told in result.output
    assert len(waits) == (0 if kind in ("ENOSPC", "EACCES") else 4)
    assert tree(www)[SENT[0]] == MP3
    assert tree(www)["harbour/feed.xml"] == FILES["harbour/feed.xml"]
    assert told in last_runs(desk / "output").sent[str(www)].error
    faulty.left = 0
    assert publish(desk, www).output.splitlines()[-1] == "2 sent (0.0 MB), 10 there already."
    assert last_runs(desk / "output").sent[str(www)].error == ""


def test_targets_that_make_no_sense_are_refused(desk: Path, tmp_path: Path) -> None:
    """Each with what to do, and exit code 2."""
    shelf = desk / "output"
    for arguments, told in (
        (["ftp://host/x"], "no target of the kind ftp://"),
        ([shelf], "this is the shelf itself"),
        ([shelf / "harbour" / "deeper"], "this is the shelf itself"),
        (["nobody", tmp_path], "It holds: harbour."),
        (["a", "b", "c"], "name one TARGET, or a SHOW and its TARGET"),
    ):
        result = publish(desk, *arguments)
        assert result.exit_code == 2
        assert told in result.output
    shutil.rmtree(shelf)
    assert "Run `audiobrief build`" in publish(desk, tmp_path).output


def test_a_missing_driver_names_its_extra(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command to type is in the message."""
    monkeypatch.setitem(__import__("sys").modules, "s3fs", None)
    result = publish(desk, "s3://pod/x")
    assert result.exit_code == 2
    assert 'pip install "audiobrief[s3]"' in result.output


def test_a_build_and_a_publication_do_not_meet(desk: Path, tmp_path: Path) -> None:
    """While a build changes the shelf it is not sent."""
    with exclusive(desk / "output"):
        result = publish(desk, tmp_path / "www")
    assert result.exit_code == 1
    assert "another audiobrief run" in result.output


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("/srv/www", "/srv/www"),
        ("s3://pod/x", "s3://pod/x"),
        ("sftp://ann:hush@host:22/x?hush#hush", "sftp://ann@host:22/x"),
        ("sftp://[hush", "sftp://…"),
    ],
)
def test_no_secret_is_shown(url: str, shown: str) -> None:
    """A password in an address is printed nowhere."""
    assert shown_place(url) == shown
