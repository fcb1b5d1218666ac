"""The frozen sets of news lines, and what a case of any set is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .scoring import Sound, heard, may_sound, readings

DATA = Path(__file__).parent / "data"
_SAID_OTHERWISE = re.compile(r"\{([^{}]*?) =>([^{}]*)\}")
_OUTSIDE = str.maketrans("()|", "   ")


def as_heard(sound: Sound) -> Sound:
    """Return ``sound`` as it is."""
    return sound


@dataclass(frozen=True)
class Case:
    """A written text with the notation of its accepted readings.

    ``fold`` makes one sound of those that a set holds to be the same; ``spelled`` names the
    capitals that count as letters only where a text spells them.
    """

    category: str
    text: str
    accept: str
    locale: str = "en-US"
    fold: Callable[[Sound], Sound] = as_heard
    spelled: frozenset[str] = frozenset()
    capitals_may_be_letters: bool = False

    @cached_property
    def accepted(self) -> frozenset[Sound]:
        """Return the sounds of the accepted readings."""
        if self.capitals_may_be_letters:
            sounds = {sound for one in readings(self.accept) for sound in may_sound(one)}
        else:
            sounds = {heard(one) for one in readings(self.accept)}
        return frozenset(self.fold(sound) for sound in sounds)

    def is_right(self, said: str) -> bool:
        """Return whether a listener hears one of the accepted readings in ``said``."""
        return any(self.fold(sound) in self.accepted for sound in may_sound(said, self.spelled))


LANGUAGES = {
    "Spanish": "news_lines_es.toml",
    "French": "news_lines_fr.toml",
    "German": "news_lines_de.toml",
    "Portuguese": "news_lines_pt.toml",
    "Italian": "news_lines_it.toml",
}
"""The sets in other languages than English."""
SETS = {
    "News": "news_lines.toml",
    "Blind": "blind_lines.toml",
    "Dense": "dense_lines.toml",
    **LANGUAGES,
}
"""The sets by name; the head of each file tells how it was made."""


def load_lines(name: str) -> tuple[Case, ...]:
    """Return the lines of one of the :data:`SETS`, in its order."""
    tables = tomllib.loads((DATA / SETS[name]).read_text("utf-8"))
    return tuple(_cases(tables))


def parse_line(line: str) -> tuple[str, str]:
    """Return a line as written, and the notation of how it is said."""
    written = _SAID_OTHERWISE.sub(lambda part: part[1], line)
    accept, at = "", 0
    for part in _SAID_OTHERWISE.finditer(line):
        accept += f"{line[at : part.start()].translate(_OUTSIDE)} ({part[2]}) "
        at = part.end()
    return written, accept + line[at:].translate(_OUTSIDE)


def _cases(tables: dict[str, list[dict[str, object]]]) -> Iterator[Case]:
    spelled = frozenset(str(word) for word in tables.get("never_letters", ()))
    for group in tables["group"]:
        lines, category = group["lines"], str(group["category"])
        assert isinstance(lines, list)
        for line in lines:
            text, accept = parse_line(line)
            locale = str(group.get("locale", "en-US"))
            yield Case(category, text, accept, locale, spelled=spelled)
