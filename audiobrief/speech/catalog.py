"""Voices to fetch.

The public catalogue of Piper voices is a folder tree with a ``voices.json`` at its root
(https://huggingface.co/rhasspy/piper-voices). Every file of it is checked before it is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from audiobrief.errors import NetworkError, UsageError, VoiceError
from audiobrief.files import digest_file, exclusive, staging, write_whole, writing
from audiobrief.net import download, fetch_json, shown
from audiobrief.speech.card import card_text, licence_of
from audiobrief.speech.catalog_wire import CatalogueFile, CatalogueVoice, read_catalogue
from audiobrief.speech.library import RECORD, Record, near

DEFAULT_URL = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
PARTIAL_PREFIX = ".partial-"
MAX_CATALOGUE_BYTES = 8 * 2**20


def fetch_catalogue(base_url: str) -> tuple[CatalogueVoice, ...]:
    """Return the voices of the catalogue at ``base_url``, in the order of their keys.

    Raises:
        NetworkError: it cannot be had, or holds what no honest catalogue would.
        UsageError: the address has a query or a fragment.
    """
    url = _address(base_url, "voices.json")
    return read_catalogue(fetch_json(url, limit_bytes=MAX_CATALOGUE_BYTES), shown(url))


def pick(catalogue: Sequence[CatalogueVoice], name: str) -> CatalogueVoice:
    """Return the voice whose key, or else alias, is ``name``.

    Raises:
        VoiceError: there is none; it names the nearest.
    """
    aliased = {alias: voice for voice in reversed(catalogue) for alias in voice.aliases}
    named = aliased | {voice.key: voice for voice in catalogue}
    if name in named:
        return named[name]
    hint = near(name, [voice.key for voice in catalogue])
    raise VoiceError(
        f"the catalogue has no voice {name!r}",
        remedy=f"{hint}`audiobrief voices list --available` shows all.",
    )


def intact(voice: CatalogueVoice, folder: Path) -> bool:
    """Return whether ``folder`` holds the voice just as the catalogue describes it."""
    return all(_matches(file, folder / file.name) for file in voice.files)


def install(
    voice: CatalogueVoice,
    folder: Path,
    base_url: str,
    progress: Callable[[int], None],
    *,
    fetched: date,
) -> Path:
    """Fetch ``voice`` into ``folder``, whole or not at all, and return its own folder there.

    What arrives before a failure waits in a hidden folder for the next run to go on with.

    Args:
        voice: what to fetch.
        folder: the folder of voices; made where missing.
        base_url: the catalogue's address, or a mirror's.
        progress: told how many of the voice's bytes are here.
        fetched: the day to put on record.

    Raises:
        NetworkError: a file cannot be had, or is not what the catalogue says.
        BusyError: another run fetches into ``folder``.
        OutputError: the disk is full, read-only, or permission is missing.
    """
    stage = folder / f"{PARTIAL_PREFIX}{voice.key}"
    with exclusive(folder):
        with writing(stage):
            stage.mkdir(exist_ok=True)
        _fetch_all(voice, stage, base_url, progress)
        record = _record(voice, stage, base_url, fetched)
        write_whole(stage / RECORD, (record.model_dump_json(indent=2) + "\n").encode())
        return _commit(stage, folder / voice.key)


def _address(base_url: str, path: str) -> str:
    if "?" in base_url or "#" in base_url:
        raise UsageError(
            "a query or fragment has no place in a mirror's address",
            where=shown(base_url),
            remedy="Give the address of the folder that holds voices.json.",
        )
    return f"{base_url.rstrip('/')}/{quote(path)}"


def _fetch_all(
    voice: CatalogueVoice, stage: Path, base_url: str, progress: Callable[[int], None]
) -> None:
    before = 0
    for file in voice.files:
        url = _address(base_url, file.path)
        _fetch(file, stage / file.name, url, _after(before, progress))
        before += file.bytes


def _after(before: int, progress: Callable[[int], None]) -> Callable[[int], None]:
    return lambda here: progress(before + here)


def _fetch(file: CatalogueFile, target: Path, url: str, progress: Callable[[int], None]) -> None:
    """Download a file; one with a wrong digest is thrown away and fetched once more."""
    for _ in range(2):
        download(url, target, size=file.bytes, progress=progress)
        if _matches(file, target):
            return
        with writing(target):
            target.unlink()
    raise NetworkError(
        "the file came twice with a digest other than the catalogue's",
        where=shown(url),
        remedy="Try again later, or choose another mirror with --url.",
    )


def _matches(file: CatalogueFile, path: Path) -> bool:
    """Return whether the file at ``path`` has the size and digest the catalogue gives."""
    try:
        if path.stat().st_size != file.bytes:
            return False
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False))
    except OSError:
        return False
    return found.hexdigest() == file.md5


def _record(voice: CatalogueVoice, stage: Path, base_url: str, fetched: date) -> Record:
    home = str(PurePosixPath(voice.files[-1].path).parent)
    return Record(
        key=voice.key,
        source=shown(_address(base_url, home)),
        fetched=fetched,
        licence=licence_of(card_text(stage)),
        files={file.name: digest_file(stage / file.name) for file in voice.files},
    )


def _commit(stage: Path, home: Path) -> Path:
    """Move a finished folder into place; the one before it goes away with the bin."""
    with writing(home), staging(home.parent) as bin_:
        if home.exists():
            home.replace(bin_ / home.name)
        return stage.replace(home)
