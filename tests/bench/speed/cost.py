"""What a process costs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[3]
_LAUNCH = Path(__file__).with_name("launch.py")


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds of a process and those it waited for, its peak memory (MB), time that passed."""

    cpu: float
    peak: float
    wall: float
    told: str = ""
    """What it wrote on its standard output."""


def run(arguments: Sequence[str], folder: Path, **environment: str) -> Cost:
    """Run a program to its end and return what that took.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    ours = {
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        "PYTHONDONTWRITEBYTECODE": "",  # what is installed is compiled once, not at every start
        "OMP_NUM_THREADS": "1",
    }
    output = folder / "said.txt"
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-S", _LAUNCH, output, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **ours, **environment},
    )
    wall = time.monotonic() - began
    told = output.read_text("utf-8", errors="replace")
    cpu, peak, code = done.stdout.split()
    if code != "0":
        msg = f"{' '.join(arguments)[:200]} failed:\n{told[-2000:]}"
        raise RuntimeError(msg)
    unit = 1e6 if sys.platform == "darwin" else 1024
    return Cost(float(cpu), int(peak) / unit, wall, told)


def python(module: str, *arguments: object, folder: Path, **environment: str) -> Cost:
    """Run a Python module and return what that took; errors are those of :func:`run`."""
    return run([sys.executable, "-m", module, *map(str, arguments)], folder, **environment)


def in_turns(contestants: Mapping[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """Return the median costs of contestants that run one after another, round by round."""
    costs: dict[str, list[Cost]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, contest in contestants.items():
            costs[name].append(contest())
    return {name: middle(several) for name, several in costs.items()}


def middle(costs: Sequence[Cost]) -> Cost:
    """Return the medians of several costs."""
    return Cost(
        median(cost.cpu for cost in costs),
        median(cost.peak for cost in costs),
        median(cost.wall for cost in costs),
        costs[-1].told,
    )
