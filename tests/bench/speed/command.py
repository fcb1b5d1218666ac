"""The command line of the table: all of it, or one item."""

from __future__ import annotations

import platform
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import click

from . import builds, lives, pools, shelves, starts
from .row import Row, flat, show
from .scale import FULL, QUICK, Scale

Item = Callable[[Path, Scale], Iterator[Row]]

ITEMS: dict[str, Item] = {
    "build": builds.against_bare,
    "usual": builds.against_usual,
    "memory": builds.memory,
    "edit": builds.edited,
    "unchanged": shelves.unchanged,
    "workers": builds.workers,
    "cluster": pools.cluster_beside_pool,
    "site": shelves.site,
    "startup": starts.startup,
}
"""What the table holds, in its order."""

_ALONE: dict[str, Item] = {"soak": lives.soak}
"""What takes an hour, and so is run by its own name alone."""

_LIBRARIES = ("onnxruntime", "piper-tts", "numpy", "av", "lameenc")


def table(*names: str, quick: bool, rounds: int | None) -> None:
    """Print the rows of items under a line that describes the machine."""
    items = [{**ITEMS, **_ALONE}[name] for name in names]
    click.echo(machine())
    with tempfile.TemporaryDirectory(prefix="audiobrief-bench-") as folder:
        scale = QUICK if quick else FULL
        scale = replace(scale, rounds=rounds or scale.rounds)
        show(flat(item(Path(folder), scale) for item in items))


def machine() -> str:
    """Return what runs here."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"{_processor()}; Python {platform.python_version()}; {libraries}\n"


def _processor() -> str:
    from audiobrief.commands.build import cores

    facts = Path("/proc/cpuinfo")
    lines = facts.read_text("utf-8").splitlines() if facts.exists() else []
    names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
    return f"{cores()} cores of {names[0] if names else platform.machine()}"


def size_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how much is measured."""
    quick = click.option("--quick", is_flag=True, help="Next to nothing, to see that it runs.")
    rounds = click.option("--rounds", type=click.IntRange(min=1), help="Turns of each contestant.")
    return quick(rounds(function))


def command_of(name: str) -> click.Command:
    """Return the command that prints one item."""
    item = {**ITEMS, **_ALONE}[name]

    @click.command(name, help=(item.__doc__ or "").replace("Yield", "Print", 1))
    @size_options
    def one(*, quick: bool, rounds: int | None) -> None:
        table(name, quick=quick, rounds=rounds)

    return one


COMMANDS = [command_of(name) for name in (*ITEMS, *_ALONE)]
