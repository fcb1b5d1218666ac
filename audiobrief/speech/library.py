"""Voices on disk.

One is a folder ``<voices>/<name>/`` with ``<name>.onnx``, ``<name>.onnx.json`` and its
card; one that was fetched also has ``audiobrief.json``, which says where from.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from audiobrief.bundled import EMBEDDED_VOICE
from audiobrief.errors import VoiceError
from audiobrief.files import digest_file
from audiobrief.speech.card import UNSTATED, Text, card_text, first_fault, licence_of, plain

RECORD = "audiobrief.json"

_NAMED_IN_A_FAILURE = 8


@dataclass(frozen=True, slots=True)
class InstalledVoice:
    """A voice on disk; ``fault`` says why it cannot be used, and is empty where it can.

    ``sample_rate`` is in Hz; ``source`` and ``fetched`` are known of voices that were
    fetched. Its ``speakers`` are numbered from 0; ``speaker_ids`` has the numbers of those
    that have names.
    """

    name: str
    folder: Path
    language: str = ""
    quality: str = ""
    sample_rate: int = 0
    speakers: int = 0
    speaker_ids: Mapping[str, int] = field(default_factory=dict)
    default_speaker: int = 0
    licence: str = UNSTATED
    bytes: int = 0
    source: str = ""
    fetched: date | None = None
    fault: str = ""

    @property
    def model(self) -> Path:
        """The network, in ONNX."""
        return self.folder / f"{self.name}.onnx"

    @property
    def config(self) -> Path:
        """Piper's configuration of it."""
        return self.folder / f"{self.name}.onnx.json"

    @property
    def speaker_names(self) -> tuple[str, ...]:
        """The names of its speakers, in the order of their numbers."""
        return tuple(sorted(self.speaker_ids, key=self.speaker_ids.__getitem__))

    def speaker_id(self, speaker: str) -> int:
        """Return the number of a speaker given by name or number; the default's for none.

        A name wins over a number: some voices name their speakers by numbers of their own.

        Raises:
            VoiceError: it has no such speaker; with those it has.
        """
        if not speaker:
            return self.default_speaker
        if speaker in self.speaker_ids:
            return self.speaker_ids[speaker]
        if re.fullmatch("[0-9]{1,9}", speaker) and int(speaker) < self.speakers:
            return int(speaker)
        raise VoiceError(
            f"voice {self.name!r} has no speaker {speaker!r}",
            where=self.config,
            remedy=near(speaker, self.speaker_names) + self._who_there_is(),
        )

    def _who_there_is(self) -> str:
        if self.speakers == 1:
            return "It has only one: name the voice alone."
        numbers = f"the numbers 0 to {self.speakers - 1}"
        if not self.speaker_names:
            return f"It has {numbers}."
        return f"It has {few(self.speaker_names, _NAMED_IN_A_FAILURE)}, or {numbers}."


class Record(BaseModel):
    """What ``audiobrief.json`` holds."""

    key: str
    source: str
    fetched: date
    licence: str
    files: dict[str, str] = Field(min_length=1)
    """SHA-256 of each file."""


def installed(folders: Sequence[Path]) -> tuple[InstalledVoice, ...]:
    """Return the voices in ``folders``, by name; of two with one name, the first folder's."""
    found: dict[str, InstalledVoice] = {}
    for folder in dict.fromkeys(folder.resolve() for folder in folders):
        for home in sorted(folder.iterdir()) if folder.is_dir() else ():
            if home.name not in found and _is_voice(home):
                found[home.name] = _inspect(home)
    return tuple(found[name] for name in sorted(found))


def find_voice(name: str, folders: Sequence[Path]) -> InstalledVoice:
    """Return the voice called ``name``, fit for use.

    Raises:
        VoiceError: it is not there, or lacks something; with how to get it.
    """
    voices = {voice.name: voice for voice in installed(folders)}
    again = f"Fetch it with `audiobrief voices get {name}`."
    if name == EMBEDDED_VOICE:
        again = "Install audiobrief again: this voice comes with it."
    if name not in voices:
        raise VoiceError(
            f"voice {name!r} is not installed",
            where=folders[0] if folders else "",
            remedy=f"{near(name, list(voices))}{again}",
        )
    voice = voices[name]
    if voice.fault:
        raise VoiceError(
            f"voice {name!r} is damaged: {voice.fault}", where=voice.folder, remedy=again
        )
    return voice


def near(name: str, names: Sequence[str]) -> str:
    """Return a sentence with those of ``names`` that ``name`` may have meant, or nothing."""
    meant = difflib.get_close_matches(name, names, n=3)
    return f"There is {' and '.join(meant)}. " if meant else ""


def few(names: Sequence[str], most: int) -> str:
    """Return at most so many of ``names`` in a row, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def unchanged(folder: Path) -> bool:
    """Return whether a fetched voice still has the bytes it was fetched with."""
    record = _read_record(folder)
    if record is None or record.key != folder.name:
        return False
    try:
        return all(digest_file(folder / name) == sha for name, sha in record.files.items())
    except OSError:
        return False


class _Audio(BaseModel):
    sample_rate: int = Field(ge=8000, le=192_000)
    quality: Text = ""


class _Espeak(BaseModel):
    voice: Text = ""


class _Language(BaseModel):
    code: Text


class _Config(BaseModel):
    """What of a voice's ``.onnx.json`` is told to users; Piper itself reads the rest."""

    audio: _Audio
    num_speakers: int = Field(default=1, ge=0)
    speaker_id_map: dict[Text, int] = Field(default={})
    default_speaker_id: int = 0
    espeak: _Espeak = _Espeak()
    language: _Language | None = None


def _is_voice(home: Path) -> bool:
    if home.name.startswith("."):
        return False
    return any(home.glob("*.onnx")) or any(home.glob("*.onnx.json"))


def _inspect(home: Path) -> InstalledVoice:
    """Describe the voice in ``home``, or say what keeps it from being one."""
    try:
        return _describe(InstalledVoice(home.name, home))
    except OSError as error:
        fault = f"{Path(error.filename).name} cannot be read ({error.strerror})"
    except ValidationError as error:
        fault = f"{home.name}.onnx.json is no voice's configuration: {first_fault(error)}"
    return InstalledVoice(home.name, home, fault=fault)


def _describe(voice: InstalledVoice) -> InstalledVoice:
    if not voice.model.stat().st_size:
        return replace(voice, fault=f"{voice.model.name} is empty")
    config = _Config.model_validate_json(voice.config.read_bytes())
    record = _read_record(voice.folder)
    speakers = max(1, config.num_speakers)
    return replace(
        voice,
        language=config.espeak.voice if config.language is None else config.language.code,
        quality=config.audio.quality,
        sample_rate=config.audio.sample_rate,
        speakers=speakers,
        speaker_ids={
            name: number for name, number in config.speaker_id_map.items() if 0 <= number < speakers
        },
        default_speaker=config.default_speaker_id,
        licence=licence_of(card_text(voice.folder)),
        bytes=sum(path.stat().st_size for path in voice.folder.iterdir()),
        source=plain(record.source) if record else "",
        fetched=record.fetched if record else None,
    )


def _read_record(folder: Path) -> Record | None:
    try:
        return Record.model_validate_json((folder / RECORD).read_bytes())
    except (OSError, ValidationError):
        return None
