"""Tables of what sites say around their articles, read from ``data/``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files


@cache
def patterns(table: str) -> dict[str, re.Pattern[str]]:
    """Return what each section of ``data/<table>.toml`` matches, in any of its languages."""
    text = (files("audiobrief.ingest") / "data" / f"{table}.toml").read_text("utf-8")
    sections = tomllib.loads(text).items()
    return {
        name: _compiled(line for group in by.values() for line in group) for name, by in sections
    }


def _compiled(lines: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)
