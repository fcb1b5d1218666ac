"""The body of a report: which sections it has, and each of them written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from audiobrief.model import DraftSection, Statement, Story
from audiobrief.sentences import primary
from audiobrief.synthesis.ollama.desk import AnswerError, Desk, Task
from audiobrief.synthesis.ollama.material import Material, passage_of
from audiobrief.synthesis.ollama.progress import Progress
from audiobrief.synthesis.ollama.shapes import Cited, SectionShape
from audiobrief.wording import load_wording

PARAGRAPH = 3
"""Sentences: models lay out paragraphs poorly, and a listener hears none."""

TOLD = 1800
"""Characters of what is told already that a prompt repeats, the latest of it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A section to write: ``guidance`` says what belongs in it, ``most`` how many sentences."""

    heading: str
    guidance: str
    required: bool = False
    most: int = 5


def plans(language: str, headings: Sequence[str]) -> tuple[Plan, ...]:
    """Return the sections a report has: those of ``headings``, or where empty the desk's own.

    The desk's own are named in ``language``, in English where it has no names for them. A
    heading of any language that names one of them stands for it.
    """
    if not headings:
        own = primary(language)
        return tuple(
            _plan(one, one["headings"].get(own, one["headings"]["en"])) for one in _table()
        )
    return tuple(_chosen(heading) for heading in headings)


def write_sections(
    desk: Desk, material: Material, story: Story, chosen: Sequence[Plan], now: datetime
) -> tuple[DraftSection, ...]:
    """Return the sections that the material has something for, in order; maybe none.

    One that a report can do without is left out where the model's answers for it are refused.

    Raises:
        WriterError: another section is refused twice, or the server fails.
    """
    told: list[str] = []
    written: list[DraftSection] = []
    today = load_wording("en").full_day(now)
    for number, plan in enumerate(chosen, start=1):
        desk.notify(Progress("section", plan.heading, number, len(chosen)))
        sentences = _spared_section(desk, material, plan, told, today)
        told += [one.text for one in sentences]
        if sentences:
            statements = [statement_of(one, story) for one in sentences]
            written.append(DraftSection(plan.heading, tuple(_paragraphs(statements))))
    return tuple(written)


def statement_of(one: Cited, story: Story) -> Statement:
    """Return a sentence with the passages that its labels stand for."""
    passages = dict.fromkeys(passage_of(label, story) for label in one.sources)
    return Statement(one.text, tuple(passages))


def _spared_section(
    desk: Desk, material: Material, plan: Plan, told: Sequence[str], today: str
) -> tuple[Cited, ...]:
    try:
        return _section(desk, material, plan, told, today)
    except AnswerError as error:
        if plan.required:
            raise
        desk.notify(Progress("left out", plan.heading, reason=error.what))
        return ()


def _section(
    desk: Desk, material: Material, plan: Plan, told: Sequence[str], today: str
) -> tuple[Cited, ...]:
    def faults(answer: SectionShape) -> list[str]:
        nothing = plan.required and not _new(answer.sentences, told)
        empty = ["it is empty, or says only what the report says already"] if nothing else []
        return empty + desk.inspector.faults(answer.sentences, material.labels)

    values = {
        "heading": plan.heading,
        "guidance": plan.guidance,
        "required": plan.required,
        "least": 2,
        "most": plan.most,
        "told": _latest(told),
        "today": today,
    }
    about = f"the section {plan.heading!r}"
    task = Task(about, "section", material, SectionShape, faults, values)
    return _new(desk.ask(task).sentences, told)


def _new(sentences: Sequence[Cited], told: Sequence[str]) -> tuple[Cited, ...]:
    """Return the sentences that were not told before, each once."""
    seen = {_key(text) for text in told}
    kept = []
    for one in sentences:
        if (key := _key(one.text)) not in seen:
            seen.add(key)
            kept.append(one)
    return tuple(kept)


def _key(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _latest(told: Sequence[str]) -> list[str]:
    """Return the last of what is told, as much as a prompt repeats."""
    kept, used = [], 0
    for text in reversed(told):
        used += len(text)
        if used > TOLD:
            break
        kept.append(text)
    return kept[::-1]


def _paragraphs(statements: Sequence[Statement]) -> Iterator[tuple[Statement, ...]]:
    for start in range(0, len(statements), PARAGRAPH):
        yield tuple(statements[start : start + PARAGRAPH])


def _chosen(heading: str) -> Plan:
    for one in _table():
        if heading.casefold() in {name.casefold() for name in one["headings"].values()}:
            return _plan(one, heading)
    return Plan(heading, "what the paragraphs say that belongs under this heading")


def _plan(one: Mapping[str, Any], heading: str) -> Plan:
    return Plan(heading, one["guidance"], one["required"], one["most"])


@cache
def _table() -> tuple[Mapping[str, Any], ...]:
    folder = resources.files("audiobrief.synthesis.ollama")
    return tuple(tomllib.loads(folder.joinpath("sections.toml").read_text("utf-8")).values())
