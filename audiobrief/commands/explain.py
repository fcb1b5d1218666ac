"""``audiobrief explain``: print what each sentence of a report rests on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from audiobrief.commands.common import command, workspace_option
from audiobrief.errors import ReportError
from audiobrief.model import Evidence
from audiobrief.pipeline.reporting.making import Making


@click.command()
@click.argument("report")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@workspace_option
@command
def explain(*, report: str, as_json: bool, workspace: Path) -> None:
    """Print which passages of its sources bear out each sentence of REPORT, and what was dropped.

    REPORT is a file that audiobrief made, or its name. A sentence that somebody has changed since
    is not in it any more.
    """
    from audiobrief.pipeline.reporting.review import made_report
    from audiobrief.pipeline.workspace import open_workspace

    found = made_report(report, open_workspace(workspace))
    if found.making is None:
        raise ReportError(
            "nothing is known of how it was made",
            where=found.path,
            remedy="Its record in .desk/ is gone; make the report again to have one.",
        )
    if as_json:
        click.echo(json.dumps(asdict(found.making), indent=1, default=str, ensure_ascii=False))
        return
    click.echo("\n".join(_told(found.making)))


def _told(making: Making) -> Iterator[str]:
    method = making.method
    yield f"{making.slug}, {making.at:%Y-%m-%d %H:%M} UTC"
    yield f"writer: {method.writer}{f' ({method.model})' if method.model else ''}"
    if method.fell_back:
        yield f"it stood in for another: {method.fell_back}"
    for one in making.evidence:
        yield from ("", one.text, *_passages(one))
    for drop in making.dropped:
        yield from ("", f"dropped: {drop.text}", f"    {drop.reason}")


def _passages(evidence: Evidence) -> Iterator[str]:
    for passage in evidence.passages:
        source = ", ".join(filter(None, (passage.site, passage.url)))
        yield f"    {passage.title} ({source or 'an earlier report of this desk'})"
        yield f"        {passage.text}"
