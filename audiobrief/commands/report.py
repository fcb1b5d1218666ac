"""``audiobrief report``: make one report now."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from audiobrief.commands.common import command, workspace_option
from audiobrief.commands.console import reporter


@click.command()
@click.argument("about", nargs=-1, required=True, metavar="URL... | TOPIC")
@click.option("--show", default="", metavar="NAME", help="Make it for this show.")
@workspace_option
@command
def report(*, about: tuple[str, ...], show: str, workspace: Path) -> None:
    """Make one report now, of the articles at the URLs, or of what a show's sources tell of TOPIC.

    Where its file lies is printed; the next build puts it on the air, unless the show's reports
    are reviewed first.
    """
    from audiobrief.pipeline.chosen import show_for
    from audiobrief.pipeline.outcome import Options
    from audiobrief.pipeline.reporting.in_build import tell, watching
    from audiobrief.pipeline.reporting.run import report_topic, report_urls
    from audiobrief.pipeline.workspace import open_workspace

    chosen, opened = show_for(workspace, Options(show=show)), open_workspace(workspace)
    notify = reporter(quiet=False, log_json=False, terminal=sys.stdout.isatty())
    now, watch = datetime.now(UTC), watching(chosen, notify)
    if all("://" in one for one in about):
        telling = report_urls(about, chosen, opened, now, watch)
    else:
        telling = report_topic(" ".join(about), chosen, opened, now, watch)
    if telling.error:
        raise telling.error
    tell(telling, chosen, notify)
