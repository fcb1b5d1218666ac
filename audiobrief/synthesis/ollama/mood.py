"""The sentiment of a report: a tone and a horizon of a closed set, and the reason for them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, get_args

from audiobrief.model import Sentiment, Statement
from audiobrief.synthesis.ollama.desk import Desk, Task
from audiobrief.synthesis.ollama.head import numbered
from audiobrief.synthesis.ollama.languages import primary
from audiobrief.synthesis.ollama.progress import Progress
from audiobrief.synthesis.ollama.shapes import Cited, MoodShape, Tone

LONGEST_SECTOR = 40
"""Characters."""


def write_mood(desk: Desk, statements: Sequence[Statement]) -> Sentiment:
    """Return the sentiment of a report of these sentences; its note is the reason.

    Raises:
        WriterError: it is refused twice, or the server fails.
    """
    desk.notify(Progress("sentiment"))
    material = numbered(statements, desk.room)

    def faults(answer: MoodShape) -> list[str]:
        reason = Cited(sources=answer.sources, text=answer.reason)
        found = desk.inspector.faults([reason], material.labels)
        found += desk.inspector.texts([answer.sector])
        if len(answer.sector) > LONGEST_SECTOR:
            found.append(f"the sector is longer than {LONGEST_SECTOR} characters")
        return found

    mood = desk.ask(Task("the sentiment", "mood", material, MoodShape, faults, {}))
    words = _words(primary(desk.language))
    tones = words["market" if mood.about_markets else "other"]
    tone = tones[get_args(Tone).index(mood.tone)]
    return Sentiment(mood.sector, tone, f"{mood.reason} {words['horizon'][mood.horizon]}")


def _words(language: str) -> Mapping[str, Any]:
    table = _table()
    return table.get(language, table["en"])


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    folder = resources.files("audiobrief.synthesis.ollama")
    return tomllib.loads(folder.joinpath("moods.toml").read_text("utf-8"))
