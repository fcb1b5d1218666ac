"""Writing whole or not at all, and one run at a time."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from audiobrief.errors import BusyError, OutputError
from audiobrief.files import exclusive, slugify, staging, write_whole, writing


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is told with its remedy; the old file stands and no stage is left."""
    path = tmp_path / "a.txt"
    write_whole(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"No space left.*Free some space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The new bytes are there, readable by a web server's user."""
    path = tmp_path / "deep" / "a.txt"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_stage_is_gone_whatever_happens(tmp_path: Path) -> None:
    """An exception in the middle takes the staged files with it."""

    def interrupted() -> None:
        with staging(tmp_path) as stage:
            (stage / "half.mp3").write_bytes(b"x")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_unknown_refusals_keep_their_reason(tmp_path: Path) -> None:
    """An error with no remedy of its own still names file and reason."""
    with pytest.raises(OutputError, match="Is a directory"), writing(tmp_path):
        tmp_path.write_bytes(b"")


def test_two_runs_do_not_meet(tmp_path: Path) -> None:
    """The second is told at once that the first is at work."""
    first, second, third = (exclusive(tmp_path) for _ in range(3))
    with first, pytest.raises(BusyError, match="another audiobrief run"):
        second.__enter__()
    with third:
        assert (tmp_path / ".lock").exists()


def test_what_a_killed_run_left_is_cleared(tmp_path: Path) -> None:
    """Stages of a run that died are gone once the next one holds the folder."""
    left = tmp_path / "show" / ".stage-abc"
    left.mkdir(parents=True)
    (left / "half.mp3").write_bytes(b"x")
    (tmp_path / "show" / ".stage-file").write_bytes(b"x")
    with exclusive(tmp_path):
        assert list((tmp_path / "show").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "slug"), [("Peru Grants US Troops", "peru-grants-us-troops"), ("Ça va?", "ca-va")]
)
def test_slugs_are_plain(text: str, slug: str) -> None:
    """A slug is lower-case ASCII with hyphens."""
    assert slugify(text) == slug


def test_what_lasts_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published is on the disk when it is written; what can be made anew need not be."""
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", synced.append)
    write_whole(tmp_path / "kept", b"one", lasting=False)
    assert (tmp_path / "kept").read_bytes() == b"one"
    assert synced == []
    write_whole(tmp_path / "published", b"two")
    assert len(synced) == 1
