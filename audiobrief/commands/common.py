"""What every command shares: the workspace option, and errors turned into exits."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec

import click

from audiobrief.errors import AudiobriefError

P = ParamSpec("P")

EXIT_INTERRUPTED = 130
"""128 + SIGINT, as shells report it."""


def command(function: Callable[P, None]) -> Callable[P, None]:
    """Print a failure as one message on standard error and exit with its code."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            function(*args, **kwargs)
        except AudiobriefError as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("interrupted: nothing half-made was published.", err=True)
            sys.exit(EXIT_INTERRUPTED)

    return run


workspace_option = click.option(
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    envvar="AUDIOBRIEF_WORKSPACE",
    show_default="the folder you stand in",
    help="Folder that holds feeds/, voices/ and output/.",
)
