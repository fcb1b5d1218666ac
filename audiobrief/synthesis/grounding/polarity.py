"""Whether a sentence denies what its sources assert, or asserts what they deny."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.synthesis.grounding.denials import Denial, Denials, denials
from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.sources import Sources
from audiobrief.synthesis.grounding.tables import load_tables
from audiobrief.synthesis.grounding.words import stem_of

_LEAST = 0.2
_CLEARLY = 1.2
_SHARED = 0.02
"""What it counts for that a word is there at all, whatever its neighbours."""

Read = list[tuple[Reading, Denials]]


def denied_otherwise(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield words that a sentence denies and its sources do not, or the other way round."""
    own = denials(statement, language)
    read = [(one, denials(one, language)) for one in sources.cited]
    yield from _unmatched(statement, own, read, language)
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


def _unmatched(statement: Reading, own: Denials, read: Read, language: str) -> Iterator[Fault]:
    """Yield a denial of a sentence whose sources deny nothing."""
    stems = {item.stem for item in statement.tokens}
    denied = any(
        one.kind != "maybe" or one.stem not in stems for _, found in read for one in found.found
    )
    prefixed = own.certain and _prefixed(statement.keys[own.certain[0].target], read, language)
    if own.certain and not denied and not prefixed:
        claim = _words(statement, own.certain[0])
        yield Fault("negation", claim, f"“{claim}” is not denied in the sources")


def _prefixed(key: str, read: Read, language: str) -> bool:
    """Return whether a source denies a word by its beginning: "undammed" for "without a dam"."""
    prefixes = load_tables(language).words["prefixes"]
    norms = {item.norm for one, _ in read for item in one.tokens}
    return any(
        norm.startswith(prefix) and stem_of(norm.removeprefix(prefix), language) == key
        for norm in norms
        for prefix in prefixes
    )


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
