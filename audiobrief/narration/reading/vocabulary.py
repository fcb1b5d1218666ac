"""A language's word tables (``data/<language>/words.toml``), as the rules use them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from audiobrief.errors import ConfigError
from audiobrief.narration.reading.numbers import Numerals

_DIGITS = re.compile(r"\d+")
_MACRO = re.compile(r"\{([a-z_]\w*)\}")


@dataclass(frozen=True, slots=True)
class Term:
    """What a table says for a written sign: for one, for many, and for its hundredths."""

    one: str
    many: str
    gender: str = ""
    minor_one: str = ""
    minor_many: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What is written → what is said, by table; and the patterns that rules are built from."""

    locale: str
    any_case: frozenset[str]
    figures: frozenset[str]
    capitals: frozenset[str]
    tables: Mapping[str, Mapping[str, Term]]
    words: Mapping[str, frozenset[str]]
    patterns: Mapping[str, str]
    numerals: Numerals

    def term(self, kind: str, written: str) -> Term | None:
        """Return what the table ``kind`` says for ``written``; None where there is none."""
        table = self.tables.get(kind, {})
        return table.get(written) or (
            table.get(written.casefold()) if kind in self.any_case else None
        )

    def figure_at(self, text: str, start: int) -> str:
        """Return the number written at ``start``; what is no number there is one digit run."""
        match = _compiled(self.pattern("number")).match(text, start) or _DIGITS.match(text, start)
        return match[0] if match else ""

    def pattern(self, kind: str) -> str:
        """Return the pattern of a kind of slot: a table's keys, or a named pattern."""
        if kind in self.any_case:
            return f"(?i:{alternatives(self.tables[kind])})"
        if kind in self.tables:
            return alternatives(self.tables[kind])
        if kind in self.words:
            return alternatives(self.words[kind])
        return f"(?:{_MACRO.sub(lambda macro: self.pattern(macro[1]), self.patterns[kind])})"


_compiled = cache(re.compile)


def alternatives(keys: Iterable[str]) -> str:
    """Return a pattern of ``keys``, the longest first, so that "km/h" is not taken for "km"."""
    keys = sorted(keys, key=len, reverse=True)
    return "(?:" + "|".join(map(re.escape, keys)) + ")"


def load_vocabulary(locale: str) -> Vocabulary:
    """Return the tables of ``locale`` ("en-GB"): the language's, and the region's over them.

    Raises:
        ConfigError: the language has no tables yet.
    """
    data = merged(locale, "words.toml")
    tables = {
        name: {written: _term(said) for written, said in table.items()}
        for name, table in data["tables"].items()
    }
    any_case = frozenset(data.get("any_case", ()))
    for name in any_case:
        tables[name] = {written.casefold(): said for written, said in tables[name].items()}
    words = {name: frozenset(some) for name, some in data.get("words", {}).items()}
    return Vocabulary(
        locale=locale,
        any_case=any_case,
        figures=frozenset(data.get("figures", ())),
        capitals=frozenset(data.get("capitals", ())),
        tables=tables,
        words=words,
        patterns=data["patterns"],
        numerals=Numerals(**data["numerals"]),
    )


def merged(locale: str, name: str) -> dict[str, Any]:
    """Return a language's table file with the region's own laid over it, where there is one.

    Raises:
        ConfigError: the language has no such file.
    """
    language, _, region = locale.partition("-")
    base = read_table(language.lower(), name)
    if base is None:
        raise ConfigError(
            f"no narration tables for the language {language!r}",
            where=f"audiobrief/narration/data/{language.lower()}/{name}",
            remedy=f"Write that table (data/en/ shows its form), or use: {_written(name)}.",
        )
    own = read_table(f"{language.lower()}-{region.upper()}", name) if region else None
    return _laid_over(base, own or {})


@cache
def read_table(folder: str, name: str) -> Mapping[str, Any] | None:
    """Return a table file of ``audiobrief/narration/data/<folder>/``, or None."""
    path = files("audiobrief.narration").joinpath("data", folder, name)
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else None


def _written(name: str) -> str:
    """Return the languages that have a table file, for a message."""
    folders = files("audiobrief.narration").joinpath("data").iterdir()
    have = [one.name for one in folders if "-" not in one.name and one.joinpath(name).is_file()]
    return ", ".join(sorted(have))


def _laid_over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    both: dict[str, Any] = dict(base)
    for key, value in own.items():
        under = both.get(key)
        if isinstance(under, dict) and isinstance(value, dict):
            both[key] = _laid_over(under, value)
        else:
            both[key] = value
    return both


def _term(said: str | list[str]) -> Term:
    """Read ``"x"``, ``["one", "many"]`` or ``["one", "many", gender, "cent", "cents"]``."""
    if isinstance(said, str):
        return Term(said, said)
    return Term(*said) if len(said) > 1 else Term(said[0], said[0])
