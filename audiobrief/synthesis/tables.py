"""The word tables of the writers (``synthesis/data/<language>/``), and patterns of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.errors import ConfigError
from audiobrief.sentences import primary

_FOLDER = Path(__file__).parent / "data"
_NEVER = re.compile(r"(?!)")


@cache
def load_table(language: str, name: str) -> Mapping[str, Any]:
    """Return the table file ``name`` ("writing.toml") of a language, or of its region's.

    Raises:
        ConfigError: the language has no such file.
    """
    path = _FOLDER / primary(language) / name
    if not path.is_file():
        raise ConfigError(
            f"no tables for writing reports in the language {primary(language)!r}",
            where=f"audiobrief/synthesis/data/{primary(language)}/{name}",
            remedy=f"Write that table (data/en/ shows its form), or use: {_written(name)}.",
        )
    return tomllib.loads(path.read_text("utf-8"))


def phrase_pattern(entries: Iterable[str], *, opening: bool = False) -> re.Pattern[str]:
    """Return a pattern of whole words or phrases; ``*`` in an entry is any run of letters.

    ``opening`` where they count only at the beginning of a text. Texts are compared in lower
    case, as :func:`folded` gives them.
    """
    forms = [_form(entry) for entry in sorted(entries, key=len, reverse=True)]
    if not forms:
        return _NEVER
    return re.compile(rf"{chr(92)}A(?:{'|'.join(forms)})" if opening else "|".join(forms))


def folded(text: str) -> str:
    """Return ``text`` as tables are compared with it: in lower case, its apostrophes straight."""
    return text.casefold().replace("’", "'")


def _form(entry: str) -> str:
    inner = "".join(_piece(part) for part in re.split(r"(\*|\[0-9\])", folded(entry)))
    edge = r"(?!\w)" if entry[-1].isalnum() else ""
    return rf"(?<![\w]){inner}{edge}"


def _piece(part: str) -> str:
    return {"*": r"\w*", "[0-9]": "[0-9]"}.get(part) or re.escape(part)


def _written(name: str) -> str:
    return ", ".join(sorted(path.parent.name for path in _FOLDER.glob(f"*/{name}")))
