"""A sentence that failed a check, written anew by the model that wrote it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from audiobrief.config import WriterSettings
from audiobrief.model import Statement, Story
from audiobrief.synthesis.ollama.desk import AnswerError, Desk, Task, open_desk
from audiobrief.synthesis.ollama.fencing import neutral
from audiobrief.synthesis.ollama.material import Material, fitting, label_of, material_of, tokens
from audiobrief.synthesis.ollama.progress import Notify
from audiobrief.synthesis.ollama.sections import statement_of
from audiobrief.synthesis.ollama.shapes import Cited

if TYPE_CHECKING:
    from audiobrief.synthesis.ollama.server import Server


class Rewriter:
    """Writes sentences anew; to be closed. The server is not asked before there is one to write.

    Args:
        settings: the model and its server.
        language: the report's, as BCP 47 has it.
        notify: told of each step.
    """

    def __init__(self, settings: WriterSettings, *, language: str, notify: Notify) -> None:
        self._settings, self._language, self._notify = settings, language, notify
        self._opened = ExitStack()
        self._server: Server | None = None
        self._desk: tuple[Story, Desk] | None = None

    def __enter__(self) -> Self:
        """Return the rewriter itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._opened.close()

    def __call__(self, statement: Statement, faults: str, story: Story) -> Statement | None:
        """Return ``statement`` written anew, or None where the model cannot.

        Args:
            statement: what was written, and what it was said to rest on.
            faults: what its sources do not bear out.
            story: the sources.

        Raises:
            WriterError: the server fails.
        """
        desk = self._desk_for(story)
        material = _around(statement, story, desk.room)
        if not material.lines:
            return None

        def refused(answer: Cited) -> list[str]:
            return desk.inspector.faults([answer], material.labels)

        values = {"sentence": neutral(statement.text), "faults": neutral(faults)}
        try:
            answer = desk.ask(Task("a sentence", "rewrite", material, Cited, refused, values))
        except AnswerError:
            return None
        return statement_of(answer, story)

    def _desk_for(self, story: Story) -> Desk:
        if self._desk is None or self._desk[0] is not story:
            server, material = self._connected(), material_of(story)
            desk = open_desk(server, self._settings.context, material, self._language, self._notify)
            self._desk = story, desk
        return self._desk[1]

    def _connected(self) -> Server:
        from audiobrief.synthesis.ollama.guard import Deadline
        from audiobrief.synthesis.ollama.server import Server

        if self._server is None:
            deadline = Deadline(self._settings.deadline)
            server = Server(self._settings, self._notify, deadline)
            self._server = self._opened.enter_context(server)
        return self._server


def _around(statement: Statement, story: Story, room: int) -> Material:
    """Return the whole story where there is room, else the paragraphs a sentence rests on."""
    material = material_of(story)
    if tokens(str(material)) <= room:
        return material
    cited = {label_of(passage, story) for passage in statement.passages}
    lines = [line for line in material.lines if not cited.isdisjoint(line.labels)]
    return fitting(material.part(lines), room)
