"""``audiobrief gather``: fetch what is new at a show's sources."""

from __future__ import annotations

import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.common import command, workspace_option

if TYPE_CHECKING:
    from audiobrief.pipeline.sources import Harvest


@click.command()
@click.argument("show", metavar="SHOW")
@click.option("--quiet", is_flag=True, help="Print failures alone.")
@workspace_option
@command
def gather(*, show: str, quiet: bool, workspace: Path) -> None:
    """Fetch the articles that SHOW's sources have, and say what became of each source.

    What is fetched lies in .desk/SHOW/ of the workspace; nothing is fetched twice.

    Exits with 1 if a source failed (the others are gathered).
    """
    from audiobrief.config import load_show
    from audiobrief.pipeline.gather import gather
    from audiobrief.pipeline.workspace import open_workspace

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    failed = []

    def tell(harvest: Harvest) -> None:
        if harvest.error:
            failed.append(harvest.source)
        _tell(harvest, quiet=quiet)

    described = load_show(workspace / "feeds" / f"{show}.toml")
    articles = gather(described, open_workspace(workspace), datetime.now(UTC), tell)
    if not quiet:
        click.echo(f"{len(articles)} articles are fresh: .desk/{described.slug}/.")
    if failed:
        sys.exit(1)


def _tell(harvest: Harvest, *, quiet: bool) -> None:
    if harvest.error:
        click.echo(f"failed: {harvest.source}: {harvest.error}", err=True)
        return
    if quiet:
        return
    counts = f"{harvest.new} new, {harvest.unchanged} unchanged, {harvest.refused} refused"
    click.echo(f"{harvest.source}: {counts}")
    for note in harvest.notes:
        click.echo(f"  {note}")
