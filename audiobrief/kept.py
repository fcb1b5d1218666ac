"""What the cache folder keeps, and what goes when it holds too much: what was used least recently.

A file's modification time is when it was last used; reading one touches it. Files appear whole
and are named by content, so several processes may read, write and prune at once: a file that is
gone is made anew. What was used a moment ago stays, however little room there is, because a run
that is under way reads its clips more than once.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from audiobrief.files import digest, write_whole, writing

IN_USE = timedelta(hours=6)
"""How long after its last use a file belongs to a run that may still be under way."""

KINDS = {
    "clips": "spoken lines",
    "stretches": "mastered stretches of programmes",
    "graphs": "prepared voices",
    "supplies": "files of runs elsewhere",
}
"""The cache's folders; nothing beside them is looked at or deleted."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the cache: how many bytes, and when it was last used (seconds of the epoch)."""

    path: Path
    size: int
    used: float


@dataclass(frozen=True, slots=True)
class Sum:
    """So many files of so many bytes."""

    files: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Drawer:
    """A folder of the cache that keeps bytes by a key, a digest of all that decides them.

    What is damaged is found out by its own digest, and is as good as not there.
    """

    folder: Path

    def get(self, key: str) -> bytes | None:
        """Return what is kept under ``key``, or None where there is nothing to trust."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        told, _, content = data.partition(b"\n")
        if told != digest(content).encode():
            return None
        touch(path)
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep ``content`` under ``key``.

        Raises:
            OutputError: the disk refuses.
        """
        write_whole(self._path(key), digest(content).encode() + b"\n" + content, lasting=False)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key


def kept(cache: Path, *kinds: str) -> tuple[Kept, ...]:
    """Return the files of a cache, or of some :data:`KINDS` of it, the longest unused first."""
    found = (one for kind in kinds or KINDS for one in _files(cache / kind))
    return tuple(sorted(found, key=lambda one: (one.used, one.path)))


def total(files: tuple[Kept, ...]) -> Sum:
    """Return how much files are together."""
    return Sum(len(files), sum(one.size for one in files))


def touch(path: Path) -> None:
    """Note that a file is used now; where the cache may not be written, nothing is noted."""
    with suppress(OSError):
        os.utime(path)


def prune(cache: Path, limit: int, now: datetime) -> Sum:
    """Delete the longest unused files until ``limit`` bytes are left; return what went.

    Raises:
        OutputError: the disk refuses.
    """
    files = kept(cache)
    excess = total(files).bytes - limit
    recent = (now - IN_USE).timestamp()
    gone: list[Kept] = []
    for one in files:
        if excess <= 0 or one.used > recent:
            break
        excess -= one.size
        gone.append(one)
    return _delete(tuple(gone))


def clear(cache: Path) -> Sum:
    """Delete all that the cache keeps, and return how much it was.

    Raises:
        OutputError: the disk refuses.
    """
    return _delete(kept(cache))


def _delete(files: tuple[Kept, ...]) -> Sum:
    for one in files:
        with writing(one.path):
            one.path.unlink(missing_ok=True)
    return total(files)


def _files(folder: Path) -> Iterator[Kept]:
    for path in folder.rglob("*"):
        with suppress(OSError):  # another process may have deleted it meanwhile
            facts = path.lstat()
            if path.is_file():
                yield Kept(path, facts.st_size, facts.st_mtime)
