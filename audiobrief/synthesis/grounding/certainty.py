"""Whether a sentence is surer than its sources: "may" made "will", a plan made a deed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from audiobrief.synthesis.grounding.denials import denials
from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.sources import Sources
from audiobrief.synthesis.grounding.tables import Tables, load_tables
from audiobrief.synthesis.grounding.words import stem_of

_DOUBTFUL, _EXPECTED, _PLANNED, _WILLED, _FACT = range(5)
_LEVELS = ("doubtful", "expected", "planned", "to come", "fact")
_SCOPE = 6
_BACK = 12
_AHEAD = 10


@dataclass(frozen=True, slots=True)
class Hedge:
    """A word that says how sure a source is, and the places of the words it is about."""

    start: int
    end: int
    level: int
    reach: tuple[int, ...]
    figures: tuple[int, ...] = ()

    @property
    def near(self) -> tuple[int, ...]:
        """The first two words it is about, and any figure."""
        return (*self.reach[:2], *self.figures)


def hedges(one: Reading, tables: Tables) -> tuple[Hedge, ...]:
    """Return what says how sure a sentence is."""
    norms = tuple(item.norm for item in one.tokens)
    found, at = [], 0
    while at < len(norms):
        hit = None if _month(one, at) else tables.certainty.at(norms, at)
        if hit:
            reach = _reach(one, hit[1])
            figures = tuple(place for place in reach if one.keys[place][0] == "#")
            found.append(Hedge(at, hit[1], hit[0], reach, figures))
        at = hit[1] if hit else at + 1
    return tuple(found)


def _denying(one: Reading, language: str) -> Iterator[Hedge]:
    """Yield verbs of denial: who reports one does not vouch for what is denied."""
    for denial in denials(one, language).found:
        if denial.kind == "verb":
            yield Hedge(denial.start, denial.end, _DOUBTFUL, ())


def _month(one: Reading, at: int) -> bool:
    return any(date.start <= at < date.end for date in one.dates)


def _reach(one: Reading, start: int) -> tuple[int, ...]:
    places: list[int] = []
    for at in range(start, len(one.tokens)):
        item = one.tokens[at]
        if item.text in (";", ":", ".") or len(places) == _SCOPE:
            break
        if places and (item.text == "," or item.norm in ("and", "but")):
            break
        if one.keys[at] and one.keys[at][0] not in "@^":
            places.append(at)
    return tuple(places)


def surer(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield what a sentence is surer of, or less sure, than its sources."""
    tables = load_tables(language)
    own = (*hedges(statement, tables), *_denying(statement, language))
    read = [(one, hedges(one, tables)) for one in sources.cited]
    yield from _vouched(statement, sources, language)
    yield from _doubted(statement, own, read)
    for at, key in enumerate(statement.keys):
        if not key or key[0] in "@^" or at in statement.quoted:
            continue
        mine, level = _level_near(statement, at, own), _source_level(statement, at, read, sources)
        told = level not in (_PLANNED, _WILLED) or _past(statement, at, tables)
        if told and _stronger(mine, level):
            word = statement.tokens[at].text
            reason = f"“{word}” is {_LEVELS[level]} in the sources, {_LEVELS[mine]} here"
            yield Fault("certainty", word, reason)
            return


def _vouched(statement: Reading, sources: Sources, language: str) -> Iterator[Fault]:
    """Yield words that vouch for something ("confirmed") and stand in no source."""
    sure = {stem_of(word, language) for word in load_tables(language).words["sure"]}
    known = {item.stem for one in sources.cited for item in one.tokens}
    for item in statement.tokens:
        if item.stem in sure and item.stem not in known:
            yield Fault("certainty", item.text, f"“{item.text}” is more than the sources say")


def _doubted(
    statement: Reading, own: tuple[Hedge, ...], read: list[tuple[Reading, tuple[Hedge, ...]]]
) -> Iterator[Fault]:
    """Yield words that a sentence doubts and its sources state plainly."""
    for hedge in own:
        if hedge.level > _EXPECTED or not hedge.reach:
            continue
        key = statement.keys[hedge.reach[0]]
        held = [found for one, found in read if key in one.keys]
        if held and not any(found for found in held):
            word = statement.tokens[hedge.start].text
            yield Fault("certainty", word, f"“{word}” is less sure than the sources")


def _source_level(
    statement: Reading,
    at: int,
    read: list[tuple[Reading, tuple[Hedge, ...]]],
    sources: Sources,
) -> int:
    """Return how sure the sources are of a word where its neighbours are most alike."""
    beside = statement.beside(at, at + 1)
    hits = [
        (sources.likeness(beside, one.beside(place, place + 1)), _level_at(place, found))
        for one, found in read
        for place, key in enumerate(one.keys)
        if key == statement.keys[at]
    ]
    best, level = max(hits, default=(0.0, _FACT))
    return level if best > 0 else _FACT


def _stronger(mine: int, level: int) -> bool:
    """Return whether one certainty is more than another; a plan may be called one or expected."""
    if mine == _FACT or level == _DOUBTFUL:
        return mine > level
    return level == _EXPECTED and mine == _WILLED


def _level_at(place: int, found: tuple[Hedge, ...]) -> int:
    return min((hedge.level for hedge in found if place in hedge.near), default=_FACT)


def _level_near(one: Reading, at: int, found: tuple[Hedge, ...]) -> int:
    """Return how sure a sentence is of a word: by any hedge near it, for it may be put anywhere."""
    near = (
        hedge.level
        for hedge in found
        if _one_clause(one, hedge.start, at)
        and (
            hedge.end - 1 <= at <= hedge.end + _BACK
            or (hedge.level <= _EXPECTED and 0 <= hedge.start - at <= _AHEAD)
        )
    )
    return min(near, default=_FACT)


def _one_clause(one: Reading, left: int, right: int) -> bool:
    first, last = sorted((left, right))
    return not any(item.text in (";", ":") for item in one.tokens[first:last])


def _past(one: Reading, at: int, tables: Tables) -> bool:
    """Return whether a word tells of what is done."""
    norm = one.tokens[at].norm
    before = {item.norm for item in one.tokens[max(0, at - 2) : at]}
    present = tables.words["passive"] - tables.words["had"]
    figure = one.keys[at][0] == "#"
    words = [item.norm for item in one.tokens[max(0, at - 4) : at]] if figure else [norm]
    formed = any(word.endswith("ed") or _irregular(word, tables) for word in words)
    adjective = one.tokens[at - 1].norm in tables.words["determiners"] if at else False
    done = formed and not before & {"to", *present} and not adjective
    return done or (not figure and bool(before & tables.words["had"]))


def _irregular(word: str, tables: Tables) -> bool:
    """Return whether a word is a past form with an entry of its own: "went"."""
    compared = word.endswith(("er", "est"))
    return not compared and tables.forms.get(word, word) != word
