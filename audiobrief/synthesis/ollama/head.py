"""What stands over a report: title, summary and category, all told from its own sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from audiobrief.model import Passage, Statement
from audiobrief.synthesis.ollama.desk import Desk, Task
from audiobrief.synthesis.ollama.fencing import neutral
from audiobrief.synthesis.ollama.material import Line, Material, fitting
from audiobrief.synthesis.ollama.progress import Progress
from audiobrief.synthesis.ollama.shapes import HeadShape

LONGEST_TITLE = 120
LONGEST_CATEGORY = 40
"""Characters."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over a report."""

    title: Statement
    summary: tuple[Statement, ...]
    category: str


def numbered(statements: Sequence[Statement], room: int) -> Material:
    """Return a report's own sentences as material, labelled ``S1``, ``S2``, ...

    Those from the end are left out where there is no room for them in so many tokens.
    """
    lines = (
        Line((f"S{number}",), neutral(one.text)) for number, one in enumerate(statements, start=1)
    )
    return fitting(Material((), tuple(lines)), room)


def passages_of(labels: Iterable[str], statements: Sequence[Statement]) -> tuple[Passage, ...]:
    """Return what the statements with these labels rest on, each passage once."""
    cited = (statements[int(label.removeprefix("S")) - 1] for label in labels)
    return tuple(dict.fromkeys(passage for one in cited for passage in one.passages))


def write_head(desk: Desk, statements: Sequence[Statement]) -> Head:
    """Return title, summary and category of a report of these sentences.

    Raises:
        WriterError: they are refused twice, or the server fails.
    """
    desk.notify(Progress("head"))
    material = numbered(statements, desk.room)

    def faults(answer: HeadShape) -> list[str]:
        found = desk.inspector.faults(answer.summary, material.labels)
        found += desk.inspector.citations(answer.title.sources, material.labels)
        found += desk.inspector.texts([answer.title.text, answer.category])
        if len(answer.title.text) > LONGEST_TITLE:
            found.append(f"the title is longer than {LONGEST_TITLE} characters")
        if len(answer.category) > LONGEST_CATEGORY:
            found.append(f"the category is longer than {LONGEST_CATEGORY} characters")
        return found

    head = desk.ask(Task("title and summary", "head", material, HeadShape, faults, {}))
    title = Statement(_headline(head.title.text), passages_of(head.title.sources, statements))
    summary = [Statement(one.text, passages_of(one.sources, statements)) for one in head.summary]
    return Head(title, tuple(summary), head.category)


def _headline(text: str) -> str:
    """Return a headline without the stop and the quotation marks that models put around it."""
    bare = text.removesuffix(".")
    quoted = len(bare) > 1 and bare[0] + bare[-1] in {'""', "“”", "„“", "«»"}
    return bare[1:-1].strip().removesuffix(".") if quoted else bare
