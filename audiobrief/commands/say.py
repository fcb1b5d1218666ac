"""``audiobrief say``: hear a voice say a line."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.bundled import EMBEDDED_VOICE
from audiobrief.commands.common import command, workspace_option
from audiobrief.errors import UsageError


@click.command()
@click.argument("text")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The MP3 to write.",
)
@click.option("--voice", default=EMBEDDED_VOICE, show_default=True, help="An installed voice.")
@click.option(
    "--speed", type=click.FloatRange(0.5, 2.0), default=1.0, show_default=True, help="1 is normal."
)
@workspace_option
@command
def say(*, text: str, output: Path, voice: str, speed: float, workspace: Path) -> None:
    """Say TEXT as a briefing would and write it as a mastered MP3."""
    from audiobrief.pipeline.rehearsal import say_aloud, script_of
    from audiobrief.pipeline.studio import open_speaker
    from audiobrief.pipeline.workspace import open_workspace
    from audiobrief.speech.library import find_voice

    desk = open_workspace(workspace)
    language = find_voice(voice, desk.voices).language.replace("_", "-")
    script = script_of(text, voice, language)
    if not script.lines:
        raise UsageError("there is nothing to say", remedy="Give a text with words in it.")
    loudness = say_aloud(script, open_speaker({voice}, speed, desk), output)
    click.echo(f"{output}: {loudness.integrated:.1f} LUFS, {loudness.true_peak:.1f} dBTP")
