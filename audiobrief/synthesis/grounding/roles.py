"""Who does what to whom: whether two names stand about a verb as they do in the source.

There is no parser here: names are taken by their order about the words between them, the
passive ("was sued by") and converse verbs ("beat", "lost to") turned round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.names import covers
from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.sources import Sources
from audiobrief.synthesis.grounding.tables import Tables, load_tables
from audiobrief.synthesis.grounding.words import stem_of

_FURTHEST = 9
"""Words between two names of one relation."""


@dataclass(frozen=True, slots=True)
class Relation:
    """That ``doer`` does ``verb`` (a stem) to ``other``, as far as their order tells."""

    doer: tuple[str, ...]
    verb: str
    other: tuple[str, ...]


def relations(one: Reading, language: str) -> Iterator[Relation]:
    """Yield what the names of a sentence do to one another."""
    tables = load_tables(language)
    for left, right in zip(one.names, one.names[1:], strict=False):
        between = range(left.end, right.start)
        mutual = any(one.tokens[at].norm in tables.words["mutual"] for at in between)
        if mutual or len(between) > _FURTHEST or _descriptive(one, between):
            continue
        turned = _passive(one, between, tables)
        for at in between:
            if one.keys[at] and one.keys[at][0] not in "#@^":
                pair = (right.parts, left.parts) if turned else (left.parts, right.parts)
                yield from _both_ways(Relation(pair[0], one.keys[at], pair[1]), language)


def _descriptive(one: Reading, between: range) -> bool:
    """Return whether one name only says whose the other is: "Varesh's minister, Karim"."""
    if not between or one.tokens[between[0] - 1].text.casefold().endswith(("'s", "s'")):
        return True
    first, last = one.tokens[between[0]].text, one.tokens[between[-1]].text
    return first == "," or last == "of"


def _passive(one: Reading, between: range, tables: Tables) -> bool:
    norms = [one.tokens[at].norm for at in between]
    agent = any(norm in tables.words["agent"] for norm in norms)
    return agent and any(norm in tables.words["passive"] for norm in norms)


def _both_ways(relation: Relation, language: str) -> Iterator[Relation]:
    """Yield a relation, and what it says from the other's side: who is beaten loses."""
    yield relation
    for pair in load_tables(language).converse:
        for verb, converse in permutations(stem_of(word, language) for word in pair):
            if relation.verb == verb:
                yield Relation(relation.other, converse, relation.doer)


def turned_round(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield names that have changed places about a verb."""
    tables = load_tables(language)
    known = [relation for one in sources.cited for relation in relations(one, language)]
    for own in relations(statement, language):
        same = [relation for relation in known if relation.verb == own.verb]
        straight = any(_about(own.doer, own.other, one, tables) for one in same)
        if not straight and any(_about(own.other, own.doer, one, tables) for one in same):
            doer, other = " ".join(own.doer).title(), " ".join(own.other).title()
            reason = f"“{doer}” and “{other}” stand the other way round in the sources"
            yield Fault("roles", doer, reason)
            return


def _about(
    doer: tuple[str, ...], other: tuple[str, ...], relation: Relation, tables: Tables
) -> bool:
    return _alike(doer, relation.doer, tables) and _alike(other, relation.other, tables)


def _alike(one: tuple[str, ...], other: tuple[str, ...], tables: Tables) -> bool:
    return covers(one, other, tables) or covers(other, one, tables)
