"""A place for files, whatever kind it is: what is put there is what is fetched."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from audiobrief.errors import NetworkError
from audiobrief.files import digest
from audiobrief.net.retry import PassingError
from audiobrief.net.storage.place import Place, Stored
from gs_server import gs_as_found
from s3_server import s3_as_found
from ssh_server import missing, ssh_as_found, ssh_serving
from voice_server import spend_no_time

KINDS = (
    "file",
    "s3",
    "gs",
    pytest.param("sftp", marks=pytest.mark.skipif(bool(missing()), reason=missing())),
)
DATA = bytes(range(256)) * 40


@pytest.fixture(params=KINDS)
def place(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Place]:
    """Return an empty place of each kind."""
    spend_no_time(monkeypatch)
    home = tmp_path / "home"
    home.mkdir()
    if request.param == "file":
        yield Place(str(tmp_path / "store"), "store")
    elif request.param == "s3":
        with s3_as_found(monkeypatch, home):
            yield Place("s3://pod/store", "store")
    elif request.param == "gs":
        with gs_as_found(monkeypatch, home):
            yield Place("gs://pod/store", "store")
    else:
        with ssh_serving(tmp_path / "server") as server:
            ssh_as_found(server, monkeypatch, home)
            made = Place(f"sftp://pod{tmp_path}/store", "store")
            yield made
            made.close()


def put(place: Place, path: str, source: Path, data: bytes = DATA) -> Stored:
    """Put ``data`` at a path, by way of the file ``source``."""
    source.write_bytes(data)
    file = Stored(path, len(data), digest(data))
    place.put(file, source)
    return file


def test_what_is_put_can_be_fetched(place: Place, tmp_path: Path) -> None:
    """Its bytes, and whether it is there; what was never put is not."""
    source, back = tmp_path / "source", tmp_path / "back"
    file = put(place, "inputs/one", source)
    assert place.holds(file)
    assert not place.holds(Stored("inputs/one", 7, file.sha256))
    assert not place.holds(Stored("inputs/two", 7, ""))
    assert place.get(file.path, back, file.sha256)
    assert back.read_bytes() == place.read(file.path) == DATA
    assert not place.get("inputs/two", back)
    assert place.read("inputs/two") is None


def test_what_was_changed_there_is_told(place: Place, tmp_path: Path) -> None:
    """By the digest that it should have, and what to do."""
    file = put(place, "inputs/one", tmp_path / "source")
    put(place, "inputs/one", tmp_path / "source", DATA[::-1])
    with pytest.raises(NetworkError, match=f"is damaged: its SHA-256 is not {file.sha256}"):
        place.get(file.path, tmp_path / "back", file.sha256)


def test_a_folder_goes_with_all_in_it(place: Place, tmp_path: Path) -> None:
    """And nothing beside it; one that is gone already is no failure; a file can be put anew."""
    for path in ("runs/a/begun", "runs/a/deep/er/one", "runs/b/begun"):
        put(place, path, tmp_path / "source")
    place.clear("runs/a")
    assert set(place.listing()) == {"runs/b/begun"}
    place.clear("runs/a")
    put(place, "runs/a/begun", tmp_path / "source")
    assert set(place.listing()) == {"runs/a/begun", "runs/b/begun"}


def test_a_passing_failure_travels() -> None:
    """It comes back from another process as what it is."""
    error = PassingError("fails", where="s3://pod", remedy="Run again.", wait=3.0)
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes
    assert (str(again), again.wait) == (str(error), 3.0)
