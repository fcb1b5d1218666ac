"""Whether what a sentence names stands beside the same things as in its sources.

Both a sentence's figure and a source's have neighbours, weighted by nearness
(:meth:`~audiobrief.synthesis.grounding.reading.Reading.beside`). A figure is misplaced where
its neighbours are those of another one of its kind, or where two of them stand in each other's
place. So are times and names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from audiobrief.synthesis.grounding.dates import DateMention
from audiobrief.synthesis.grounding.facts import holds_time
from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.figures import Figure
from audiobrief.synthesis.grounding.names import Name, alike
from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.sources import Cited, Sources
from audiobrief.synthesis.grounding.tables import Tables, load_tables

Beside = Mapping[str, float]
Thing = TypeVar("Thing", Figure, DateMention, Name)

_LEAST = 0.8
"""Below so much likeness neighbours tell nothing."""
_UNCITED = 0.6
"""What likeness to a passage that is not cited counts for."""
_CLOSE = 2
"""A figure and a date with so many words between belong together: "2.9% in January"."""


@dataclass(frozen=True, slots=True)
class _Kind(Generic[Thing]):
    """How one kind of thing is found in a sentence and compared.

    ``clearly`` is how much more the neighbours must be another's than its own to tell of a
    fault, ``swapped`` how much better two things must stand in each other's place; with
    ``each`` both of them must.
    """

    fault: str
    of: Callable[[Reading], tuple[Thing, ...]]
    same: Callable[[Thing, Thing], bool]
    rival: Callable[[Thing, Thing], bool]
    clearly: float = 1.5
    swapped: float = 1.05
    each: bool = False


@dataclass(frozen=True, slots=True)
class _Held(Generic[Thing]):
    """A thing of the sources, with its neighbours and what they count for.

    ``meant`` is one for which a pronoun stands there: it speaks for it, never against another.
    """

    thing: Thing
    beside: Beside
    where: Reading
    worth: float = 1.0
    meant: bool = False


def misplaced(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield figures, times and names that stand beside what belongs to another."""
    tables = load_tables(language)
    figures: _Kind[Figure] = _Kind("number", lambda one: one.figures, Figure.agrees, Figure.rivals)
    dates: _Kind[DateMention] = _Kind("date", lambda one: one.dates, _same_time, _other_time)
    names: _Kind[Name] = _Kind(
        "name",
        lambda one: one.names,
        lambda one, other: alike(one.parts, other.parts, tables),
        lambda one, other: not alike(one.parts, other.parts, tables),
        clearly=2.0,
        swapped=1.25,
        each=True,
    )
    yield from _Placing(statement, sources, figures, _cited(sources, figures)).faults()
    yield from _Placing(statement, sources, dates, _cited(sources, dates)).faults()
    yield from _Placing(statement, sources, names, _named(sources, names, tables)).faults()
    yield from _dated_otherwise(statement, sources)


def _same_time(one: DateMention, other: DateMention) -> bool:
    return any(holds_time(span, held) for span in one.spans for held in other.spans)


def _other_time(one: DateMention, other: DateMention) -> bool:
    return not _same_time(one, other) and not _same_time(other, one)


def _cited(sources: Sources, kind: _Kind[Thing]) -> tuple[_Held[Thing], ...]:
    return tuple(
        _Held(thing, one.beside(thing.start, thing.end), one)
        for one in sources.cited
        for thing in kind.of(one)
    )


def _named(sources: Sources, kind: _Kind[Name], tables: Tables) -> tuple[_Held[Name], ...]:
    """Return the names of whole articles, and what pronouns of the passages cited stand for."""
    around = [
        _Held(name, one.beside(name.start, name.end), one, _UNCITED)
        for article in sources.articles
        for one in article.around
        if one not in article.cited
        for name in one.names
    ]
    meant = [held for article in sources.articles for held in _meant(article, tables)]
    return (*_cited(sources, kind), *around, *meant)


