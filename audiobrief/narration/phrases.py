"""The narrator's own words (``data/en/phrases.toml``), chosen by the episode's name."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from audiobrief.files import digest


@cache
def _tables() -> Mapping[str, Any]:
    text = files("audiobrief.narration").joinpath("data/en/phrases.toml").read_text("utf-8")
    return tomllib.loads(text)


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases for one episode: the same name always picks the same variants."""

    seed: str

    def opening(self, show: str, date: str) -> str:
        """Return the first sentence of an episode; ``date`` may be empty."""
        form = "dated" if date else "undated"
        return self._pick("opening", form).format(show=show, date=date)

    def transition(self, heading: str) -> str:
        """Return the sentence that leads into a section."""
        key = heading.casefold().replace("’", "'")
        if key in _tables()["sections"]:
            return self._pick("sections", key)
        return self._pick("other", "section").format(heading=heading.rstrip(".!?:"))

    def say(self, name: str, **words: object) -> str:
        """Return the phrase ``name``, its braces filled with ``words``."""
        return self._pick("other", name).format(**words)

    def _pick(self, table: str, key: str) -> str:
        variants: Sequence[str] = _tables()[table][key]
        return variants[int(digest(f"{self.seed}:{key}".encode())[:8], 16) % len(variants)]


def chapter_title(name: str) -> str:
    """Return the title that apps list for one of the narrator's own chapters."""
    title: str = _tables()["titles"][name]
    return title
