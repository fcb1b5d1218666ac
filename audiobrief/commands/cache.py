"""``audiobrief cache``: how much is kept of what was spoken, and less of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.common import command

if TYPE_CHECKING:
    from audiobrief.kept import Sum
    from audiobrief.pipeline.workspace import Workspace

_MEGA = 1_000_000


@click.group()
def cache() -> None:
    """See and bound the cache: spoken lines and prepared voices, shared by your workspaces.

    All of it can be made again. It lies in your user cache folder, or in AUDIOBRIEF_CACHE.
    """


@cache.command()
@command
def info() -> None:
    """Tell where the cache lies, what it holds, and how much it may."""
    from audiobrief.kept import KINDS, kept, total

    workspace = _workspace()
    click.echo(workspace.cache)
    for kind, name in KINDS.items():
        click.echo(f"  {_told(total(kept(workspace.cache, kind)))} of {name}")
    click.echo(f"  {workspace.cache_size / _MEGA:,.0f} MB at most (AUDIOBRIEF_CACHE_SIZE)")


@cache.command()
@click.option("--size", metavar="SIZE", help='How much may stay, as "500MB"; else the bound.')
@command
def prune(*, size: str | None) -> None:
    """Delete what was used least recently, until the cache is as small as it should be.

    A build does so by itself. What was used within six hours stays.
    """
    from audiobrief.kept import prune as drop
    from audiobrief.pipeline.workspace import read_size

    workspace = _workspace()
    limit = workspace.cache_size if size is None else read_size(size, "--size")
    click.echo(f"deleted {_told(drop(workspace.cache, limit, datetime.now(UTC)))}")


@cache.command()
@command
def clear() -> None:
    """Delete all of the cache; not while a build is under way."""
    from audiobrief.kept import clear as drop

    click.echo(f"deleted {_told(drop(_workspace().cache))}")


def _workspace() -> Workspace:
    from audiobrief.pipeline.workspace import open_workspace

    return open_workspace(Path())


def _told(amount: Sum) -> str:
    return f"{amount.files} files, {amount.bytes / _MEGA:,.1f} MB"
