"""``audiobrief say``: hear a voice say a line."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.bundled import EMBEDDED_VOICE
from audiobrief.commands.common import command, workspace_option
from audiobrief.errors import UsageError
from audiobrief.model import MAX_SEED, VoiceRef


def _asked(_context: click.Context, _option: click.Parameter, text: str) -> VoiceRef:
    try:
        return VoiceRef.read(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@click.argument("text")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="The MP3 to write.",
)
@click.option(
    "--voice",
    callback=_asked,
    metavar="NAME[:SPEAKER]",
    default=EMBEDDED_VOICE,
    show_default=True,
    help="An installed voice, and which of its speakers.",
)
@click.option(
    "--speed", type=click.FloatRange(0.5, 2.0), default=1.0, show_default=True, help="1 is normal."
)
@click.option(
    "--seed",
    type=click.IntRange(0, MAX_SEED),
    metavar="N",
    default=0,
    show_default=True,
    help="Another number gives another take, the same number the same.",
)
@workspace_option
@command
def say(
    *, text: str, output: Path, voice: VoiceRef, speed: float, seed: int, workspace: Path
) -> None:
    """Say TEXT as a briefing would and write it as a mastered MP3."""
    from audiobrief.pipeline.rehearsal import say_aloud, script_of
    from audiobrief.pipeline.studio import open_speaker
    from audiobrief.pipeline.workspace import open_workspace
    from audiobrief.speech.library import find_voice

    desk = open_workspace(workspace)
    language = find_voice(voice.name, desk.voices).language.replace("_", "-")
    script = script_of(text, str(voice), language)
    if not script.lines:
        raise UsageError("there is nothing to say", remedy="Give a text with words in it.")
    speaker = open_speaker({str(voice)}, desk, speed=speed, seed=seed)
    loudness = say_aloud(script, speaker, output)
    click.echo(f"{output}: {loudness.integrated:.1f} LUFS, {loudness.true_peak:.1f} dBTP")
