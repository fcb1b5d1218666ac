"""``audiobrief token``: who may hear a private show."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.common import command, workspace_option
from audiobrief.errors import UsageError

if TYPE_CHECKING:
    from audiobrief.config import Show

show_argument = click.argument("show", metavar="SHOW")
name_argument = click.argument("name", metavar="NAME")


@click.group()
def token() -> None:
    """Make, list and revoke the tokens that open a private show.

    A token is a part of every address that its subscriber is given: give each one of their own.
    """


@token.command()
@show_argument
@name_argument
@workspace_option
@command
def add(*, show: str, name: str, workspace: Path) -> None:
    """Make a token of the private show SHOW for NAME, and print the feed's address with it.

    It is told once: kept is only a digest of it.
    """
    from audiobrief.publishing.shelf import FEED
    from audiobrief.server.private import personal_url
    from audiobrief.server.tokens import Tokens

    chosen = _show(workspace, show)
    if not chosen.private:
        raise UsageError(
            "the show is open to all, and needs no token",
            where=f"feeds/{show}.toml",
            remedy="Write private = true there first.",
        )
    secret = Tokens(workspace).add(chosen.slug, name, datetime.now(UTC))
    click.echo(personal_url(chosen.url, secret) + FEED)


@token.command("list")
@show_argument
@workspace_option
@command
def list_tokens(*, show: str, workspace: Path) -> None:
    """List who has a token of SHOW, and since when."""
    from audiobrief.server.tokens import Tokens

    for one in Tokens(workspace).of(_show(workspace, show).slug):
        click.echo(f"{one.made:%Y-%m-%d}  {one.name}")


@token.command()
@show_argument
@name_argument
@workspace_option
@command
def revoke(*, show: str, name: str, workspace: Path) -> None:
    """Revoke NAME's token of SHOW: from now on its addresses answer as if they had never been."""
    from audiobrief.server.tokens import Tokens

    Tokens(workspace).revoke(_show(workspace, show).slug, name)
    click.echo(f"{name} can hear {show} no more.")


def _show(workspace: Path, name: str) -> Show:
    from audiobrief.pipeline.chosen import show_for
    from audiobrief.pipeline.outcome import Options

    return show_for(workspace, Options(show=name))
