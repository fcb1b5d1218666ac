"""The folder audiobrief works in, and where things lie in it."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.bundled import voices_folders
from audiobrief.errors import UsageError
from audiobrief.publishing.shelf import Shelf

CACHE_SIZE = 2_000_000_000
"""Bytes that the cache may hold where nothing else is said: about 9 hours of sound."""

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kMGT]?)B?", re.IGNORECASE)
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with ``feeds/``, ``voices/`` and ``output/``; ``cache`` may lie elsewhere."""

    root: Path
    cache: Path
    cache_size: int = CACHE_SIZE
    """Bytes that the cache may hold."""
    device: str = "cpu"
    """Where voices run, as :class:`~audiobrief.speech.voice.Voice` has it."""

    @property
    def voices(self) -> Sequence[Path]:
        """Folders that may hold a voice, the workspace's own first."""
        return (self.root / "voices", *voices_folders())

    @property
    def shelf(self) -> Shelf:
        """What is published."""
        return Shelf(self.root / "output")

    @property
    def desk(self) -> Path:
        """What was gathered for reports; it is published nowhere."""
        return self.root / ".desk"

    @property
    def clips(self) -> Path:
        """Lines already spoken."""
        return self.cache / "clips"

    @property
    def stretches(self) -> Path:
        """Stretches of programmes, mastered."""
        return self.cache / "stretches"

    @property
    def graphs(self) -> Path:
        """Voices prepared for reproducible speech."""
        return self.cache / "graphs"

    @property
    def supplies(self) -> Path:
        """What runs on other machines had this one make episodes from."""
        return self.cache / "supplies"


def open_workspace(root: Path) -> Workspace:
    """Return the workspace at ``root``; AUDIOBRIEF_CACHE moves its cache.

    The cache is shared by a user's workspaces: everything in it is named by content. It is
    bounded by AUDIOBRIEF_CACHE_SIZE.

    Raises:
        UsageError: that is no size.
    """
    from platformdirs import user_cache_path

    chosen = os.environ.get("AUDIOBRIEF_CACHE")
    size = os.environ.get("AUDIOBRIEF_CACHE_SIZE")
    limit = read_size(size, "AUDIOBRIEF_CACHE_SIZE") if size else CACHE_SIZE
    return Workspace(
        root, Path(chosen).absolute() if chosen else user_cache_path("audiobrief"), limit
    )


def read_size(text: str, where: str) -> int:
    """Return the bytes that a size as "500MB" or "2 GB" stands for.

    Raises:
        UsageError: it is none; it was given as ``where``.
    """
    found = _SIZE.fullmatch(text.strip())
    if not found:
        raise UsageError(
            f"{text!r} is no size", where=where, remedy='Write it as "500MB" or "2GB".'
        )
    return int(float(found[1]) * _UNITS[found[2].lower()])
