"""TOML files that users write: read as text, parsed, and their keys found again by line."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.errors import ConfigError
from audiobrief.faults import reason_of

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def read_text(path: Path, *, fault: str, remedy: str) -> str:
    """Return the text of a file; ``fault`` and ``remedy`` tell that it cannot be opened.

    Raises:
        ConfigError: it cannot be opened, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"not UTF-8 at byte {error.start}", where=path, remedy="Save the file as UTF-8."
        ) from error
    except OSError as error:
        raise ConfigError(f"{fault} ({error.strerror})", where=path, remedy=remedy) from error


def parse(text: str, where: object) -> dict[str, Any]:
    """Return the tables of a file's text; ``where`` is named in its fault.

    Raises:
        ConfigError: it is not TOML.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"not valid TOML: {error}",
            where=where,
            remedy="Look for a missing quote, bracket or equals sign there.",
        ) from error


def placed(fault: ErrorDetails, path: Path, text: str, reasons: Mapping[str, str]) -> str:
    """Return what pydantic found in ``text`` as ``path:line: key: reason``.

    ``reasons`` is that of :func:`audiobrief.faults.reason_of`.
    """
    keys = [part for part in fault["loc"] if isinstance(part, str)]
    line = line_of(text, fault["loc"])
    return f"{path}:{line}: {'.'.join(keys)}: {reason_of(fault, reasons)}"


def line_of(text: str, keys: Sequence[str | int]) -> int:
    """Return the line (from 1) where the key path is set, or its table, or 1.

    A number, from 0, behind the name of an array of tables chooses among them.
    """
    best, depth = 1, 0
    table: list[str | int] = []
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[+)\s*([^\]]+?)\s*\]", line):
            table = [part.strip(" \"'") for part in header[2].split(".")]
            if header[1] == "[[":
                table.append(seen[header[2]])
                seen[header[2]] += 1
            here = table
        elif assignment := re.match(r"\s*([\w.\"'-]+)\s*=", line):
            here = table + [part.strip("\"'") for part in assignment[1].split(".")]
        else:
            continue
        if len(here) > depth and list(keys[: len(here)]) == here:
            best, depth = number, len(here)
    return best
