"""Whether a sentence denies what its sources assert, or turns a change the other way round."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.synthesis.grounding.denials import Denial, Denials, denials
from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.sources import Sources
from audiobrief.synthesis.grounding.tables import Axis, Tables, load_tables
from audiobrief.synthesis.grounding.words import axes

_LEAST = 0.2
_LEAST_LOOSE = 1.0
_CLEARLY = 1.2
_CLEARLY_LOOSE = 1.5
_SHARED = 0.02
"""What it counts for that a word is there at all, whatever its neighbours."""

Read = list[tuple[Reading, Denials]]


def denied_otherwise(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield words that a sentence denies and its sources do not, or the other way round."""
    own = denials(statement, language)
    read = [(one, denials(one, language)) for one in sources.cited]
    yield from _unmatched(statement, own, read)
    yield from _left_out(statement, own, read, sources)
    tables = load_tables(language)
    for at, key in enumerate(statement.keys):
        if at in statement.quoted:
            continue
        if key and key[0] not in "#@^" and statement.tokens[at].norm not in tables.words["verbs"]:
            fault = _turned(statement, at, own, read, sources)
            if fault:
                yield fault
                return


def _unmatched(statement: Reading, own: Denials, read: Read) -> Iterator[Fault]:
    """Yield a denial of a sentence whose sources deny nothing."""
    stems = {item.stem for item in statement.tokens}
    denied = any(
        one.kind != "maybe" or one.stem not in stems for _, found in read for one in found.found
    )
    if own.certain and not denied:
        claim = _words(statement, own.certain[0])
        yield Fault("negation", claim, f"“{claim}” is not denied in the sources")


def _left_out(statement: Reading, own: Denials, read: Read, sources: Sources) -> Iterator[Fault]:
    """Yield a sentence in new words that leaves out the "not" of the one it comes from."""
    if own.found:
        return
    keys = {key for key in statement.keys if key}
    known = {key for one in sources.cited for key in one.keys}
    if keys <= known:
        return
    for one, found in read:
        shared = keys & set(one.keys)
        for denial in found.certain:
            before = set(one.keys[: denial.start]) & keys
            behind = set(one.keys[denial.end :]) & keys
            if before and not behind and shared == keys & known:
                claim = _words(one, denial)
                yield Fault("negation", claim, f"the sources say “{claim}”, which is left out here")
                return


def _turned(
    statement: Reading, at: int, own: Denials, read: Read, sources: Sources
) -> Fault | None:
    """Return the fault that a word is denied on one side only, where its neighbours tell so."""
    beside = statement.beside(at, at + 1)
    best = {True: 0.0, False: 0.0}
    verbs = frozenset(one.stem for _, found in read for one in found.found)
    for one, found in read:
        for place, key in enumerate(one.keys):
            if key == statement.keys[at]:
                same = _agree(own, at, found, place, verbs)
                like = sources.likeness(beside, one.beside(place, place + 1))
                best[same] = max(best[same], like + _SHARED)
    least = _LEAST if best[True] else 0.0
    if best[False] <= least or best[False] <= best[True] * _CLEARLY:
        return None
    word = statement.tokens[at].text
    more = "denied here, not in the sources" if own.hit(at) else "denied in the sources, not here"
    return Fault("negation", word, f"“{word}” is {more}")


def _agree(own: Denials, at: int, found: Denials, place: int, verbs: frozenset[str]) -> bool:
    """Return whether two places of one word are both denied, or may both be meant not to be."""
    if own.beyond(at, verbs):
        return found.hit(place) or found.near(place)
    return not found.hit(place) or own.near(at)


def _words(one: Reading, denial: Denial) -> str:
    end = max(denial.target + 1, denial.end)
    return " ".join(item.text for item in one.tokens[denial.start : end])


def other_way(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield words that stand on the other side of an axis than their source: "rose" for "fell"."""
    tables = load_tables(language)
    own = denials(statement, language)
    read = [(one, denials(one, language)) for one in sources.cited]
    for axis in axes(language):
        for at in range(len(statement.tokens)):
            if at in statement.quoted:
                continue
            side = _side(axis, statement, at, own, tables)
            if side is not None and _opposed(statement, at, axis, side, own, read, sources, tables):
                word = statement.tokens[at].text
                yield Fault("direction", word, f"“{word}” is the opposite of the sources")


def _side(axis: Axis, one: Reading, at: int, found: Denials, tables: Tables) -> int | None:
    """Return the side of an axis on which a word stands, the other one where it is denied."""
    if _idle(one, at, tables):
        return None
    for side in (0, 1):
        if one.tokens[at].stem in axis.sides[side]:
            return side ^ found.hit(at)
    return None


def _idle(one: Reading, at: int, tables: Tables) -> bool:
    """Return whether a word is part of a phrase that tells no direction: "up to"."""
    norms = tuple(item.norm for item in one.tokens[at : at + tables.idle.longest])
    if tables.idle.at(norms, 0):
        return True
    behind_figure = any(figure.end == at for figure in one.figures)
    if norms[0] in tables.words["after_figures"] and not behind_figure:
        return True
    only = tables.only_after.get(norms[0])
    if only is not None and not (at and one.tokens[at - 1].norm in only):
        return True
    return any(figure.start <= at < figure.end for figure in one.figures if figure.kind != "times")


def _opposed(
    statement: Reading,
    at: int,
    axis: Axis,
    side: int,
    own: Denials,
    read: Read,
    sources: Sources,
    tables: Tables,
) -> bool:
    beside = statement.beside(at, at + 1)
    best = [0.0, 0.0]
    for one, found in read:
        for place in range(len(one.tokens)):
            other = _side(axis, one, place, found, tables)
            if other is not None:
                if found.hit(place) != own.hit(at) and found.near(place) and own.near(at):
                    other = side
                if axis.converse and _turned_round(statement, at, one, place):
                    other = 1 - other
                like = sources.likeness(beside, one.beside(place, place + 1))
                best[other] = max(best[other], like + _SHARED)
    if not best[side] and _both_sides(statement, axis, own, tables):
        return False
    clearly, least = (_CLEARLY_LOOSE, _LEAST_LOOSE) if axis.loose else (_CLEARLY, _LEAST)
    return best[1 - side] > least and best[1 - side] > clearly * best[side]


def _both_sides(statement: Reading, axis: Axis, own: Denials, tables: Tables) -> bool:
    """Return whether a sentence has words of either side, of which its source has other words."""
    sides = {_side(axis, statement, at, own, tables) for at in range(len(statement.tokens))}
    return {0, 1} <= sides


def _turned_round(statement: Reading, at: int, one: Reading, place: int) -> bool:
    """Return whether what stands before a word in a sentence stands behind it in the source."""
    before, behind = _around(statement, at)
    first, last = _around(one, place)
    turned = before & last, behind & first
    straight = len(before & first) + len(behind & last)
    return all(turned) and len(turned[0]) + len(turned[1]) > straight


def _around(one: Reading, at: int) -> tuple[set[str], set[str]]:
    return {key for key in one.keys[:at] if key}, {key for key in one.keys[at + 1 :] if key}
