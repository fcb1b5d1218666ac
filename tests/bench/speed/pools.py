"""A process pool beside a Dask cluster of as many workers, on the same reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dask_cluster import cluster

from .builds import build, from_nothing
from .row import Row
from .scale import Scale
from .texts import workspace

_WORKERS = 2


def cluster_beside_pool(folder: Path, scale: Scale) -> Iterator[Row]:
    """Yield what Dask adds to the time that passes; its workers stand ready, but for the voice."""
    tasks, sentences = scale.tasks
    root = workspace(folder / "j", reports=tasks, sentences=sentences)
    build(workspace(folder / "voice", reports=1, sentences=1), cache="../j/cache")
    pool = from_nothing(root, "--processes", str(_WORKERS))
    with cluster(folder, _WORKERS) as dask:
        found = from_nothing(root, "--cluster", dask.address)
    yield Row(
        f"{tasks} episodes on {_WORKERS} workers of Dask: time that passes",
        f"{found.wall:.1f} s",
        f"process pool {pool.wall:.1f} s",
        found.wall / pool.wall,
        1.05,
    )
