"""``audiobrief voices``: list, get and show the voices that read."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.bundled import EMBEDDED_VOICE
from audiobrief.commands.common import command, workspace_option

if TYPE_CHECKING:
    from audiobrief.speech.catalog_wire import CatalogueVoice
    from audiobrief.speech.library import InstalledVoice

_NAMED_IN_LIST = 3
_NAMED_IN_SHOW = 60

url_option = click.option(
    "--url",
    envvar="AUDIOBRIEF_VOICES_URL",
    metavar="URL",
    show_default="the public catalogue of Piper voices",
    help="Address of a mirror of the catalogue: the folder that holds voices.json.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def voices() -> None:
    """List, fetch and show voices."""


@voices.command("list")
@click.option("--available", is_flag=True, help="List what can be fetched, not what is here.")
@click.option("--language", metavar="CODE", help="Only voices of this language, as en or en-GB.")
@json_option
@url_option
@workspace_option
@command
def list_voices(
    *, available: bool, language: str | None, as_json: bool, url: str | None, workspace: Path
) -> None:
    """List the voices that are installed, or with --available those of the catalogue."""
    from audiobrief.pipeline.workspace import open_workspace
    from audiobrief.speech.catalog import DEFAULT_URL, fetch_catalogue
    from audiobrief.speech.library import installed

    here = installed(open_workspace(workspace).voices)
    if available:
        names = {voice.name for voice in here}
        offers = [v for v in fetch_catalogue(url or DEFAULT_URL) if speaks(v.language, language)]
        facts = [_offer(voice, names) for voice in offers]
        lines = [_offer_line(voice, names) for voice in offers]
    else:
        found = [voice for voice in here if speaks(voice.language, language)]
        facts = [_facts(voice) for voice in found]
        lines = [_line(voice) for voice in found]
    if as_json:
        _print_json(facts)
    elif lines:
        click.echo(_table(lines))
    else:
        click.echo("No such voice.", err=True)


@voices.command("get")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@url_option
@workspace_option
@command
def get_voices(*, names: tuple[str, ...], url: str | None, workspace: Path) -> None:
    """Fetch voices into the workspace's voices/ folder, and check them.

    A download that was cut off goes on where it stopped.
    """
    from audiobrief.speech.catalog import DEFAULT_URL, fetch_catalogue, intact, pick
    from audiobrief.speech.library import unchanged

    folder = workspace / "voices"
    wanted = []
    for name in names:
        if name == EMBEDDED_VOICE:
            click.echo(f"{name}: comes with audiobrief; nothing to fetch.")
        elif unchanged(folder / name):
            _say_intact(name)
        else:
            wanted.append(name)
    if not wanted:
        return
    base_url = url or DEFAULT_URL
    catalogue = fetch_catalogue(base_url)
    for voice in dict.fromkeys([pick(catalogue, name) for name in wanted]):
        if intact(voice, folder / voice.key):
            _say_intact(voice.key)
        else:
            _get(voice, folder, base_url)


@voices.command("show")
@click.argument("name")
@json_option
@workspace_option
@command
def show_voice(*, name: str, as_json: bool, workspace: Path) -> None:
    """Show all that is known of an installed voice, its licence and its card."""
    from audiobrief.pipeline.workspace import open_workspace
    from audiobrief.speech.card import card_text
    from audiobrief.speech.library import find_voice

    voice = find_voice(name, open_workspace(workspace).voices)
    facts, card = _facts(voice), card_text(voice.folder)
    if as_json:
        _print_json({**facts, "card": card})
        return
    facts["speakers"] = _with_names(str(voice.speakers), voice.speaker_names, _NAMED_IN_SHOW)
    for label, value in facts.items():
        if value not in ("", None) and label != "speaker_names":
            click.echo(f"{label.replace('_', ' ') + ':':<13}{value}")
    click.echo(f"\n{card or 'It has no card.'}")


def speaks(code: str, wanted: str | None) -> bool:
    """Return whether a voice's language ``code`` (``en_US``) falls under ``wanted`` (``en``)."""
    if wanted is None:
        return True
    have, want = (text.replace("_", "-").lower() for text in (code, wanted))
    return have == want or have.startswith(f"{want}-")


def _get(voice: CatalogueVoice, folder: Path, base_url: str) -> None:
    from audiobrief.net import shown
    from audiobrief.speech.card import card_text, licence_of
    from audiobrief.speech.catalog import install

    click.echo(f"{voice.key}: fetching {_megabytes(voice.bytes)} from {shown(base_url)}")
    with _progress(voice) as progress:
        today = datetime.now(tz=UTC).date()
        home = install(voice, folder, base_url, progress, fetched=today)
    click.echo(f"{voice.key}: installed in {home}")
    click.echo(f"{voice.key}: licence: {licence_of(card_text(home))}")


def _say_intact(name: str) -> None:
    click.echo(f"{name}: already installed and intact; nothing to fetch.")


@contextmanager
def _progress(voice: CatalogueVoice) -> Iterator[Callable[[int], None]]:
    """Yield what is told the bytes that are here: a bar on a terminal, else nothing."""
    if not _on_terminal():
        yield lambda _here: None
        return
    with click.progressbar(length=voice.bytes, label=voice.key) as bar:
        yield lambda here: bar.update(here - bar.pos)


def _on_terminal() -> bool:
    return sys.stdout.isatty()


def _facts(voice: InstalledVoice) -> dict[str, object]:
    return {
        "name": voice.name,
        "language": voice.language,
        "quality": voice.quality,
        "sample_rate": voice.sample_rate,
        "speakers": voice.speakers,
        "speaker_names": list(voice.speaker_names),
        "licence": voice.licence,
        "bytes": voice.bytes,
        "folder": str(voice.folder),
        "source": voice.source,
        "fetched": voice.fetched.isoformat() if voice.fetched else None,
        "fault": voice.fault,
    }


def _offer(voice: CatalogueVoice, here: Container[str]) -> dict[str, object]:
    return {
        "name": voice.key,
        "language": voice.language,
        "language_name": voice.language_name,
        "quality": voice.quality,
        "speakers": voice.speakers,
        "bytes": voice.bytes,
        "installed": voice.key in here,
    }


def _line(voice: InstalledVoice) -> tuple[str, ...]:
    if voice.fault:
        return (voice.name, f"broken: {voice.fault}")
    return (
        voice.name,
        voice.language,
        voice.quality,
        f"{voice.sample_rate} Hz",
        _with_names(_speakers(voice.speakers), voice.speaker_names, _NAMED_IN_LIST),
        _megabytes(voice.bytes),
        f"licence: {voice.licence}",
    )


def _offer_line(voice: CatalogueVoice, here: Container[str]) -> tuple[str, ...]:
    return (
        voice.key,
        voice.language_name,
        voice.quality,
        _speakers(voice.speakers),
        _megabytes(voice.bytes),
        "installed" if voice.key in here else "",
    )


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """Return ``rows`` with their columns aligned; the last cell of a row may be of any width."""
    columns = zip_longest(*(row[:-1] for row in rows), fillvalue="")
    widths = [max(map(len, column)) for column in columns]
    lines = ("  ".join([*map(str.ljust, row[:-1], widths), row[-1]]) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _speakers(count: int) -> str:
    return "1 speaker" if count == 1 else f"{count} speakers"


def _with_names(count: str, names: Sequence[str], most: int) -> str:
    from audiobrief.speech.library import few

    return f"{count} ({few(names, most)})" if names else count


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
