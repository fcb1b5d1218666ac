"""A story written and checked: by the writer that the show names, or by the one that stands in."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime

from audiobrief.config import Show
from audiobrief.errors import WriterError
from audiobrief.model import Draft, Story
from audiobrief.synthesis.grounding import Rewrite, ground
from audiobrief.synthesis.ollama.progress import Notify

BUILT_IN, OLLAMA = "built-in", "ollama"


@dataclass(frozen=True, slots=True)
class Written:
    """A checked draft, and who made the parts that it does not name a writer for."""

    draft: Draft
    sentiment: str = BUILT_IN
    quiz: str = BUILT_IN


def write(story: Story, show: Show, now: datetime, notify: Notify) -> Written:
    """Return the draft of a story with nothing in it that its sources do not bear out.

    Where the model fails and the show allows it, the built-in writer stands in, and the draft
    says why.

    Raises:
        WriterError: the model fails, and nothing stands in.
        ReportError: no sentence of the sources can be told.
    """
    if show.writer.writer == BUILT_IN:
        return _written_here(story, show, now)
    try:
        return _written_by_model(story, show, now, notify)
    except WriterError as error:
        if not show.writer.fallback:
            raise
        return _written_here(story, show, now, fell_back=error.what)


def _written_here(story: Story, show: Show, now: datetime, fell_back: str = "") -> Written:
    from audiobrief.synthesis.extractive import without_orphans
    from audiobrief.synthesis.extractive import write as write_extract

    written = write_extract(story, language=show.language, now=now)
    method = replace(written.method, fell_back=fell_back)
    checked = ground(replace(written, method=method), story, _as_it_is, language=show.language)
    return _completed(without_orphans(written, checked, show.language), show)


def _written_by_model(story: Story, show: Show, now: datetime, notify: Notify) -> Written:
    from audiobrief.synthesis.ollama import Rewriter
    from audiobrief.synthesis.ollama import write as write_by_model

    draft = write_by_model(story, show.writer, language=show.language, now=now, notify=notify)
    with ExitStack() as stack:
        rewriter = stack.enter_context(Rewriter(show.writer, language=show.language, notify=notify))
        rewrite: Rewrite = lambda said, faults: rewriter(  # noqa: E731 - a closure of one line
            said, "; ".join(map(str, faults)), story
        )
        checked = ground(draft, story, rewrite, language=show.language)
    return _completed(checked, show)


def _as_it_is(*_: object) -> None:
    """Mend nothing: the built-in writer has only its sources' own sentences."""


def _completed(draft: Draft, show: Show) -> Written:
    """Return a checked draft with the sentiment and quiz that its writer did not give, or lost."""
    from audiobrief.synthesis.quiz import make_quiz
    from audiobrief.synthesis.sentiment import read_sentiment

    whole = replace(
        draft,
        category=draft.category or show.writer.category,
        sentiment=draft.sentiment or read_sentiment(draft, show.language),
        quiz=draft.quiz or make_quiz(draft, show.language),
    )
    writer = draft.method.writer
    return Written(
        whole,
        sentiment=writer if draft.sentiment else BUILT_IN,
        quiz=writer if draft.quiz else BUILT_IN,
    )
