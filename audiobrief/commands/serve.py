"""``audiobrief serve``: the shelf on the web."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

from audiobrief.commands.common import command, workspace_option


@click.command()
@workspace_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; :: is all."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option("--quiet", is_flag=True, help="Print no line for each request.")
@command
def serve(*, workspace: Path, host: str, port: int, quiet: bool) -> None:
    """Serve what is published: public shows to all, private ones to the holders of a token.

    Requests are printed without tokens. SIGTERM and Ctrl-C let downloads end, then stop. On the
    internet, put a web server with TLS in front of it.
    """
    from audiobrief.pipeline.workspace import open_workspace
    from audiobrief.server.app import make_app
    from audiobrief.server.run import address, listen, web_server

    # uvicorn takes these over while it serves, and raises them again once it has stopped.
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda *_: sys.exit(0))
    app = make_app(workspace, open_workspace(workspace).shelf)
    with listen(host, port) as listening:
        click.echo(f"Serving {workspace / 'output'} at {address(listening)}")
        web_server(app, quiet=quiet).run(sockets=[listening])
