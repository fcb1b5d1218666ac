"""``audiobrief init``: a workspace to begin with."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path, PurePath

import click

from audiobrief.commands.common import command
from audiobrief.errors import UsageError


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@command
def init(*, directory: Path) -> None:
    """Make a workspace in DIR: a commented show file, a sample report, a short README.

    Nothing that is in DIR already is changed; if it has a feeds/ folder, nothing is made.
    """
    if (directory / "feeds").exists():
        raise UsageError(
            "has a feeds/ folder already",
            where=directory,
            remedy="Add a show file to it, or choose another folder.",
        )
    make_workspace(directory)
    click.echo(f"{directory}: ready. Describe your show in {directory / 'feeds/briefing.toml'}")
    there = "" if directory.resolve() == Path.cwd() else f"cd {shlex.quote(str(directory))} && "
    click.echo(f"Next: {there}audiobrief build")


def make_workspace(directory: Path) -> None:
    """Copy the starter files into ``directory``, where no file of that name is.

    ``feeds/`` comes last and whole, so that an attempt that failed can be made again.

    Raises:
        OutputError: the folder cannot be written.
    """
    from audiobrief.files import staging, write_whole, writing

    with staging(directory) as stage:
        for path, data in starter_files():
            if path.parts[0] == "feeds":
                write_whole(stage / path, data)
            elif not (directory / path).exists():
                write_whole(directory / path, data)
        with writing(directory):
            (stage / "feeds").rename(directory / "feeds")


def starter_files() -> Iterator[tuple[PurePath, bytes]]:
    """Yield each starter file's path in a workspace, and its bytes, in name order."""
    yield from _walk(files("audiobrief") / "starter", PurePath())


def _walk(folder: Traversable, at: PurePath) -> Iterator[tuple[PurePath, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.is_dir():
            yield from _walk(entry, at / entry.name)
        else:
            # In the package it goes without its dot, lest git and builders obey it there.
            name = ".gitignore" if entry.name == "gitignore" else entry.name
            yield at / name, entry.read_bytes()
