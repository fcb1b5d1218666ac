"""All checks of one sentence, in one order."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from audiobrief.model import Statement, Story
from audiobrief.synthesis.grounding.attribution import misattributed
from audiobrief.synthesis.grounding.certainty import surer
from audiobrief.synthesis.grounding.direction import other_way
from audiobrief.synthesis.grounding.facts import (
    impossible_parts,
    shut_out,
    unknown_currencies,
    unknown_dates,
    unknown_figures,
    unknown_names,
    unknown_quotations,
)
from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.placing import misplaced
from audiobrief.synthesis.grounding.polarity import denied_otherwise
from audiobrief.synthesis.grounding.reading import Reading, read
from audiobrief.synthesis.grounding.roles import turned_round
from audiobrief.synthesis.grounding.sources import Sources, missing, sources_of
from audiobrief.synthesis.grounding.support import unsupported
from audiobrief.synthesis.grounding.words import normal

Check = Callable[[Reading, Sources, str], Iterator[Fault]]
"""A sentence, what it rests on and the language → what is wrong."""


def faults(statement: Statement, story: Story, *, language: str) -> tuple[Fault, ...]:
    """Return what the passages of a statement do not bear out; nothing if it holds.

    Args:
        statement: a sentence of a report and the passages it is said to rest on.
        story: what the passages are of.
        language: the one all of them are written in, a BCP 47 tag ("en-GB").
    """
    return _checked(statement, story, language, (_named, _said))


def named_faults(statement: Statement, story: Story, *, language: str) -> tuple[Fault, ...]:
    """Return the figures, times, names and quotations that the passages do not have.

    For what is no sentence of its own: an answer, a note.
    """
    return _checked(statement, story, language, (_named,))


def _checked(
    statement: Statement, story: Story, language: str, checks: tuple[Check, ...]
) -> tuple[Fault, ...]:
    if not statement.passages:
        return (Fault("sources", statement.text, "it names no passage that it rests on"),)
    gone = missing(statement, story)
    if gone:
        listed = ", ".join(f"{one.article}:{one.paragraph}" for one in gone)
        return (Fault("sources", listed, f"the story has no passage {listed}"),)
    sources = sources_of(statement, story, language)
    own = read(normal(statement.text), language, sources.articles[0].day, sources.names)
    return tuple(fault for check in checks for fault in check(own, sources, language))


def _named(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    yield from unknown_figures(statement, sources)
    yield from impossible_parts(statement, language)
    yield from unknown_currencies(statement, sources, language)
    yield from unknown_dates(statement, sources, language)
    yield from unknown_names(statement, sources, language)
    yield from unknown_quotations(statement, sources)


def _said(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    yield from shut_out(statement, sources, language)
    yield from misattributed(statement, sources, language)
    if not _taken_over(statement, sources):
        yield from _told_otherwise(statement, sources, language)


def _told_otherwise(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    yield from misplaced(statement, sources, language)
    yield from denied_otherwise(statement, sources, language)
    yield from other_way(statement, sources, language)
    yield from surer(statement, sources, language)
    yield from turned_round(statement, sources, language)
    yield from unsupported(statement, sources)


def _taken_over(statement: Reading, sources: Sources) -> bool:
    """Return whether a sentence stands in a passage word for word, and so says the same."""
    return any(one.text == statement.text for one in sources.cited)
