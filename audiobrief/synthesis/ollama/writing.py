"""A story's report, written by a model: its sections from the sources, the rest from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from audiobrief.config import WriterSettings
from audiobrief.errors import WriterError
from audiobrief.model import Draft, DraftSection, Method, Statement, Story
from audiobrief.synthesis.ollama.desk import AnswerError, Desk, open_desk
from audiobrief.synthesis.ollama.head import write_head
from audiobrief.synthesis.ollama.material import Material, material_of, withheld
from audiobrief.synthesis.ollama.mood import write_mood
from audiobrief.synthesis.ollama.notes import condensed
from audiobrief.synthesis.ollama.progress import Notify, Progress
from audiobrief.synthesis.ollama.quiz import write_quiz
from audiobrief.synthesis.ollama.sections import plans, write_sections

Part = TypeVar("Part")


def write(
    story: Story, settings: WriterSettings, *, language: str, now: datetime, notify: Notify
) -> Draft:
    """Return a report of ``story`` as a model writes it, each sentence with what it rests on.

    Sentiment and quiz are left out where the model's answers for them are refused. Nothing
    here is checked against the sources yet: that is the grounding's.

    Args:
        story: at least one article.
        settings: the model and its server.
        language: the report's, as BCP 47 has it.
        now: the day that the report is written.
        notify: told of each step.

    Raises:
        WriterError: the server or the model fails, or nothing of the story can be shown to it.
    """
    from audiobrief.synthesis.ollama.guard import Deadline
    from audiobrief.synthesis.ollama.server import Server

    for label in withheld(story):
        notify(Progress("withheld", label))
    material = _shown(material_of(story), story)
    with Server(settings, notify, Deadline(settings.deadline)) as server:
        desk = open_desk(server, settings.context, material, language, notify)
        material = _shown(condensed(desk, material), story)
        chosen = plans(language, settings.sections)
        sections = write_sections(desk, material, story, chosen, now)
        return _draft(desk, sections)


def _shown(material: Material, story: Story) -> Material:
    if material.lines:
        return material
    raise WriterError(
        "none of its sources can be shown to a model",
        where=story.key,
        remedy="Look at its articles: they are empty, or give orders to language models.",
    )


def _draft(desk: Desk, sections: tuple[DraftSection, ...]) -> Draft:
    statements = _statements(sections)
    if not statements:
        raise AnswerError(
            "the model finds nothing to say under any heading",
            where=desk.model.name,
            remedy="Check `writer.sections`, or use a larger model.",
        )
    head = write_head(desk, statements)
    return Draft(
        title=head.title,
        summary=head.summary,
        sections=sections,
        method=Method("ollama", desk.model.name),
        category=head.category,
        sentiment=_spared(desk, "sentiment", lambda: write_mood(desk, statements), None),
        quiz=_spared(desk, "quiz", lambda: write_quiz(desk, statements), ()),
    )


def _statements(sections: Sequence[DraftSection]) -> tuple[Statement, ...]:
    return tuple(
        one for section in sections for paragraph in section.paragraphs for one in paragraph
    )


def _spared(desk: Desk, name: str, ask: Callable[[], Part], without: Part) -> Part:
    """Return a part, or what stands for it where the model's answers are refused."""
    try:
        return ask()
    except AnswerError as error:
        desk.notify(Progress("left out", name, reason=error.what))
        return without
