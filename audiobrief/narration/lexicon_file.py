"""Lexicon files: TOML read into entries, every fault of a file told at once.

The form is described at the head of ``data/en/lexicon.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from audiobrief.errors import ConfigError
from audiobrief.faults import listed, reason_of
from audiobrief.narration.lexicon import Case, Entry, Kind, Lexicon
from audiobrief.tomlfile import parse, read_text

SHIPPED = "audiobrief"
"""What stands as the file of audiobrief's own entries."""

_KINDS: tuple[Kind, ...] = ("say", "ipa", "spell", "word")
_OPENING = re.compile(r"\s*(?:word\s*=\s*\[\s*)?(?:\[\[\s*word\s*\]\]|\{)")
_REMEDY = "`audiobrief lexicon --help` tells the kinds; audiobrief's own file describes the form."


def _listed(given: object) -> object:
    return [given] if isinstance(given, str) else given


Written = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\W_]")]
Respelling = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\[\]]*[^\W\d_]")]
Phonemes = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\[\]/,.;:!?\d]+$")]
Context = Annotated[tuple[Written, ...], BeforeValidator(_listed)]


class _Word(BaseModel):
    """One entry as it is written in a file."""

    model_config = ConfigDict(extra="forbid")

    written: Annotated[tuple[Written, ...], BeforeValidator(_listed), Field(min_length=1)]
    say: Respelling | None = None
    ipa: Phonemes | None = None
    spell: Literal[True] | None = None
    word: Literal[True] | None = None
    sense: str = ""
    source: str = ""
    case: Case | None = None
    before: Context = ()
    after: Context = ()

    @model_validator(mode="after")
    def _one_kind(self) -> _Word:
        given = [kind for kind in _KINDS if getattr(self, kind)]
        if len(given) != 1:
            named = " and ".join(given) or "none of them"
            msg = f"give exactly one of say, ipa, spell = true, word = true (here: {named})"
            raise ValueError(msg)
        return self

    def entries(self, file: str, line: int) -> Iterator[Entry]:
        """Yield an entry for each spelling; without ``case``, one with capitals is exact."""
        (kind,) = (kind for kind in _KINDS if getattr(self, kind))
        spoken = self.say or self.ipa or ""
        for written in self.written:
            yield Entry(
                written,
                kind,
                spoken,
                self.case or ("any" if written.islower() else "exact"),
                before=self.before,
                after=self.after,
                sense=self.sense,
                source=self.source,
                file=file,
                line=line,
            )


def load_lexicon(language: str, *paths: Path) -> Lexicon:
    """Return audiobrief's own entries for ``language`` ("en") with those of files laid over.

    A later file has the last word.

    Raises:
        ConfigError: a file cannot be read, or has faults: all of it are named.
    """
    return Lexicon(shipped_entries(language), *(read_entries(path) for path in paths))


@cache
def shipped_entries(language: str) -> tuple[Entry, ...]:
    """Return audiobrief's own entries for a language; none where it has no file."""
    path = files("audiobrief.narration").joinpath("data", language, "lexicon.toml")
    return parse_entries(path.read_text("utf-8"), SHIPPED) if path.is_file() else ()


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Return the entries of a lexicon file, in its order.

    Raises:
        ConfigError: it cannot be read, or has faults: every one is named with its line.
    """
    text = read_text(
        path,
        fault="the lexicon cannot be read",
        remedy="Correct `narration.lexicon` in the show file, or make the file.",
    )
    return parse_entries(text, str(path))


def parse_entries(text: str, file: str) -> tuple[Entry, ...]:
    """Return the entries of a lexicon's text; ``file`` is named in its faults.

    Raises:
        ConfigError: it has faults: every one is named with its line.
    """
    data = parse(text, file)
    tables = data.get("word", [])
    faults = [f"{file}:1: {key}: no such table: only [[word]]" for key in data if key != "word"]
    if not isinstance(tables, list):
        faults.append(f"{file}:1: word: write each entry under [[word]], in double brackets")
        tables = []
    lines = [number for number, line in enumerate(text.splitlines(), 1) if _OPENING.match(line)]
    entries: list[Entry] = []
    for number, table in enumerate(tables):
        line = lines[number] if number < len(lines) else 1
        read, wrong = _read(table, file, line)
        entries += read
        faults += wrong
    faults += _doubled(entries, file)
    if faults:
        raise ConfigError(listed("the lexicon", faults), where=file, remedy=_REMEDY)
    return tuple(entries)


def _read(table: Any, file: str, line: int) -> tuple[list[Entry], list[str]]:
    try:
        return list(_Word.model_validate(table).entries(file, line)), []
    except ValidationError as error:
        return [], [_fault(item, f"{file}:{line}") for item in error.errors()]


def _fault(item: ErrorDetails, place: str) -> str:
    key = next((str(part) for part in item["loc"]), "word")
    reason = reason_of(item, {"string_pattern_mismatch": _PATTERNS.get(key, "")})
    return f"{place}: {key}: {reason}"


_PATTERNS = {
    "written": "must begin with a letter or figure",
    "before": "each must begin with a letter or figure",
    "after": "each must begin with a letter or figure",
    "say": "must hold letters and no brackets",
    "ipa": "must be phonemes alone: no slashes, brackets, figures or punctuation",
}


def _doubled(entries: list[Entry], file: str) -> Iterator[str]:
    """Yield a fault for each entry that another of the same file leaves no place."""
    seen: dict[object, Entry] = {}
    for entry in entries:
        first = seen.setdefault(entry.place, entry)
        if first is not entry:
            yield f"{file}:{entry.line}: {entry.written!r} stands at line {first.line} already"
