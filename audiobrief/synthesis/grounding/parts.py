"""A draft's quiz and note on sentiment, held against its own statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from audiobrief.model import (
    Article,
    Draft,
    Drop,
    Passage,
    QuizItem,
    Sentiment,
    Statement,
    Story,
)
from audiobrief.synthesis.grounding.check import named_faults
from audiobrief.synthesis.grounding.reading import read
from audiobrief.synthesis.grounding.words import normal

QUIZ, SENTIMENT = ":quiz", ":sentiment"


def checked_sentiment(draft: Draft, language: str) -> tuple[Sentiment | None, tuple[Drop, ...]]:
    """Return the sentiment, without a note that the draft's statements do not bear out.

    One whose evidence is no sentence of the draft, not any more, has nothing to stand on: it goes.
    """
    mood = draft.sentiment
    if not mood:
        return None, ()
    if mood.evidence and mood.evidence not in {one.text for one in draft.statements}:
        return None, (Drop(mood.evidence, SENTIMENT, "no sentence of the report says so"),)
    found = mood.note and named_faults(_resting(draft, mood.note), _story(draft), language=language)
    if not found:
        return mood, ()
    drop = Drop(mood.note, SENTIMENT, "; ".join(map(str, found)))
    return replace(mood, note=""), (drop,)


def checked_quiz(draft: Draft, language: str) -> tuple[tuple[QuizItem, ...], tuple[Drop, ...]]:
    """Return the questions whose answers the draft's statements give, and what was dropped."""
    kept, dropped = [], []
    for item in draft.quiz:
        reason = next(_reasons(item, draft, language), "")
        if reason:
            dropped.append(Drop(item.question, QUIZ, reason))
        else:
            kept.append(item)
    return tuple(kept), tuple(dropped)


def _reasons(item: QuizItem, draft: Draft, language: str) -> Iterator[str]:
    """Yield what is wrong with a question."""
    if item.answer not in item.choices or len(set(item.choices)) != len(item.choices):
        yield "its answer is not one of its different choices"
    for text in (item.answer, item.explanation):
        statement = _resting(draft, text)
        found = named_faults(statement, _story(draft), language=language) if text else ()
        yield from map(str, found)
    if not _answered(item, draft, language):
        yield "no statement gives its answer"


def _answered(item: QuizItem, draft: Draft, language: str) -> bool:
    """Return whether one statement has all that the answer names, and a word of the question."""
    wanted = _telling(item.answer, language)
    asked = _telling(item.question, language) - wanted
    said = [_telling(one.text, language) for one in draft.statements]
    return any(wanted <= words and (not asked or asked & words) for words in said)


def _telling(text: str, language: str) -> set[str]:
    return {key.lstrip("^") for key in read(normal(text), language, None).keys if key}


def _story(draft: Draft) -> Story:
    """Return the draft itself as a source: each statement a paragraph."""
    texts = tuple(one.text for one in draft.statements)
    return Story("draft", (Article(draft.title.text, "", "", None, texts),))


def _resting(draft: Draft, text: str) -> Statement:
    passages = (Passage(0, -1), *(Passage(0, at) for at in range(len(draft.statements))))
    return Statement(text, passages)
