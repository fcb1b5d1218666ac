"""``audiobrief adopt``: move a podcast here from another host."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.common import command, workspace_option

if TYPE_CHECKING:
    from audiobrief.pipeline.adopt import Told


@click.command()
@click.argument("feed_url", metavar="FEED_URL")
@click.option("--show", default="", metavar="NAME", help="Name of the show here; else its title.")
@click.option("--url", default="", metavar="URL", help="Address at which it will be published.")
@click.option("--mine", is_flag=True, help="Adopt a feed that its host has locked: it is yours.")
@workspace_option
@command
def adopt(*, feed_url: str, show: str, url: str, mine: bool, workspace: Path) -> None:
    """Start a show from the podcast at FEED_URL, with its GUIDs, dates and media.

    Writes feeds/NAME.toml and the episodes, all of its pages'. Run it again to go on after a
    break, or to fetch what the old host has published since. `audiobrief build` then puts
    them into the show's new feed.

    Exits with 0 if all is here, 1 if an episode could not be had (the others are).
    """
    from audiobrief.pipeline.adopt import Adoption, adopt
    from audiobrief.pipeline.workspace import open_workspace

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    adoption = Adoption(feed_url, show, url, mine)
    done = adopt(open_workspace(workspace), adoption, _tell)
    parts = [f"{done.new} adopted", f"{done.there} here already"]
    if done.failed:
        parts.append(f"{done.failed} failed")
    click.echo(f"{', '.join(parts)}: feeds/{done.show.slug}.toml.")
    if done.failed:
        sys.exit(1)
    click.echo(
        "Next: audiobrief build, publish it, and have the old host redirect its feed (301) to\n"
        f"  {done.show.feed_url}"
    )


def _tell(told: Told) -> None:
    named = f"{told.kind}: {told.title}" if told.title else told.kind
    text = f"{named}: {told.text}" if told.text else named
    click.echo(text, err=told.kind == "failed")
