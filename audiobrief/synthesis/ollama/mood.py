"""The sentiment of a report: sector, tone and horizon of closed sets, and the reason for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from audiobrief.model import Sentiment, Statement
from audiobrief.synthesis.ollama.desk import Desk, Task
from audiobrief.synthesis.ollama.head import numbered
from audiobrief.synthesis.ollama.progress import Progress
from audiobrief.synthesis.ollama.shapes import Cited, MoodShape, Tone
from audiobrief.synthesis.sentiment import HORIZONS, SECTORS, shown, tones_of


def write_mood(desk: Desk, statements: Sequence[Statement]) -> Sentiment:
    """Return the sentiment of a report of these sentences; its note is the model's reason.

    Its evidence is the first of the sentences that the model cites for it.

    Raises:
        WriterError: it is refused twice, or the server fails.
    """
    desk.notify(Progress("sentiment"))
    material = numbered(statements, desk.room)

    def faults(answer: MoodShape) -> list[str]:
        reason = Cited(sources=answer.sources, text=answer.reason)
        return desk.inspector.faults([reason], material.labels)

    values = {"sectors": SECTORS, "horizons": HORIZONS, "tones": get_args(Tone)}
    mood = desk.ask(Task("the sentiment", "mood", material, MoodShape, faults, values))
    tone = tones_of(mood.sector)[get_args(Tone).index(mood.tone)]
    return Sentiment(
        sector=shown(mood.sector, desk.language),
        tone=shown(tone, desk.language),
        note=mood.reason,
        horizon=shown(mood.horizon, desk.language),
        evidence=statements[int(mood.sources[0].removeprefix("S")) - 1].text,
    )
