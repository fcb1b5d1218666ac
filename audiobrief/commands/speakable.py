"""``audiobrief speakable``: how lines of text will be spoken."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from audiobrief.commands.common import command, workspace_option

NOTHING_TO_SAY = "."
"""What a line without a word in it is heard as: a pause."""


@click.command()
@workspace_option
@click.option("--locale", default="en-US", show_default=True, help="Language and region.")
@click.option("--explain", is_flag=True, help="Show under each line which rule fired where.")
@command
def speakable(*, workspace: Path, locale: str, explain: bool) -> None:
    """Read lines on standard input and print each as it will be spoken, one for one.

    The lexicon of the workspace is used where it has one for the language.
    """
    from audiobrief.narration.speakable import open_reader
    from audiobrief.pipeline.words import workspace_lexicon

    reader = open_reader(locale, *workspace_lexicon(workspace, locale))
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", errors="replace")
        click.echo(reader.said(text) or (NOTHING_TO_SAY if text.strip() else ""))
        if explain:
            for written, said, rule in reader.explain(text):
                click.echo(f"    {written} → {said}  ({rule})")
