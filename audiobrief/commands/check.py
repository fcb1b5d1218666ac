"""``audiobrief check``: all that is on the shelf, read as a listener's app would read it."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.commands.common import command, workspace_option
from audiobrief.commands.findings import findings_json, leave, tally


@click.command()
@click.argument("show", default="", metavar="[SHOW]")
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@workspace_option
@command
def check(*, show: str, strict: bool, as_json: bool, workspace: Path) -> None:
    """Check what is on the shelf, or SHOW alone: sound, texts, tags, pages, links and feed.

    Every episode is decoded and measured, every file compared with its record. A build
    checks what it makes by the same rules.

    Exits with 0 if all is well, 1 if something is wrong, 2 if there is no such show.
    """
    from audiobrief.config import load_shows
    from audiobrief.pipeline.chosen import show_for
    from audiobrief.pipeline.gate import check_index, check_show
    from audiobrief.pipeline.outcome import Options
    from audiobrief.pipeline.workspace import open_workspace

    shows, shelf = load_shows(workspace), open_workspace(workspace).shelf
    found = []
    for one in [show_for(workspace, Options(show))] if show else shows:
        findings = list(check_show(one, shelf, shows))
        found += findings
        if not as_json:
            click.echo("\n".join([*map(str, findings), tally(one.slug, findings)]))
    if not show:
        above = list(check_index(shelf, shows))
        found += above
        if above and not as_json:
            click.echo("\n".join([*map(str, above), tally("index.html", above)]))
    if as_json:
        click.echo(findings_json(found))
    leave(found, strict=strict)
