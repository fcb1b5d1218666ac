"""Sources too long for a model's context, made into notes that keep their labels."""

from __future__ import annotations

from audiobrief.synthesis.ollama.desk import Desk, Task
from audiobrief.synthesis.ollama.fencing import neutral
from audiobrief.synthesis.ollama.material import Line, Material, fitting, shares, tokens
from audiobrief.synthesis.ollama.progress import Progress
from audiobrief.synthesis.ollama.shapes import NotesShape

ROUNDS = 3
MOST_NOTES = 12
"""Of one part: they fit the longest answer."""


def condensed(desk: Desk, material: Material) -> Material:
    """Return ``material`` so short that it fits the desk's room.

    What does not fit after some rounds of notes is left out from the end, where the story's
    least weighty sources stand.

    Raises:
        WriterError: the model's notes are refused, or its server fails.
    """
    for _ in range(ROUNDS):
        if tokens(str(material)) <= desk.room:
            return material
        material = _noted(desk, material)
    return fitting(material, desk.room)


def _noted(desk: Desk, material: Material) -> Material:
    """Return the notes of all parts of ``material``."""
    room = max(desk.room - tokens("\n".join(material.origins)), desk.room // 2)
    shared = [fitting(material.part(lines), desk.room) for lines in shares(material.lines, room)]
    parts = [part for part in shared if part.lines]
    notes: list[Line] = []
    for number, part in enumerate(parts, start=1):
        desk.notify(Progress("notes", number=number, total=len(parts)))
        notes += _notes(desk, part, f"notes {number} of {len(parts)}")
    return material.part(notes)


def _notes(desk: Desk, part: Material, about: str) -> list[Line]:
    def faults(answer: NotesShape) -> list[str]:
        empty = [] if answer.notes else ["it is empty"]
        return empty + desk.inspector.faults(answer.notes, part.labels)

    task = Task(about, "notes", part, NotesShape, faults, {"most": MOST_NOTES})
    return [Line(one.sources, neutral(one.text)) for one in desk.ask(task).notes]
