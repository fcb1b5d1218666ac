"""``audiobrief publish`` by SFTP, to a real OpenSSH server on loopback."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.net.storage.place import PART
from audiobrief.publishing.upload.manifest import MANIFEST
from shelf_samples import FILES, SENT, write_shelf
from ssh_server import SshServer, missing, ssh_as_found, ssh_serving
from voice_server import spend_no_time

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the pauses between attempts instead of spending them."""
    return spend_no_time(monkeypatch)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SshServer]:
    """Run one server for this file."""
    with ssh_serving(tmp_path_factory.mktemp("ssh") / "server") as server:
        yield server


@pytest.fixture
def server(running: SshServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SshServer:
    """Give this user a home that knows the server as ``pod``, and as ``frail`` by its bad line."""
    ssh_as_found(running, monkeypatch, tmp_path / "home")
    return running


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace with the sample shelf."""
    write_shelf(tmp_path / "desk")
    return tmp_path / "desk"


def publish(desk: Path, *arguments: str) -> Result:
    """Run ``audiobrief publish`` in a workspace."""
    return CliRunner().invoke(main, ["publish", "--workspace", str(desk), *arguments])


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by path, the manifest aside."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


WHOLE = {path: FILES[path] for path in SENT}


@pytest.mark.usefixtures("server")
def test_the_shelf_arrives_whole(desk: Path, tmp_path: Path) -> None:
    """By the user's own ssh settings; a second run has nothing to do."""
    www = tmp_path / "deep" / "www"
    result = publish(desk, f"sftp://pod{www}")
    assert result.exit_code == 0, result.output
    assert tree(www) == WHOLE
    again = publish(desk, f"sftp://pod{www}/")
    assert again.output == "Nothing to do: 12 files are there as they should be.\n"


@pytest.mark.usefixtures("server")
def test_a_changed_file_replaces_the_old_one(desk: Path, tmp_path: Path) -> None:
    """Moved over it in one step; what was withdrawn goes with --prune alone."""
    www = tmp_path / "www"
    publish(desk, f"sftp://pod{www}")
    (desk / "output" / "harbour" / "feed.xml").write_bytes(b"<rss>new</rss>")
    (desk / "output" / SENT[0]).unlink()
    (www / "favicon.ico").write_bytes(b"mine")
    assert "1 sent" in publish(desk, f"sftp://pod{www}").output
    assert tree(www)["harbour/feed.xml"] == b"<rss>new</rss>"
    assert SENT[0] in tree(www)
    assert "1 removed" in publish(desk, f"sftp://pod{www}", "--prune").output
    assert SENT[0] not in tree(www)
    assert tree(www)["favicon.ico"] == b"mine"


def test_an_address_says_it_all(server: SshServer, desk: Path, tmp_path: Path) -> None:
    """User, host and port in the address win over settings; the key is found by its name."""
    home = tmp_path / "home" / ".ssh"
    (home / "config").unlink()
    (home / "id_ed25519").write_bytes(server.user_key.read_bytes())
    (home / "id_ed25519").chmod(0o600)
    target = f"sftp://{getpass.getuser()}@127.0.0.1:{server.port}{tmp_path}/www"
    result = publish(desk, target)
    assert result.exit_code == 0, result.output
    assert tree(tmp_path / "www") == WHOLE


def test_a_broken_line_is_connected_anew(
    server: SshServer, desk: Path, tmp_path: Path, waits: list[float]
) -> None:
    """Cut in the middle of a file: another connection, the file from its start, all whole."""
    big = bytes(range(256)) * 4096
    (desk / "output" / SENT[0]).write_bytes(big)
    server.breaks_after = 300_000
    result = publish(desk, f"sftp://frail{tmp_path}/www")
    assert result.exit_code == 0, result.output
    assert server.breaks_after == 0
    assert waits == [0.5]
    assert tree(tmp_path / "www") == {**WHOLE, SENT[0]: big}


@pytest.mark.usefixtures("server")
def test_a_file_that_cannot_be_replaced_is_told(
    desk: Path, tmp_path: Path, waits: list[float]
) -> None:
    """A folder stands where the feed goes: the run says so, and shows no half file."""
    www = tmp_path / "www"
    (www / "harbour" / "feed.xml" / "deeper").mkdir(parents=True)
    result = publish(desk, f"sftp://pod{www}")
    assert result.exit_code == 1
    assert "harbour/feed.xml: the target" in result.output
    assert len(waits) <= 4
    left = {path: data for path, data in WHOLE.items() if path != "harbour/feed.xml"}
    assert {path: data for path, data in tree(www).items() if PART not in path} == left


def test_an_unknown_host_is_refused(
    server: SshServer, desk: Path, tmp_path: Path, waits: list[float]
) -> None:
    """Nobody vouched for its key: nothing is sent, and what to do is told."""
    (tmp_path / "home" / ".ssh" / "known_hosts").unlink()
    result = publish(desk, f"sftp://pod{tmp_path}/www")
    assert result.exit_code == 1
    assert "is in no known_hosts file" in result.output
    assert str(server.port) in result.output
    assert waits == []
    assert not (tmp_path / "www").exists()


def test_another_key_is_refused(
    server: SshServer, desk: Path, tmp_path: Path, waits: list[float]
) -> None:
    """A host that is not the one it was: nothing is sent, at once."""
    other = server.known(server.port).split()
    changed = (server.user_key.parent / "user.pub").read_text().split()
    known = tmp_path / "home" / ".ssh" / "known_hosts"
    known.write_text(f"{other[0]} {changed[0]} {changed[1]}\n")
    result = publish(desk, f"sftp://pod{tmp_path}/www")
    assert result.exit_code == 1
    assert "does not match" in result.output
    assert waits == []


def test_a_wrong_key_is_told_without_a_secret(
    server: SshServer, desk: Path, tmp_path: Path, waits: list[float]
) -> None:
    """Not let in: once, not five times, and the password is not printed."""
    (tmp_path / "home" / ".ssh" / "config").unlink()
    target = f"sftp://{getpass.getuser()}:hush@127.0.0.1:{server.port}{tmp_path}/www"
    result = publish(desk, target)
    assert result.exit_code == 1
    assert "uthentication" in result.output
    assert "hush" not in result.output
    assert "hush" not in (desk / "output" / ".last-run.json").read_text()
    assert waits == []
