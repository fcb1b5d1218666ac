"""Questions on a report that its own sentences answer, made without a language model.

A sentence of the report is asked for a figure, a date, a day or a speaker that it names. The
wrong choices are of the same kind, and none of them stands in the report, speakers aside; so no
two choices are right. The same report gives the same questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from audiobrief.files import digest
from audiobrief.markup import MARK
from audiobrief.model import Draft, QuizItem
from audiobrief.synthesis.extractive.candidates import leans
from audiobrief.synthesis.extractive.cues import load_cues
from audiobrief.synthesis.quiz.facts import DATE, FIGURES, PERSON, WEEKDAY, YEAR, Fact, load_finder
from audiobrief.synthesis.quiz.wrong import WrongChoices
from audiobrief.synthesis.tables import load_table

QUESTIONS = 3
KINDS = (FIGURES, PERSON, YEAR, DATE, WEEKDAY)
"""What is asked for, the most telling first; kinds take turns."""

LENGTH = range(6, 37)
"""Words of a sentence that can be asked about."""

_NUMBER = re.compile(r"\d+")


def make_quiz(draft: Draft, language: str) -> tuple[QuizItem, ...]:
    """Return three questions, fewer where the report has not as many facts to ask for.

    Raises:
        ConfigError: there are no tables for the language.
    """
    texts = tuple(dict.fromkeys(one.text for one in draft.statements))
    wrong = WrongChoices((draft.title.text, *texts), language)
    askable = [text for text in texts if _is_askable(text, language)]
    asked: list[QuizItem] = []
    turns = list(KINDS)
    while len(asked) < QUESTIONS:
        kind, item = next(_items(turns, askable, wrong, asked), ("", None))
        if item is None:
            break
        asked.append(item)
        turns.append(turns.pop(turns.index(kind)))
    return tuple(asked)


def _is_askable(text: str, language: str) -> bool:
    """Return whether a sentence is understood by itself, and short enough to be asked."""
    alone = not leans(text, load_cues(language))
    return len(text.split()) in LENGTH and alone and not MARK.search(text) and "…" not in text


def _items(
    kinds: Sequence[str], texts: Sequence[str], wrong: WrongChoices, asked: Sequence[QuizItem]
) -> Iterator[tuple[str, QuizItem]]:
    """Yield questions with their kind, by kind and then in the report's order."""
    about = {item.explanation for item in asked}
    finder = load_finder(wrong.language)
    for kind in kinds:
        for text in texts:
            facts = finder.facts(text) if text not in about else []
            for fact in facts:
                item = _item(fact, text, wrong) if fact.kind == kind else None
                if item and not any(_tells(item, other) for other in asked):
                    yield kind, item


def _item(fact: Fact, text: str, wrong: WrongChoices) -> QuizItem | None:
    """Return the question for a fact, or None where there are no three wrong choices."""
    others = wrong.of(fact, text)
    if not others:
        return None
    asked = load_table(wrong.language, "quiz.toml")["asked"]
    blank = f'<sub alias="{asked["blank"]}">…</sub>'
    return QuizItem(
        question=f"{asked[fact.kind]} {text[: fact.start]}{blank}{text[fact.end :]}",
        choices=_ordered([fact.text, *others], fact.kind, text),
        answer=fact.text,
        explanation=text,
    )


def _ordered(choices: Sequence[str], kind: str, text: str) -> tuple[str, ...]:
    """Return choices as they are listed: figures by size, others as if shuffled."""
    if kind in (FIGURES, YEAR, DATE):
        return tuple(sorted(choices, key=_size))
    return tuple(sorted(choices, key=lambda one: digest(f"{one}:{text}".encode())))


def _size(choice: str) -> tuple[int, str]:
    """Return a sort key for figures that are written alike, so that their digits tell."""
    return int("".join(_NUMBER.findall(choice))), choice


def _tells(item: QuizItem, other: QuizItem) -> bool:
    """Return whether one of two questions gives the other's answer away, or has the same.

    "3.25 percent" is "3.25%": of an answer with figures, they count alone.
    """
    same = _told_alike(item.answer) == _told_alike(other.answer)
    return same or item.answer in other.question or other.answer in item.question


def _told_alike(answer: str) -> str:
    return ".".join(_NUMBER.findall(answer)) or answer
