"""``audiobrief schema``: the JSON Schema of what audiobrief reads."""

from __future__ import annotations

import json
from typing import Any

import click

from audiobrief.commands.common import command


@click.command()
@click.argument("kind", type=click.Choice(["report", "show"]))
@command
def schema(*, kind: str) -> None:
    """Print the JSON Schema of a JSON report, or of a show file."""
    described: dict[str, Any]
    if kind == "report":
        from audiobrief.ingest.reports import report_schema

        described = report_schema()
    else:
        from audiobrief.config import Show

        described = Show.model_json_schema()
        for key in ("slug", "folder"):  # taken from the file's name and place, not written in it
            described["properties"].pop(key)
            described["required"].remove(key)
    click.echo(json.dumps(described, ensure_ascii=False, indent=1))
