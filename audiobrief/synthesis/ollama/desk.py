"""A model at work on one story: it is asked for a part, and once more if its answer is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel

from audiobrief.errors import WriterError
from audiobrief.sentences import primary
from audiobrief.synthesis.ollama.fencing import neutral
from audiobrief.synthesis.ollama.inspection import Inspector
from audiobrief.synthesis.ollama.languages import name_of
from audiobrief.synthesis.ollama.material import Material, tokens
from audiobrief.synthesis.ollama.progress import Notify, Progress
from audiobrief.synthesis.ollama.prompting import prompt
from audiobrief.synthesis.ollama.reply import MOST_FAULTS, NoAnswerError, read
from audiobrief.synthesis.ollama.shapes import schema_of

if TYPE_CHECKING:
    from audiobrief.synthesis.ollama.server import Model, Reply, Server

ANSWER = 1024
"""Tokens of the longest answer: a section of twelve sentences has some 700."""

RULES = 1536
"""Tokens kept for rules, task, and what is told already."""

SMALLEST_CONTEXT = 4096
LARGEST_CONTEXT = 16_384
"""Tokens, where a show does not say: memory grows with them, and small models lose the thread."""

LEAST_ROOM = 1024
"""Tokens: the longest paragraph that is shown has some 700."""

Shape = TypeVar("Shape", bound=BaseModel)


class AnswerError(WriterError):
    """What the model writes is refused, also the second time."""


@dataclass(frozen=True, slots=True)
class Task(Generic[Shape]):
    """A part to write.

    ``about`` names it in messages. ``prompt`` is the name of its prompt, which is filled with
    ``material`` and ``values``. ``faults`` tells what is wrong with an answer of this shape.
    """

    about: str
    prompt: str
    material: Material
    shape: type[Shape]
    faults: Callable[[Shape], list[str]]
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Desk:
    """A model, what it is held to, and whom it tells.

    ``language`` is the report's, as BCP 47 has it; ``context`` is in tokens.
    """

    server: Server
    model: Model
    language: str
    context: int
    inspector: Inspector
    notify: Notify

    @property
    def room(self) -> int:
        """Tokens of material that a prompt may hold."""
        return self.context - ANSWER - RULES

    def ask(self, task: Task[Shape]) -> Shape:
        """Return the model's answer to a task, of its second attempt where the first is refused.

        Raises:
            AnswerError: the second is refused too.
            WriterError: the server fails.
        """
        obeyed = self.model.schemas
        schema = schema_of(task.shape, task.material.labels if obeyed else ())
        asked = self._asked(task, schema)
        try:
            return self._answer(task, schema, asked)
        except NoAnswerError as error:
            faults = [neutral(fault) for fault in error.faults[:MOST_FAULTS]]
        self.notify(Progress("repair", task.about, reason="; ".join(faults)))
        try:
            return self._answer(task, schema, asked + prompt("repair", faults=faults))
        except NoAnswerError as error:
            raise AnswerError(
                f"the answer for {task.about} was refused twice: {error}",
                where=self.model.name,
                remedy="Use a larger model, or let the built-in writer stand in.",
            ) from error

    def _asked(self, task: Task[Shape], schema: Mapping[str, Any]) -> str:
        language = name_of(self.language)
        asked = prompt(task.prompt, material=task.material, language=language, **task.values)
        if self.model.schemas:
            return asked
        return asked + prompt("schema", schema=json.dumps(schema, ensure_ascii=False))

    def _answer(self, task: Task[Shape], schema: Mapping[str, Any], asked: str) -> Shape:
        """Return the answer to what is asked.

        Raises:
            NoAnswerError: it is refused, with the reasons.
        """
        messages = (
            {"role": "system", "content": rules(self.language, task.material.mark)},
            {"role": "user", "content": asked},
        )
        reply: Reply = self.server.chat(self.model, messages, schema, self.context, ANSWER)
        if not reply.whole:
            raise NoAnswerError(["it was cut off because it is too long: write less"])
        answer = read(reply.text, task.shape)
        if faults := task.faults(answer):
            raise NoAnswerError(faults)
        return answer


def open_desk(
    server: Server, asked_context: int, material: Material, language: str, notify: Notify
) -> Desk:
    """Return the desk at which a story is written.

    Args:
        server: where the model is.
        asked_context: tokens that the show allows, 0 where it does not say.
        material: all that is known of the story.
        language: a BCP 47 tag.
        notify: told of each step.

    Raises:
        WriterError: no model, or one that holds too little.
    """
    model = server.model()
    context = context_for(
        tokens(str(material)), min(model.context, asked_context or LARGEST_CONTEXT)
    )
    desk = Desk(server, model, language, context, inspector_of(material, language), notify)
    if desk.room < LEAST_ROOM:
        raise WriterError(
            f"{context} tokens are too few to write a report with",
            where="writer.context" if asked_context == context else model.name,
            remedy=f"At least {ANSWER + RULES + LEAST_ROOM} are needed.",
        )
    notify(Progress("model", model.name))
    return desk


def context_for(material: int, most: int) -> int:
    """Return how many tokens to hold for so many of ``material``.

    It grows in steps of two, since a server loads the model anew for every other size.
    """
    context = SMALLEST_CONTEXT
    while context < material + ANSWER + RULES and context < most:
        context *= 2
    return min(context, most)


def inspector_of(material: Material, language: str) -> Inspector:
    """Return what looks through all that is written of ``material``."""
    shown = "\n".join([*material.origins, *(line.text for line in material.lines)])
    return Inspector(shown, rules(language, ""), primary(language))


def rules(language: str, mark: str) -> str:
    """Return the rules that a model is given for all it writes."""
    return prompt("system", language=name_of(language), mark=mark)
