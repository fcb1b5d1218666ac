"""``voices.json`` as it is served, checked before anything in it is used.

Paths lie below the catalogue's address, sizes have a bound, digests are digests, and
each voice has the files of a voice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from audiobrief.errors import NetworkError
from audiobrief.speech.card import CARDS, Text, first_fault, plain

MAX_FILE_BYTES = 2**30


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A file of a voice: its path below the catalogue's address, its name on disk."""

    path: str
    name: str
    bytes: int
    md5: str


@dataclass(frozen=True, slots=True)
class CatalogueVoice:
    """A voice that can be fetched; ``language`` is a code such as ``en_US``."""

    key: str
    language: str
    language_name: str
    quality: str
    speakers: int
    files: tuple[CatalogueFile, ...]
    aliases: tuple[str, ...] = ()

    @property
    def bytes(self) -> int:
        """The size of all its files."""
        return sum(file.bytes for file in self.files)


def read_catalogue(value: object, where: str) -> tuple[CatalogueVoice, ...]:
    """Return the voices of a catalogue, in the order of their keys.

    Args:
        value: the JSON value served as ``voices.json``.
        where: its address, as it is shown.

    Raises:
        NetworkError: it holds what no honest catalogue would.
    """
    try:
        entries = _CATALOGUE.validate_python(value)
    except ValidationError as error:
        raise NetworkError(
            f"no catalogue of voices to be trusted: {first_fault(error)}",
            where=where,
            remedy="Choose another mirror with --url.",
        ) from error
    return tuple(_voice(entries[key]) for key in sorted(entries))


def _safe_path(path: str) -> str:
    parts = path.split("/")
    if any(part in {"", ".", ".."} for part in parts) or re.search(r"[\\:]", path):
        msg = "not a plain relative path"
        raise ValueError(msg)
    if plain(path) != path:
        msg = "a control character in a path"
        raise ValueError(msg)
    return path


_Key = Annotated[str, StringConstraints(max_length=100, pattern=r"^\w+(-\w+)+$")]
_Path = Annotated[str, StringConstraints(max_length=500), AfterValidator(_safe_path)]


class _File(BaseModel):
    size_bytes: int = Field(ge=0, le=MAX_FILE_BYTES)
    md5_digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


class _Language(BaseModel):
    code: Text
    name_english: Text = ""
    country_english: Text = ""


class _Entry(BaseModel):
    key: _Key
    language: _Language
    quality: Text
    num_speakers: int = Field(default=1, ge=0)
    files: dict[_Path, _File]
    aliases: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _has_its_files(self) -> _Entry:
        names = {PurePosixPath(path).name for path in self.files}
        if missing := {f"{self.key}.onnx", f"{self.key}.onnx.json"} - names:
            msg = f"no {' and no '.join(sorted(missing))} among its files"
            raise ValueError(msg)
        return self


def _keys_agree(entries: dict[str, _Entry]) -> dict[str, _Entry]:
    if wrong := [key for key, entry in entries.items() if key != entry.key]:
        msg = f"the voice {wrong[0]} is filed under another's key"
        raise ValueError(msg)
    return entries


_CATALOGUE = TypeAdapter(Annotated[dict[_Key, _Entry], AfterValidator(_keys_agree)])


def _voice(entry: _Entry) -> CatalogueVoice:
    """Turn a checked entry into a voice, its smallest files first to fail early."""
    wanted = (CARDS[0], f"{entry.key}.onnx.json", f"{entry.key}.onnx")
    paths = {PurePosixPath(path).name: path for path in entry.files}
    country = entry.language.country_english
    return CatalogueVoice(
        key=entry.key,
        language=entry.language.code,
        language_name=entry.language.name_english + (f" ({country})" if country else ""),
        quality=entry.quality,
        speakers=entry.num_speakers,
        files=tuple(_file(entry, paths[name]) for name in wanted if name in paths),
        aliases=entry.aliases,
    )


def _file(entry: _Entry, path: str) -> CatalogueFile:
    facts = entry.files[path]
    return CatalogueFile(path, PurePosixPath(path).name, facts.size_bytes, facts.md5_digest)
