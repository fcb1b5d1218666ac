"""Whether a sentence turns a change the other way round: "rose" for "fell", "won" for "lost"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audiobrief.synthesis.grounding.denials import Denials, denials
from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.sources import Sources
from audiobrief.synthesis.grounding.tables import Axis, Tables, load_tables
from audiobrief.synthesis.grounding.words import axes

_LEAST, _LEAST_LOOSE = 0.2, 1.0
_CLEARLY, _CLEARLY_LOOSE = 1.2, 1.5
_SHARED = 0.02
"""What it counts for that a word of an axis is there at all, whatever its neighbours."""


@dataclass(frozen=True, slots=True)
class _Denied:
    """A sentence with its denials, which turn a word to the other side of an axis."""

    one: Reading
    found: Denials
    tables: Tables

    def side(self, axis: Axis, at: int) -> int | None:
        """Return the side of an axis on which a word stands, the other one where it is denied."""
        if self._idle(at):
            return None
        for side in (0, 1):
            if self._stem(at) in axis.sides[side]:
                return side ^ self.found.hit(at)
        return None

    def _stem(self, at: int) -> str:
        """Return the stem of a word, or of what it says behind a figure: "6% more" is a rise."""
        item = self.one.tokens[at]
        behind = any(figure.end == at for figure in self.one.figures)
        return self.tables.behind_figures.get(item.norm, item.stem) if behind else item.stem

    def sides(self, axis: Axis) -> set[int]:
        """Return the sides of an axis of which it has words."""
        found = (self.side(axis, at) for at in range(len(self.one.tokens)))
        return {side for side in found if side is not None}

    def _idle(self, at: int) -> bool:
        """Return whether a word is part of a phrase or figure that tells no direction: "up to"."""
        tables, one = self.tables, self.one
        norms = tuple(item.norm for item in one.tokens[at : at + tables.idle.longest])
        word = one.tokens[at].norm
        only = tables.only_after.get(word)
        behind_figure = any(figure.end == at for figure in one.figures)
        return (
            bool(tables.idle.at(norms, 0))
            or (word in tables.words["after_figures"] and not behind_figure)
            or (only is not None and not (at and one.tokens[at - 1].norm in only))
            or any(
                figure.start <= at < figure.end for figure in one.figures if figure.kind != "times"
            )
        )


def other_way(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield words that stand on the other side of an axis than their source's."""
    tables = load_tables(language)
    own = _Denied(statement, denials(statement, language), tables)
    read = [_Denied(one, denials(one, language), tables) for one in sources.cited]
    for axis in axes(language):
        for at, item in enumerate(statement.tokens):
            if at not in statement.quoted and _opposed(own, at, axis, read, sources):
                yield Fault("direction", item.text, f"“{item.text}” is the opposite of the sources")


def _opposed(own: _Denied, at: int, axis: Axis, read: list[_Denied], sources: Sources) -> bool:
    """Return whether a word's neighbours are those of a word on the other side."""
    side = own.side(axis, at)
    if side is None:
        return False
    best = _best(own, at, axis, read, sources)
    if not best[True] and own.sides(axis) == {0, 1}:
        return False
    clearly, least = (_CLEARLY_LOOSE, _LEAST_LOOSE) if axis.loose else (_CLEARLY, _LEAST)
    return best[False] > max(least, clearly * best[True])


def _best(
    own: _Denied, at: int, axis: Axis, read: list[_Denied], sources: Sources
) -> dict[bool, float]:
    """Return how alike the neighbours are of words on the same side, and on the other."""
    beside = own.one.beside(at, at + 1)
    best = {True: 0.0, False: 0.0}
    for held in read:
        for place in range(len(held.one.tokens)):
            if held.side(axis, place) is not None:
                same = _agree(own, at, held, place, axis)
                like = sources.likeness(beside, held.one.beside(place, place + 1))
                best[same] = max(best[same], like + _SHARED)
    return best


def _agree(own: _Denied, at: int, held: _Denied, place: int, axis: Axis) -> bool:
    """Return whether two words of an axis say the same; where a denial may reach, they may."""
    same = own.side(axis, at) == held.side(axis, place)
    if axis.converse and _turned_round(own.one, at, held.one, place):
        same = not same
    differ = held.found.hit(place) != own.found.hit(at)
    return same or (differ and held.found.near(place) and own.found.near(at))


def _turned_round(statement: Reading, at: int, one: Reading, place: int) -> bool:
    """Return whether what stands before a word in a sentence stands behind it in the source."""
    before, behind = _around(statement, at)
    first, last = _around(one, place)
    turned = before & last, behind & first
    straight = len(before & first) + len(behind & last)
    return all(turned) and len(turned[0]) + len(turned[1]) > straight


def _around(one: Reading, at: int) -> tuple[set[str], set[str]]:
    return {key for key in one.keys[:at] if key}, {key for key in one.keys[at + 1 :] if key}
