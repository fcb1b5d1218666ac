"""``audiobrief script``: print what will be said, to read before air."""

from __future__ import annotations

import json
from pathlib import Path

import click

from audiobrief.commands.common import command, workspace_option
from audiobrief.model import Script


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@workspace_option
@click.option("--show", default="", metavar="NAME", help="Read it as this show would.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, words and all.")
@command
def script(*, file: Path, workspace: Path, show: str, as_json: bool) -> None:
    """Print the narration script of the report FILE.

    Each line is shown as it is spoken; what a reader sees instead stands behind it.
    """
    from audiobrief.ingest.reports import read_report
    from audiobrief.narration.script import narrate
    from audiobrief.narration.speakable import open_reader
    from audiobrief.pipeline.run import Options, show_for

    options = Options(show=show, report=file)
    chosen = show_for(workspace, options)
    made = narrate(read_report(file), chosen, open_reader(chosen.language))
    click.echo(as_data(made) if as_json else as_text(made))


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