def _meant(article: Cited, tables: Tables) -> Iterator[_Held[Name]]:
    """Yield the names that a pronoun may stand for: before it, or in the sentence before."""
    last: tuple[Name, ...] = ()
    for one in article.around:
        for at, item in enumerate(one.tokens):
            if item.norm in tables.words["pronouns"] and one in article.cited:
                before = [name for name in one.names if name.end <= at]
                for name in (*before, *last):
                    yield _Held(name, one.beside(at, at + 1), one, meant=True)
        last = one.names or last


@dataclass(frozen=True, slots=True)
class _Placing(Generic[Thing]):
    """The things of one kind in a sentence, held against those of its sources."""

    statement: Reading
    sources: Sources
    kind: _Kind[Thing]
    held: Sequence[_Held[Thing]]

    def faults(self) -> Iterator[Fault]:
        things = self.kind.of(self.statement)
        for place, thing in enumerate(things):
            own = self._own(thing)
            if not own:
                continue
            if self._stolen(thing, own, things) or any(
                self._crossed(thing, own, other) for other in things[:place]
            ):
                reason = f"“{thing.text}” stands with something else in the sources"
                yield Fault(self.kind.fault, thing.text, reason)

    def _own(self, thing: Thing) -> list[_Held[Thing]]:
        return [one for one in self.held if self.kind.same(thing, one.thing)]

    def _beside(self, thing: Thing) -> Beside:
        return self.statement.beside(thing.start, thing.end)

    def _stolen(self, thing: Thing, own: list[_Held[Thing]], things: tuple[Thing, ...]) -> bool:
        """Return whether the neighbours of a thing belong to one that is left out."""
        homes = [one.where for one in own if not one.meant] if self.kind.each else []
        rivals = [
            one
            for one in self.held
            if self.kind.rival(thing, one.thing)
            and not one.meant
            and one.where not in homes
            and not any(self.kind.same(told, one.thing) for told in things)
        ]
        beside = self._beside(thing)
        best = self._best(beside, rivals)
        return best > max(_LEAST, self.kind.clearly * self._best(beside, own))

    def _crossed(self, thing: Thing, own: list[_Held[Thing]], other: Thing) -> bool:
        """Return whether two things would stand better in each other's place."""
        others = self._own(other)
        turned = _turned(thing, other, own, others)
        if turned is not None or not self.kind.rival(thing, other):
            return bool(turned)
        mine, theirs = self._apart(thing, other)
        straight = self._best(mine, own), self._best(theirs, others)
        swapped = self._best(mine, _real(others)), self._best(theirs, _real(own))
        each = swapped[0] > straight[0] and swapped[1] > straight[1]
        if self.kind.each and not each:
            return False
        return sum(swapped) > max(_LEAST, self.kind.swapped * sum(straight))

    def _apart(self, thing: Thing, other: Thing) -> tuple[Beside, Beside]:
        """Return the neighbours of two things without one another."""
        places = [at for one in (thing, other) for at in range(one.start, one.end)]
        pair = {self.statement.keys[at] for at in places}
        mine, theirs = (
            {key: weight for key, weight in self._beside(one).items() if key not in pair}
            for one in (thing, other)
        )
        return mine, theirs

    def _best(self, beside: Beside, held: Iterable[_Held[Thing]]) -> float:
        likeness = self.sources.likeness
        return max((likeness(beside, one.beside) * one.worth for one in held), default=0.0)


def _real(held: Iterable[_Held[Thing]]) -> list[_Held[Thing]]:
    return [one for one in held if not one.meant]


def _turned(
    thing: Thing, other: Thing, own: Sequence[_Held[Thing]], others: Sequence[_Held[Thing]]
) -> bool | None:
    """Return whether a change starts at the other end than in the sources; None if none says."""
    starts = _starts(thing), _starts(other)
    sources = [any(_starts(one.thing) for one in some) for some in (own, others)]
    if starts[0] == starts[1] or sources[0] == sources[1]:
        return None
    return starts[0] != sources[0]


def _starts(thing: Figure | DateMention | Name) -> bool:
    return isinstance(thing, Figure) and thing.origin


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
