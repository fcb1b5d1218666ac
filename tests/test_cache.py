"""The cache's bound: what was used least recently goes, what is in use stays."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from audiobrief.audio.forecast import weighed
from audiobrief.audio.stitch import read
from audiobrief.cli import main
from audiobrief.errors import ClipError, OutputError, UsageError
from audiobrief.kept import IN_USE, Kept, clear, kept, prune, touch
from audiobrief.pipeline.outcome import Options
from audiobrief.pipeline.run import build
from audiobrief.pipeline.workspace import CACHE_SIZE, Workspace, open_workspace, read_size
from audiobrief.speech.cache import ClipCache
from samples import write_workspace

NOW = datetime(2026, 1, 12, 6, tzinfo=UTC)
SIZE = 1_000


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    """Return a cache of four files, used one to four days ago."""
    for days, name in enumerate(
        ("clips/ab/new", "graphs/voice", "clips/cd/old", "clips/ef/oldest")
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(bytes(SIZE))
        used = (NOW - timedelta(days=days + 1)).timestamp()
        os.utime(path, (used, used))
    return tmp_path


def names(cache: Path) -> list[str]:
    """Return the names of what is kept, the longest unused first."""
    return [one.path.name for one in kept(cache)]


def test_least_recently_used_goes_first(cache: Path) -> None:
    """Of four files two may stay: the two used last, whatever kind they are."""
    gone = prune(cache, 2 * SIZE, NOW)
    assert (gone.files, gone.bytes) == (2, 2 * SIZE)
    assert names(cache) == ["voice", "new"]


def test_what_fits_stays(cache: Path) -> None:
    """A cache within its bound loses nothing."""
    assert prune(cache, 4 * SIZE, NOW).files == 0
    assert len(names(cache)) == 4


def test_what_is_in_use_stays(cache: Path) -> None:
    """A run under way reads its clips again: they stay, even beyond the bound."""
    moment = (NOW - IN_USE / 2).timestamp()
    os.utime(cache / "clips" / "cd" / "old", (moment, moment))
    prune(cache, 0, NOW)
    assert names(cache) == ["old"]


def test_reading_a_clip_is_using_it(tmp_path: Path) -> None:
    """A clip that is read is the last to go."""
    clips = ClipCache(tmp_path / "clips", weighed)
    for key in ("aa", "bb"):
        clip = clips.put(key, np.zeros(10, np.float32), 16_000, [])
        os.utime(clip.path, (0, 0))
    assert clips.get("aa")
    assert names(tmp_path) == ["bb.clip", "aa.clip"]


def test_a_cache_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    """Where nothing can be noted, nothing is said."""
    touch(tmp_path / "gone")


def test_nothing_else_is_deleted(cache: Path) -> None:
    """A stranger's file beside the cache's folders stays."""
    (cache / "letter.txt").write_text("mine")
    assert clear(cache).files == 4
    assert [path.name for path in cache.rglob("*") if path.is_file()] == ["letter.txt"]


def test_several_may_prune_at_once(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another process has deleted meanwhile is no fault."""
    monkeypatch.setattr(
        "audiobrief.kept.kept", lambda _: (Kept(cache / "clips" / "gone", SIZE, 0.0),)
    )
    assert prune(cache, 0, NOW).files == 1


def test_a_file_may_go_while_they_are_counted(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file listed and then gone is not counted."""
    listed = Path.rglob

    def with_ghost(folder: Path, pattern: str) -> Iterator[Path]:
        yield folder / "ghost"
        yield from listed(folder, pattern)

    monkeypatch.setattr(Path, "rglob", with_ghost)
    assert len(kept(cache, "clips")) == 3


def test_a_disk_that_refuses_is_named(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be deleted is an error with its name."""

    def refuse(path: Path, **_: bool) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError, match="oldest: cannot write"):
        prune(cache, 0, NOW)


def test_a_line_that_is_gone_is_told(tmp_path: Path) -> None:
    """A clip deleted under a run fails its episode alone, with what to do."""
    clip = ClipCache(tmp_path, weighed).put("aa", np.zeros(10, np.float32), 16_000, [])
    clip.path.unlink()
    with pytest.raises(ClipError, match=r"gone from the cache .* Run again"):
        read(clip)


def test_a_line_that_is_damaged_is_told(tmp_path: Path) -> None:
    """Sound with other bytes than its digest tells is not heard."""
    clip = ClipCache(tmp_path, weighed).put("aa", np.zeros(10, np.float32), 16_000, [])
    clip.path.write_bytes(clip.path.read_bytes()[:-1] + b"x")
    with pytest.raises(ClipError, match=r"damaged in the cache.*Run again"):
        read(clip)


def test_a_damaged_line_is_healed(tmp_path: Path) -> None:
    """A clip that is not as long as it tells is no clip; the next one takes its place."""
    clips = ClipCache(tmp_path, weighed)
    clip = clips.put("aa", np.zeros(10, np.float32), 16_000, [])
    clip.path.write_bytes(clip.path.read_bytes()[:-1])
    assert clips.get("aa") is None
    clips.put("aa", np.zeros(10, np.float32), 16_000, [])
    assert clips.get("aa") == clip


def test_a_build_keeps_the_bound(tmp_path: Path) -> None:
    """A build that made something deletes what was not used for long, and nothing of its own."""
    at = Workspace(write_workspace(tmp_path / "desk"), tmp_path / "cache", 1)
    old = at.clips / "aa" / "old.clip"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"old")
    os.utime(old, (0, 0))
    with ThreadPoolExecutor(1) as pool:
        build(at, Options(), pool, datetime.now(UTC), lambda _: None)
    assert not old.exists()
    assert list(at.clips.rglob("*.clip"))


@pytest.mark.parametrize(
    ("text", "size"), [("0", 0), ("500MB", 5e8), ("2 gb", 2e9), ("1.5G", 1.5e9), ("12k", 12e3)]
)
def test_sizes_are_read(text: str, size: float) -> None:
    """Sizes are written as people write them."""
    assert read_size(text, "here") == size


@pytest.mark.parametrize("text", ["", "much", "-1", "1 PB", "2GiB"])
def test_no_size_is_refused(text: str) -> None:
    """What is no size is said to be none, and where it stands."""
    with pytest.raises(UsageError, match=r"here: .* is no size"):
        read_size(text, "here")


def test_the_bound_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """AUDIOBRIEF_CACHE_SIZE sets it."""
    assert open_workspace(Path()).cache_size == CACHE_SIZE
    monkeypatch.setenv("AUDIOBRIEF_CACHE_SIZE", "5MB")
    assert open_workspace(Path()).cache_size == 5_000_000


def test_the_commands(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``cache info`` tells, ``cache prune`` and ``cache clear`` delete and say how much."""
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(cache))
    told = [
        CliRunner().invoke(main, ["cache", *words], catch_exceptions=False).output
        for words in (("info",), ("prune", "--size", "3kB"), ("prune",), ("clear",))
    ]
    assert told[0].splitlines()[:4] == [
        str(cache),
        "  3 files, 0.0 MB of spoken lines",
        "  0 files, 0.0 MB of mastered stretches of programmes",
        "  1 files, 0.0 MB of prepared voices",
    ]
    assert "2,000 MB at most" in told[0]
    assert [text.split(",")[0] for text in told[1:]] == [
        "deleted 1 files",
        "deleted 0 files",
        "deleted 3 files",
    ]
