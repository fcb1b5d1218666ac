"""What sentences of a report rest on, as marks behind them that name the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobrief.model import Cited, Evidence, Source

OWN = "†"
"""Stands for an earlier report of the desk's own."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark: ``number`` is the source's place in the list, from 1, or 0 for the desk's own.

    ``told`` are the passages of it that bear the sentence out.
    """

    number: int
    label: str
    told: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph, and the marks that stand behind it."""

    text: str
    marks: tuple[Mark, ...] = ()


def pieces(
    paragraph: str, evidence: Sequence[Evidence], sources: Sequence[Source]
) -> tuple[Piece, ...]:
    """Return a paragraph in pieces: sentences that have evidence, and what lies between them.

    A sentence that somebody has changed has none any more; a passage of a source that was taken
    from the list is not told.
    """
    return tuple(_pieces(paragraph, evidence, sources))


def _pieces(rest: str, evidence: Sequence[Evidence], sources: Sequence[Source]) -> Iterator[Piece]:
    while rest:
        found = [(rest.find(one.text), -len(one.text), one) for one in evidence if one.text in rest]
        if not found:
            yield Piece(rest)
            return
        start, _, one = min(found, key=lambda place: place[:2])
        if start:
            yield Piece(rest[:start])
        yield Piece(one.text, tuple(_marks(one.passages, sources)))
        rest = rest[start + len(one.text) :]


def _marks(passages: Sequence[Cited], sources: Sequence[Source]) -> Iterator[Mark]:
    told: dict[int, list[Cited]] = {}
    for passage in passages:
        number = _number(passage, sources)
        if number is not None:
            told.setdefault(number, []).append(passage)
    for number, cited in sorted(told.items(), key=lambda item: (not item[0], item[0])):
        words = " … ".join(dict.fromkeys(one.text for one in cited))
        name = cited[0].site or cited[0].title
        yield Mark(number, str(number or OWN), f"{name}: {words}")


def _number(passage: Cited, sources: Sequence[Source]) -> int | None:
    """Return the place of a passage's source, 0 for the desk's own, None where it is not listed."""
    if not (passage.url or passage.site):
        return 0
    if passage.url:
        same = (place for place, one in enumerate(sources, 1) if one.url == passage.url)
    else:
        same = (place for place, one in enumerate(sources, 1) if one.publisher == passage.site)
    return next(same, None)
