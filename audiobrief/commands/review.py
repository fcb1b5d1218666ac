"""``audiobrief approve``, ``reject`` and ``edit``: what becomes of a report before it is aired."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.common import command, workspace_option
from audiobrief.commands.console import near
from audiobrief.errors import UsageError

if TYPE_CHECKING:
    from audiobrief.pipeline.reporting.review import MadeReport


@click.command()
@click.argument("report")
@workspace_option
@command
def approve(*, report: str, workspace: Path) -> None:
    """Let the held REPORT on the air, as it reads now: the next build makes its episode."""
    from audiobrief.ingest.reports import read_report

    found = _found(report, workspace)
    read_report(found.path)
    click.echo(f"approved: {near(found.drawer.approve(found.slug))}")


@click.command()
@click.argument("report")
@workspace_option
@command
def reject(*, report: str, workspace: Path) -> None:
    """Throw the held REPORT away; its story is told again only if there is more to tell."""
    found = _found(report, workspace)
    found.drawer.reject(found.slug)
    click.echo(f"rejected: {near(found.path)}")


@click.command()
@click.argument("report")
@workspace_option
@command
def edit(*, report: str, workspace: Path) -> None:
    """Open REPORT in your editor (VISUAL or EDITOR); from then on it is never overwritten."""
    from audiobrief.ingest.reports import read_report

    found = _found(report, workspace)
    try:
        click.edit(filename=str(found.path))
    except click.ClickException as error:
        raise UsageError(
            error.message, where="EDITOR", remedy="Set it to a program that edits text."
        ) from error
    read_report(found.path)


def _found(report: str, workspace: Path) -> MadeReport:
    from audiobrief.pipeline.reporting.review import made_report
    from audiobrief.pipeline.workspace import open_workspace

    return made_report(report, open_workspace(workspace))
