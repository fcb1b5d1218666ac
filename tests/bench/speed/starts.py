"""How long it takes until something is there: help, and the first MP3 on a new machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from .builds import build
from .cost import Cost, middle, python
from .row import Row, seconds
from .scale import Scale
from .texts import workspace


def startup(folder: Path, scale: Scale) -> Iterator[Row]:
    """Yield ``--help``, and a briefing of a minute from nothing."""
    told = middle([python("audiobrief", "--help", folder=folder) for _ in range(scale.rounds)])
    yield Row(
        "`audiobrief --help` (s)", seconds(told.cpu), f"{told.wall:.2f} s passed", told.cpu, 0.25
    )
    root = workspace(folder / "i", reports=1, sentences=scale.brief)
    first = middle([_cold(root) for _ in range(scale.rounds)])
    passed = f"{first.wall:.2f} s passed"
    yield Row("first MP3 of a minute, from cold (s)", seconds(first.cpu), passed, first.cpu, 6)


def _cold(root: Path) -> Cost:
    shutil.rmtree(root / "output", ignore_errors=True)
    shutil.rmtree(root / "cache", ignore_errors=True)
    return build(root)
