"""``audiobrief lexicon``: how names and terms are said."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.bundled import EMBEDDED_VOICE
from audiobrief.commands.common import command, workspace_option
from audiobrief.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from audiobrief.config import Show

show_option = click.option("--show", default="", metavar="NAME", help="Work as this show does.")
language_option = click.option(
    "--language", default="en", show_default=True, help="Where no show is named."
)


@click.group()
def lexicon() -> None:
    """Say how names and terms are said: audiobrief's own, the desk's, a show's.

    A word is respelled (say), given in phonemes (ipa), spelled letter by letter (spell), or
    read as a word though it is in capitals (word).
    """


@lexicon.command()
@click.argument("written")
@click.option("--say", "respelling", metavar="TEXT", help="Read this instead.")
@click.option("--ipa", metavar="PHONEMES", help="Say these phonemes, as espeak writes them.")
@click.option("--spell", is_flag=True, help="Say its letters one by one.")
@click.option("--word", is_flag=True, help="Read it as a word.")
@click.option("--sense", default="", metavar="TEXT", help="Who or what is meant.")
@click.option("--source", default="", metavar="TEXT", help="Where the pronunciation comes from.")
@click.option("--case", type=click.Choice(["exact", "any"]), help="Exact for names, if not given.")
@show_option
@language_option
@workspace_option
@command
def add(
    *,
    written: str,
    respelling: str | None,
    ipa: str | None,
    spell: bool,
    word: bool,
    sense: str,
    source: str,
    case: str | None,
    show: str,
    language: str,
    workspace: Path,
) -> None:
    """Add how WRITTEN is said to the workspace's lexicon, or to a show's own with --show."""
    from audiobrief.narration.lexicon import spoken_as
    from audiobrief.pipeline.lexicons import add_entry

    kinds = {"say": respelling, "ipa": ipa, "spell": spell, "word": word}
    given = {kind: value for kind, value in kinds.items() if value}
    if len(given) != 1:
        raise UsageError(
            "one way to say it is needed",
            where=written,
            remedy="Give one of --say TEXT, --ipa PHONEMES, --spell and --word.",
        )
    about = {"sense": sense, "source": source, "case": case}
    keys = {"written": written, **given, **{key: value for key, value in about.items() if value}}
    chosen = _show(workspace, show) if show else None
    entry = add_entry(_file(chosen, workspace, language), keys)
    voice = chosen.voices.narrator if chosen else EMBEDDED_VOICE if language == "en" else ""
    phonemes = _phonemes(spoken_as(entry, written), voice, workspace) if voice else ""
    click.echo(f"{entry.file}:{entry.line}: {entry}")
    if phonemes:
        click.echo(f"{voice} says {phonemes}")


@lexicon.command("list")
@click.option("--own", is_flag=True, help="Leave out what ships with audiobrief.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@show_option
@language_option
@workspace_option
@command
def list_entries(*, own: bool, as_json: bool, show: str, language: str, workspace: Path) -> None:
    """List the entries of all layers, audiobrief's own first."""
    from audiobrief.narration.lexicon_file import SHIPPED, load_lexicon
    from audiobrief.sentences import primary

    locale, files = _layers(workspace, show, language)
    entries = load_lexicon(primary(locale), *files).entries
    chosen = [entry for entry in entries if not (own and entry.file == SHIPPED)]
    if as_json:
        click.echo(json.dumps([asdict(entry) for entry in chosen], ensure_ascii=False, indent=1))
        return
    for entry in chosen:
        sense = f"  ({entry.sense})" if entry.sense else ""
        click.echo(f"{entry}{sense}  {entry.file}:{entry.line}")


@lexicon.command()
@workspace_option
@command
def check(*, workspace: Path) -> None:
    """Check the lexicons of the workspace and of its shows.

    Told are faults, entries that another always hides, entries that change nothing, and
    phonemes that the narrator's voice has no sound for.
    """
    from audiobrief.pipeline.lexicons import check_lexicons, shows_of
    from audiobrief.pipeline.workspace import open_workspace

    found = check_lexicons(open_workspace(workspace), shows_of(workspace))
    for finding in found:
        click.echo(finding)
    if found:
        raise SystemExit(1)
    click.echo("The lexicons are sound.")


@lexicon.command()
@click.argument("text")
@show_option
@language_option
@workspace_option
@command
def test(*, text: str, show: str, language: str, workspace: Path) -> None:
    """Show how each word of TEXT is said, by which entry, and in which phonemes."""
    from audiobrief.narration.lexicon_file import load_lexicon
    from audiobrief.narration.speakable import open_reader
    from audiobrief.narration.unsure import unsure
    from audiobrief.pipeline.words import open_voice
    from audiobrief.pipeline.workspace import open_workspace
    from audiobrief.sentences import primary

    locale, files = _layers(workspace, show, language)
    narrator = _show(workspace, show).voices.narrator if show else EMBEDDED_VOICE
    voice = open_voice(narrator, open_workspace(workspace))
    entries = load_lexicon(primary(locale), *files)
    words = open_reader(locale, *files).words(text)
    for word in words:
        phonemes = voice.pronounce(word.spoken) if word.spoken else "silent"
        click.echo(f"{word.display:<20} {word.spoken:<28} {phonemes}")
    flat = " ".join(text.split())
    for entry, start, end in entries.found(flat):
        click.echo(f"{flat[start:end]!r} by {entry.file}:{entry.line}: {entry}")
    for said in unsure(words, entries, primary(locale)):
        click.echo(f"unsure of {said!r}: neither lexicon nor word list knows it")


def _show(workspace: Path, name: str) -> Show:
    from audiobrief.pipeline.chosen import show_for
    from audiobrief.pipeline.outcome import Options

    return show_for(workspace, Options(show=name))


def _layers(workspace: Path, show: str, language: str) -> tuple[str, tuple[Path, ...]]:
    """Return the locale and the lexicon files of a show, or of the workspace alone."""
    from audiobrief.pipeline.words import lexicon_files, workspace_lexicon

    if show:
        chosen = _show(workspace, show)
        return chosen.language, lexicon_files(chosen)
    return language, workspace_lexicon(workspace, language)


def _file(show: Show | None, workspace: Path, language: str) -> Path:
    """Return the lexicon to write to."""
    from audiobrief.pipeline.words import workspace_file

    if show is None:
        return workspace_file(workspace, language)
    if not show.narration.lexicon:
        raise ConfigError(
            "the show has no lexicon of its own",
            where=show.folder / f"{show.slug}.toml",
            remedy=f'Name one there: [narration] lexicon = ["lexicon/{show.slug}.toml"]',
        )
    return show.folder / show.narration.lexicon[0]


def _phonemes(spoken: str, voice: str, workspace: Path) -> str:
    from audiobrief.pipeline.words import open_voice
    from audiobrief.pipeline.workspace import open_workspace

    return open_voice(voice, open_workspace(workspace)).pronounce(spoken)
