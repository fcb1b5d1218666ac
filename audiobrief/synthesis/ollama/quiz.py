"""A quiz on a report: three questions, four choices each, one of them right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256

from audiobrief.model import QuizItem, Statement
from audiobrief.synthesis.ollama.desk import Desk, Task
from audiobrief.synthesis.ollama.head import numbered
from audiobrief.synthesis.ollama.progress import Progress
from audiobrief.synthesis.ollama.shapes import QuestionShape, QuizShape

LONGEST_CHOICE = 80
"""Characters: a choice is heard, not read."""

_WORDS = re.compile(r"\w+")
_SHORT = 3


def write_quiz(desk: Desk, statements: Sequence[Statement]) -> tuple[QuizItem, ...]:
    """Return three questions that a report of these sentences answers.

    Raises:
        WriterError: they are refused twice, or the server fails.
    """
    desk.notify(Progress("quiz"))
    material = numbered(statements, desk.room)

    def faults(answer: QuizShape) -> list[str]:
        found: list[str] = []
        for one in answer.questions:
            found += desk.inspector.citations(one.sources, material.labels)
            found += _faults(one, statements)
        if len({_plain(one.question) for one in answer.questions}) < len(answer.questions):
            found.append("a question is asked twice")
        return found + desk.inspector.texts(list(_texts(answer)))

    quiz = desk.ask(Task("the quiz", "quiz", material, QuizShape, faults, {}))
    return tuple(_item(one) for one in quiz.questions)


def _faults(one: QuestionShape, statements: Sequence[Statement]) -> Iterator[str]:
    """Yield what keeps a question from having one right answer, and that in the report."""
    here = f"{one.question[:80]!r}"
    choices = [one.right, *one.wrong]
    if not one.question.endswith("?"):
        yield f"{here}: it is no question"
    if len({_plain(choice) for choice in choices}) < len(choices):
        yield f"{here}: two of its choices are the same"
    if any(len(choice) > LONGEST_CHOICE for choice in choices):
        yield f"{here}: a choice is longer than {LONGEST_CHOICE} characters"
    if _plain(one.right) in _plain(one.question):
        yield f"{here}: it gives its answer away"
    if not _told(one, statements):
        yield f"{here}: the sentences it cites do not hold its right choice"


def _told(one: QuestionShape, statements: Sequence[Statement]) -> bool:
    """Return whether the cited sentences hold every figure and long word of the right choice."""
    numbers = (label.removeprefix("S") for label in one.sources)
    places = (int(number) - 1 for number in numbers if number.isdecimal())
    cited = " ".join(statements[at].text for at in places if 0 <= at < len(statements))
    held = set(_WORDS.findall(cited.casefold()))
    words = _WORDS.findall(one.right.casefold())
    return all(word in held for word in words if len(word) > _SHORT or word.isdecimal())


def _item(one: QuestionShape) -> QuizItem:
    """Return a question with its choices in an order that chance gave, the same each time."""
    choices = sorted([one.right, *one.wrong], key=lambda text: _chance(one.question + text))
    return QuizItem(one.question, tuple(choices), one.right, one.explanation)


def _chance(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _texts(answer: QuizShape) -> Iterator[str]:
    for one in answer.questions:
        yield from (one.question, one.right, *one.wrong, one.explanation)
