"""``audiobrief publish``: send the shelf to where listeners fetch it."""

from __future__ import annotations

import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.common import command, workspace_option

if TYPE_CHECKING:
    from audiobrief.publishing.upload.manifest import Plan
    from audiobrief.publishing.upload.send import Step


@click.command()
@click.argument("places", metavar="[SHOW] TARGET", nargs=-1, required=True)
@click.option("--prune", is_flag=True, help="Remove what audiobrief put there and has withdrawn.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent; send nothing.")
@click.option("--quiet", is_flag=True, help="Print failures alone.")
@workspace_option
@command
def publish(
    *, places: tuple[str, ...], prune: bool, dry_run: bool, quiet: bool, workspace: Path
) -> None:
    """Send what is new or changed on the shelf to TARGET, the feed last.

    TARGET is s3://BUCKET/PATH, gs://BUCKET/PATH, sftp://USER@HOST/PATH or a folder: where
    output/ is published, or with SHOW, where that show's `url` points. Private shows are left
    out: only `audiobrief serve` can guard them.

    Exits with 0 if all is there, 1 if the target failed (run again: it goes on from there).
    """
    from audiobrief.pipeline.deliver import Delivery, deliver
    from audiobrief.pipeline.workspace import open_workspace

    if len(places) > 2:  # noqa: PLR2004 -- a show and a target
        raise click.UsageError("name one TARGET, or a SHOW and its TARGET")
    # As for a build: cron's SIGTERM ends it in order, and what has arrived is remembered.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    delivery = Delivery(places[-1], "".join(places[:-1]), prune, dry_run)
    notify = _warn if quiet else _tell
    done = deliver(open_workspace(workspace), delivery, datetime.now(UTC), notify)
    if not quiet:
        click.echo(summary(done, dry_run=dry_run))


def summary(done: Plan, *, dry_run: bool) -> str:
    """Return the last line of a run."""
    if not (done.send or done.remove):
        return f"Nothing to do: {done.kept} files are there as they should be."
    sent = f"{len(done.send)} {'to send' if dry_run else 'sent'} ({done.bytes / 1e6:.1f} MB)"
    parts = [sent, f"{done.kept} there already"]
    if done.remove:
        parts.append(f"{len(done.remove)} {'to remove' if dry_run else 'removed'}")
    return f"{', '.join(parts)}."


def _tell(step: Step) -> None:
    why = f"  ({step.why})" if step.why else ""
    click.echo(f"{step.kind:<6}  {step.path}{why}", err=step.kind == "warning")


def _warn(step: Step) -> None:
    """Say nothing but of a hub that was not told: what fails is told by the exit."""
    if step.kind == "warning":
        _tell(step)
