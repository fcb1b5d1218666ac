"""A folder in which each stage's result is kept, under a name that tells what it was made from.

A stage that was made is not made again; one that was broken off leaves nothing that could be
taken for its result, save the checkpoints that it goes on from.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audiobrief.files import digest, staging, writing

RECIPE = "1"
"""Raised when the same recordings would give another voice."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """Where stages work, and whom they tell about it."""

    folder: Path
    tell: Callable[[str], None] = print

    def made(self, stage: str, key: str, make: Callable[[Path], None]) -> Path:
        """Return the folder of a stage's result, made by ``make(folder)`` unless it is there.

        Raises:
            OutputError: the folder cannot be written.
        """
        done = self.folder / f"{stage}-{key[:16]}"
        if done.is_dir():
            self.tell(f"{stage}: kept from before")
            return done
        self.tell(f"{stage}: …")
        with staging(self.folder) as stage_folder:
            fresh = stage_folder / stage
            fresh.mkdir()
            make(fresh)
            with writing(done):
                fresh.replace(done)
        shutil.rmtree(self.checkpoints(stage, key), ignore_errors=True)
        return done

    def checkpoints(self, stage: str, key: str) -> Path:
        """Return the folder for what a stage goes on from after a break."""
        return self.folder / f"{stage}-{key[:16]}.unfinished"


def key_of(*parts: object) -> str:
    """Return a digest of all that decides a stage's result."""
    return digest(json.dumps([RECIPE, *map(str, parts)]).encode())
