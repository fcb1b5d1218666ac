"""The folder audiobrief works in, and where things lie in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.bundled import voices_folders
from audiobrief.publishing.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with ``feeds/``, ``voices/`` and ``output/``; ``cache`` may lie elsewhere."""

    root: Path
    cache: Path

    @property
    def voices(self) -> Sequence[Path]:
        """Folders that may hold a voice, the workspace's own first."""
        return (self.root / "voices", *voices_folders())

    @property
    def shelf(self) -> Shelf:
        """What is published."""
        return Shelf(self.root / "output")

    @property
    def clips(self) -> Path:
        """Lines already spoken."""
        return self.cache / "clips"

    @property
    def graphs(self) -> Path:
        """Voices prepared for reproducible speech."""
        return self.cache / "graphs"


def open_workspace(root: Path) -> Workspace:
    """Return the workspace at ``root``; AUDIOBRIEF_CACHE moves its cache.

    The cache is shared by a user's workspaces: everything in it is named by content.
    """
    from platformdirs import user_cache_path

    chosen = os.environ.get("AUDIOBRIEF_CACHE")
    return Workspace(root, Path(chosen).absolute() if chosen else user_cache_path("audiobrief"))
