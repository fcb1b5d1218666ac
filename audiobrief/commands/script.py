"""``audiobrief script``: print what will be said, to read before air."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.common import command, workspace_option
from audiobrief.model import Script

if TYPE_CHECKING:
    from audiobrief.config import Cut


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@workspace_option
@click.option("--show", default="", metavar="NAME", help="Read it as this show would.")
@click.option(
    "--cut",
    type=click.Choice(["full", "flash", "bulletin"]),
    default="full",
    show_default=True,
    help="Print this cut; a bulletin holds all reports of the day.",
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, words and all.")
@command
def script(*, file: Path, workspace: Path, show: str, cut: Cut, as_json: bool) -> None:
    """Print the narration script of the report FILE.

    Each line is shown as it is spoken; what a reader sees instead stands behind it.
    Exits with 1 if another report of the day could not be read into its bulletin.
    """
    from audiobrief.pipeline.chosen import show_for
    from audiobrief.pipeline.editing import edit
    from audiobrief.pipeline.find import reports_for
    from audiobrief.pipeline.outcome import Options
    from audiobrief.pipeline.studio import show_reader

    chosen = show_for(workspace, Options(show=show, report=file))
    reports, faults = reports_for(cut, file, chosen)
    made = edit(cut, reports, chosen, show_reader(chosen)).script
    click.echo(as_data(made) if as_json else as_text(made))
    for fault in faults:
        click.echo(f"error: {fault.error}", err=True)
    if faults:
        sys.exit(1)


def as_text(script: Script) -> str:
    """Return a script as an editor reads it: a heading a chapter, a line an utterance."""
    blocks = []
    for chapter in script.chapters:
        lines = [f"## {chapter.title}", ""]
        for line in chapter.lines:
            lines.append(line.spoken)
            if line.display != line.spoken:
                lines.append(f"    | {line.display}")
        blocks.append("\n".join(lines))
    return "\n\n".join([f"# {script.title}", *blocks])


def as_data(script: Script) -> str:
    """Return a script as JSON: chapters of lines, each with its words for eye and ear."""
    chapters = [
        {
            "title": chapter.title,
            "lines": [
                {
                    "display": line.display,
                    "spoken": line.spoken,
                    "voice": line.voice,
                    "pause_ms": line.pause_ms,
                    "words": [
                        {"display": word.display, "spoken": word.spoken} for word in line.words
                    ],
                }
                for line in chapter.lines
            ],
        }
        for chapter in script.chapters
    ]
    return json.dumps({"title": script.title, "chapters": chapters}, ensure_ascii=False, indent=1)
