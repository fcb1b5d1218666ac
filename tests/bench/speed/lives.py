"""The soak as rows: a process of its own, so that no other figure is in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .builds import build
from .cost import python
from .row import Row
from .scale import Scale
from .texts import workspace


def soak(folder: Path, scale: Scale) -> Iterator[Row]:
    """Yield how a process grows by what it says and builds; Linux alone tells."""
    root = workspace(folder / "k", reports=1, sentences=2)
    build(root)
    sentences, builds = scale.soak
    where = str(root / "cache")
    module = "bench.speed.soak"
    cost = python(module, root, sentences, builds, folder=root, AUDIOBRIEF_CACHE=where)
    spoken, built, files = map(float, cost.told.split())
    peak = f"peak {cost.peak:.0f} MB"
    yield Row(f"{sentences} sentences: kB each", f"{spoken:.2f} kB", peak, spoken, 1)
    yield Row(f"{builds} builds: kB each", f"{built:.2f} kB", peak, built)
    yield Row("files left open", f"{files:.0f}", peak, files, 0)
