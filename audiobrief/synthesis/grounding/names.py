"""Names of people, bodies and places: what begins with capitals and is no common word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from audiobrief.synthesis.grounding.tables import Tables, load_tables
from audiobrief.synthesis.grounding.words import Token

_SHORTEST_ROOT = 4
_DEMONYM_CUT = 2
"""Letters that a place's name may lose before its demonym's ending: "Kestria", "Kestrian"."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in tokens ``start`` to ``end``; ``parts`` are its words, in lower case.

    ``doubtful`` is one at the head of a sentence, where any word has a capital.
    """

    start: int
    end: int
    parts: tuple[str, ...]
    text: str
    doubtful: bool = False


def read_names(
    items: tuple[Token, ...], language: str, taken: frozenset[int], known: frozenset[str]
) -> tuple[Name, ...]:
    """Return the names of a sentence.

    Tokens ``taken`` belong to dates and figures; words ``known`` are names wherever they stand.
    """
    tables = load_tables(language)
    return tuple(name for run in _runs(items, taken) for name in _named(items, run, tables, known))


def _runs(items: tuple[Token, ...], taken: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Yield stretches of capitalised words, hyphens between them included."""
    at = 0
    while at < len(items):
        if not _may_name(items[at], at, taken):
            at += 1
            continue
        end = at + 1
        while end < len(items) and _goes_on(items, end, taken):
            end += 1 if items[end].kind == "word" else 2
        yield at, end
        at = end


def _may_name(item: Token, at: int, taken: frozenset[int]) -> bool:
    return item.capital and at not in taken and item.text != "I"


def _goes_on(items: tuple[Token, ...], at: int, taken: frozenset[int]) -> bool:
    if _may_name(items[at], at, taken):
        return not items[at - 1].text.casefold().endswith(("'s", "s'"))
    if items[at].text != "-" or at + 1 >= len(items):
        return False
    touching = items[at + 1].at == items[at].at + 1
    return touching and _may_name(items[at + 1], at + 1, taken)


def _named(
    items: tuple[Token, ...], run: tuple[int, int], tables: Tables, known: frozenset[str]
) -> Iterator[Name]:
    """Yield the name in a run, without titles before it and a common word at a sentence's head."""
    start, end = run
    head = opens(items, start)
    while start < end and _is_title(items[start], tables, last=start + 1 == end, head=head):
        start += 1
        head = False
    if start == end:
        return
    lone = end - start == 1
    sure = items[start].norm in known
    if head and lone and not sure and _is_common(items, start, tables):
        return
    if tables.nouns_capitalised and lone and not _german_name(items, start, tables):
        return
    parts = tuple(item.norm for item in items[start:end] if item.kind == "word")
    text = " ".join(item.text for item in items[start:end]).replace(" - ", "-")
    yield Name(start, end, parts, text, doubtful=head and lone and not sure)


def opens(items: tuple[Token, ...], at: int) -> bool:
    """Return whether a word stands where any word would have a capital."""
    before = [item for item in items[max(0, at - 2) : at] if item.text not in ('"', "'", "(", "[")]
    if not before:
        return True
    return before[-1].text in (":", ".", "!", "?", "-") or (at > 0 and items[at - 1].text == '"')


def _is_title(item: Token, tables: Tables, *, last: bool, head: bool) -> bool:
    if head and item.norm in tables.words["function"]:
        return not item.text.isupper() or len(item.text) == 1
    return item.norm in tables.words["titles"] and not last


def _is_common(items: tuple[Token, ...], at: int, tables: Tables) -> bool:
    """Return whether a lone word at a sentence's head is hardly a name."""
    item = items[at]
    if item.norm in tables.words["titles"] | tables.words["function"]:
        return True
    if item.text.isupper() and len(item.text) > 1:
        return False
    if item.text.casefold().endswith(("'s", "s'")):
        return False
    if item.norm.endswith(tuple(tables.words["common_endings"])):
        return True
    following = items[at + 1] if at + 1 < len(items) else None
    return not (following and (following.text == "," or _verb_like(following, tables)))


def _verb_like(item: Token, tables: Tables) -> bool:
    words = tables.words
    known = item.norm in words["auxiliaries"] | words["verbs"] or item.norm in tables.forms
    return known or item.norm.endswith(tuple(words["verb_endings"]))


def _german_name(items: tuple[Token, ...], at: int, tables: Tables) -> bool:
    """Return whether a lone noun is a name where all nouns have capitals: "in Lorne"."""
    if items[at].text.isupper() and len(items[at].text) > 1:
        return True
    return at > 0 and items[at - 1].norm in tables.words["before_names"]


def same_word(part: str, other: str, tables: Tables) -> bool:
    """Return whether two words of names are one, as "Kestria" and "Kestrian"."""
    if part == other:
        return True
    short, long = sorted((part, other), key=len)
    for cut in range(_DEMONYM_CUT + 1):
        root = short[: len(short) - cut]
        if len(root) >= _SHORTEST_ROOT and long.startswith(root):
            ending = long[len(root) :]
            if ending in tables.words["demonyms"] and (cut == 0 or short[-cut] in "aeioy"):
                return True
    return False


def covers(name: tuple[str, ...], source: Iterable[str], tables: Tables) -> bool:
    """Return whether every word of ``name`` is one of the source's name."""
    others = tuple(source)
    return all(any(same_word(part, other, tables) for other in others) for part in name)


def initials(parts: tuple[str, ...], tables: Tables) -> str:
    """Return the first letters of a name's words, the small ones left out."""
    return "".join(part[0] for part in parts if part not in tables.words["function"])


def alike(one: tuple[str, ...], other: tuple[str, ...], tables: Tables) -> bool:
    """Return whether two names may be one's: a part of it, or its initials."""
    if covers(one, other, tables) or covers(other, one, tables):
        return True
    return _letters(one, tables) == _letters(other, tables) and 1 in (len(one), len(other))


def _letters(name: tuple[str, ...], tables: Tables) -> str:
    return name[0].replace(".", "") if len(name) == 1 else initials(name, tables)
