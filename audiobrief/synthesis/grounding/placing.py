"""Whether what a sentence names stands beside the same things as in its sources.

Both a sentence's figure and a source's have neighbours, weighted by nearness
(:meth:`~audiobrief.synthesis.grounding.reading.Reading.beside`). A figure is misplaced where
its neighbours are those of another one of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from audiobrief.synthesis.grounding.dates import DateMention
from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.figures import Figure
from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.sources import Cited, Sources
from audiobrief.synthesis.grounding.facts import holds_time
from audiobrief.synthesis.grounding.names import Name, alike
from audiobrief.synthesis.grounding.tables import Tables, load_tables

Beside = Mapping[str, float]
Thing = TypeVar("Thing")

CLEARLY = 1.5
"""How much more the neighbours must be another's than its own to tell of a fault."""
_LEAST = 0.8
"""Below so much likeness neighbours tell nothing."""
_SWAPPED = 1.05
_CLEARLY_NAMES = 2.0
_SWAPPED_NAMES = 1.25
_CLOSE = 2
"""A figure and a date with so many words between belong together: "2.9% in January"."""
_UNCITED = 0.6
"""What likeness to a passage that is not cited counts for."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of thing is found in a sentence and compared."""

    fault: str
    of: Callable[[Reading], Sequence[object]]
    same: Callable[[object, object], bool]
    rival: Callable[[object, object], bool]
    clearly: float = CLEARLY
    swapped: float = _SWAPPED
    each: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    """A thing of the sources, with its neighbours and what they count for."""

    thing: object
    beside: Beside
    worth: float
    meant: bool = False
    """Whether a pronoun stands for it there, which speaks for it, never against another."""


def misplaced(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield figures, times and names that stand beside what belongs to another."""
    tables = load_tables(language)
    for kind in _kinds(tables):
        yield from _misplaced(statement, sources, kind, tables)
    yield from _dated_otherwise(statement, sources)


def _kinds(tables: Tables) -> Iterator[_Kind]:
    yield _Kind(
        "number",
        lambda one: one.figures,
        lambda one, other: one.agrees(other),
        lambda one, other: one.comparable(other) and not one.agrees(other),
    )
    yield _Kind(
        "date",
        lambda one: one.dates,
        lambda one, other: _same_time(one, other),
        lambda one, other: not _same_time(one, other) and not _same_time(other, one),
    )
    yield _Kind(
        "name",
        lambda one: one.names,
        lambda one, other: alike(one.parts, other.parts, tables),
        lambda one, other: not alike(one.parts, other.parts, tables),
        _CLEARLY_NAMES,
        _SWAPPED_NAMES,
        each=True,
    )


def _same_time(one, other) -> bool:
    return any(holds_time(span, held) for span in one.spans for held in other.spans)


def _misplaced(
    statement: Reading, sources: Sources, kind: _Kind, tables: Tables
) -> Iterator[Fault]:
    held = list(_held(sources, kind, tables))
    things = [(thing, statement.beside(thing.start, thing.end)) for thing in kind.of(statement)]
    for place, (thing, beside) in enumerate(things):
        own = [one for one in held if kind.same(thing, one.thing)]
        if not own:
            continue
        mine = _best(beside, own, sources)
        rivals = [one for one in held if kind.rival(thing, one.thing) and not one.meant]
        free, told = _parted(rivals, things, kind)
        best = _best(beside, free, sources)
        crossed = place and _crossed(statement, things[:place], (thing, beside), held, kind, sources)
        if (best > _LEAST and best > kind.clearly * mine) or crossed:
            yield Fault(kind.fault, thing.text, f"“{thing.text}” stands with something else in the sources")


def _dated_otherwise(statement: Reading, sources: Sources) -> Iterator[Fault]:
    """Yield figures that stand right before another date than in the sources."""
    known = [pair for one in sources.cited for pair in _dated(one)]
    for figure, when in _dated(statement):
        dates = [other for held, other in known if figure.agrees(held)]
        if dates and not any(_same_time(when, other) for other in dates):
            reason = f"“{figure.text}” is of {dates[0].text} in the sources, not of {when.text}"
            yield Fault("number", figure.text, reason)


def _dated(one: Reading) -> Iterator[tuple[Figure, DateMention]]:
    for figure in one.figures:
        for when in one.dates:
            if 0 < when.start - figure.end < _CLOSE:
                yield figure, when


def _held(sources: Sources, kind: _Kind, tables: Tables) -> Iterator[_Held]:
    for article in sources.articles:
        for one in article.around:
            cited = one in article.cited
            if cited or kind.fault == "name":
                for thing in kind.of(one):
                    worth = 1.0 if cited else _UNCITED
                    yield _Held(thing, one.beside(thing.start, thing.end), worth)
        if kind.fault == "name":
            yield from _meant(article, tables)


def _meant(article: Cited, tables: Tables) -> Iterator[_Held]:
    """Yield the names that pronouns stand for: the first before one, or of the sentence before."""
    last: tuple[Name, ...] = ()
    for one in article.around:
        for at, item in enumerate(one.tokens):
            if item.norm in tables.words["pronouns"] and one in article.cited:
                before = [name for name in one.names if name.end <= at]
                for name in (*before, *last):
                    yield _Held(name, one.beside(at, at + 1), 1.0, meant=True)
        last = one.names or last


def _parted(rivals, things, kind) -> tuple[list[_Held], list[_Held]]:
    """Return the rivals that the sentence does not name, and those it does."""
    told = [one for one in rivals if any(kind.same(thing, one.thing) for thing, _ in things)]
    return [one for one in rivals if one not in told], told


def _best(beside: Beside, held: Iterable[_Held], sources: Sources) -> float:
    return max((sources.likeness(beside, one.beside) * one.worth for one in held), default=0.0)


def _without(beside: Beside, keys: set[str]) -> Beside:
    return {key: weight for key, weight in beside.items() if key not in keys}


def _crossed(statement, before, after, held, kind, sources) -> bool:
    """Return whether a thing and one before it would stand better in each other's place."""
    thing, beside = after
    own = [one for one in held if kind.same(thing, one.thing)]
    for other, other_beside in before:
        others = [one for one in held if kind.same(other, one.thing)]
        origins = _origins(thing, other, own, others)
        if origins:
            return True
        if origins is not None or not kind.rival(thing, other):
            continue
        pair = {statement.keys[at] for one in (thing, other) for at in range(one.start, one.end)}
        mine, theirs = _without(beside, pair), _without(other_beside, pair)
        straight = _best(mine, own, sources), _best(theirs, others, sources)
        real = [[one for one in some if not one.meant] for some in (own, others)]
        swapped = _best(mine, real[1], sources), _best(theirs, real[0], sources)
        each = not kind.each or (swapped[0] > straight[0] and swapped[1] > straight[1])
        if each and sum(swapped) > max(_LEAST, kind.swapped * sum(straight)):
            return True
    return False


def _origins(thing, other, own: list[_Held], others: list[_Held]) -> bool | None:
    """Return whether a change starts at the other end than in the sources; None if none says."""
    if not isinstance(thing, Figure) or thing.origin == other.origin:
        return None
    starts = {place for place, held in enumerate((own, others)) for one in held if one.thing.origin}
    return (1 if other.origin else 0) not in starts if len(starts) == 1 else None
