"""Whether a sentence denies what its sources assert, or turns a change the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.sources import Sources
from audiobrief.synthesis.grounding.tables import Axis, Tables, load_tables
from audiobrief.synthesis.grounding.words import axes

_SCOPE = 4
"""Words of content that a denial reaches."""
_LEAST = 0.35
_LEAST_LOOSE = 1.0
_CLEARLY = 1.2
_CLEARLY_LOOSE = 1.5


@dataclass(frozen=True, slots=True)
class Denial:
    """A denial in tokens ``start`` to ``end``: ``kind`` is ``plain`` ("not") or ``verb`` ("deny").

    ``reach`` holds the places of the words it denies.
    """

    start: int
    end: int
    kind: str
    reach: tuple[int, ...]


def denials(one: Reading, tables: Tables) -> tuple[Denial, ...]:
    """Return the denials of a sentence; "not only" is none."""
    norms = tuple(item.norm for item in one.tokens)
    stems = tuple(item.stem or item.norm for item in one.tokens)
    found, at = [], 0
    while at < len(norms):
        skip = tables.no_denials.at(norms, at)
        if skip:
            at = skip[1]
            continue
        hit = tables.denials.at(norms, at) or tables.denials.at(stems, at)
        if hit:
            found.append(Denial(at, hit[1], hit[0], _reach(one, hit[1])))
        at = hit[1] if hit else at + 1
    return tuple(found)


def _reach(one: Reading, start: int) -> tuple[int, ...]:
    """Return the places of the next words of content, up to the end of the clause."""
    places = []
    for at in range(start, len(one.tokens)):
        text = one.tokens[at].text
        if text in (";", ":", ".") or (text == "," and places) or len(places) == _SCOPE:
            break
        if one.bounds[at] > one.bounds[start] and places and text != ",":
            break
        if one.keys[at] and one.keys[at][0] not in "#@":
            places.append(at)
    return tuple(places)


@dataclass(frozen=True, slots=True)
class _Sides:
    """How often a word at a place is denied: by small words alone, and in all."""

    plain: int
    all: int

    def agrees(self, other: _Sides) -> bool:
        return self.all % 2 == other.all % 2


def _sides(at: int, found: tuple[Denial, ...]) -> _Sides:
    over = [denial.kind for denial in found if at in denial.reach]
    return _Sides(over.count("plain") % 2, len(over) % 2)


def denied_otherwise(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield words that a sentence denies and its sources do not, or the other way round."""
    tables = load_tables(language)
    own = denials(statement, tables)
    read = [(one, denials(one, tables)) for one in sources.cited]
    yield from _unmatched(statement, own, read)
    for at, key in enumerate(statement.keys):
        if key and key[0] not in "#@^":
            fault = _turned(statement, at, own, read, sources)
            if fault:
                yield fault
                return


def _unmatched(
    statement: Reading, own: tuple[Denial, ...], read: list[tuple[Reading, tuple[Denial, ...]]]
) -> Iterator[Fault]:
    """Yield denials of a sentence whose sources deny nothing."""
    plain = [denial for denial in own if denial.kind == "plain"]
    if plain and not any(found for _, found in read):
        claim = _words(statement, plain[0])
        yield Fault("negation", claim, f"“{claim}” is not denied in the sources")


def _turned(
    statement: Reading,
    at: int,
    own: tuple[Denial, ...],
    read: list[tuple[Reading, tuple[Denial, ...]]],
    sources: Sources,
) -> Fault | None:
    """Return the fault that a word is denied on one side only, where its neighbours tell so."""
    mine = _sides(at, own)
    beside = statement.beside(at, at + 1)
    best = {True: 0.0, False: 0.0}
    for one, found in read:
        for place, key in enumerate(one.keys):
            if key == statement.keys[at]:
                same = mine.agrees(_sides(place, found))
                like = sources.likeness(beside, one.beside(place, place + 1))
                best[same] = max(best[same], like + _LEAST / 10)
    if best[False] > best[True] * _CLEARLY and best[False] > _LEAST:
        word = statement.tokens[at].text
        more = "denied here, not in the sources" if mine.all else "denied in the sources, not here"
        return Fault("negation", word, f"“{word}” is {more}")
    return None


def _words(one: Reading, denial: Denial) -> str:
    end = denial.reach[-1] + 1 if denial.reach else denial.end
    return " ".join(item.text for item in one.tokens[denial.start : end])


def other_way(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield words that stand on the other side of an axis than their source: "rose" for "fell"."""
    tables = load_tables(language)
    own = denials(statement, tables)
    read = [(one, denials(one, tables)) for one in sources.cited]
    for axis in axes(language):
        for at, item in enumerate(statement.tokens):
            side = _side(axis, item.stem, _sides(at, own))
            if side is not None and _opposed(statement, at, axis, side, read, sources):
                yield Fault("direction", item.text, f"“{item.text}” is the opposite of the sources")


def _side(axis: Axis, stem: str, sides: _Sides) -> int | None:
    """Return the side of an axis on which a word stands, the other one where it is denied."""
    for side in (0, 1):
        if stem in axis.sides[side]:
            return side ^ sides.plain
    return None


def _opposed(
    statement: Reading,
    at: int,
    axis: Axis,
    side: int,
    read: list[tuple[Reading, tuple[Denial, ...]]],
    sources: Sources,
) -> bool:
    beside = statement.beside(at, at + 1)
    best = [0.0, 0.0]
    for one, found in read:
        for place, item in enumerate(one.tokens):
            other = _side(axis, item.stem, _sides(place, found))
            if other is not None:
                like = sources.likeness(beside, one.beside(place, place + 1))
                best[other] = max(best[other], like + 0.01)
    clearly, least = (_CLEARLY_LOOSE, _LEAST_LOOSE) if axis.loose else (_CLEARLY, _LEAST)
    return best[1 - side] > least and best[1 - side] > clearly * best[side]
