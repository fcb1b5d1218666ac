"""The programme's words set as caption cues: short balanced rows, times in milliseconds."""

from __future__ import annotations

import textwrap
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from audiobrief.model import Timeline, WordCue
from audiobrief.publishing.text import one_line

MAX_ROWS = 2
MAX_CUE_MS = 7000
"""Longest a cue of two rows stands, as captioning guidelines have it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Rows of text shown from ``start`` to ``end``, milliseconds, half-open."""

    start: int
    end: int
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    start: int
    end: int


def caption_cues(timeline: Timeline, width: int) -> Iterator[Cue]:
    """Yield the cues of every line, in time order, in rows of at most ``width`` characters.

    A cue starts with its first word and ends with its last. Where words are shorter than a
    millisecond it is pushed back just so far that it lasts 1 ms and overlaps no other.
    """
    free = 0
    for line in timeline.lines:
        units = [unit for word in line.words for unit in _units(timeline, word, width)]
        for card in _cards(_balanced(units, width)):
            start = max(card[0][0].start, free)
            free = max(card[-1][-1].end, start + 1)
            yield Cue(start, free, tuple(" ".join(unit.text for unit in row) for row in card))


def _units(timeline: Timeline, word: WordCue, width: int) -> Iterator[_Unit]:
    """Yield a word whole, or in parts that share its time where it is wider than a row."""
    start, end = timeline.ms(word.start), timeline.ms(word.end)
    text = one_line(word.display)
    if text and len(text) <= width:
        yield _Unit(text, start, end)
        return
    parts = textwrap.wrap(text, width)
    done, total = 0, sum(map(len, parts))
    for part in parts:
        begin = start + (end - start) * done // total
        done += len(part)
        yield _Unit(part, begin, start + (end - start) * done // total)


def _balanced(units: Sequence[_Unit], width: int) -> list[list[_Unit]]:
    """Set units in as few rows as ``width`` allows, all of about one length.

    The narrowest setting with that many rows leaves no single word on the last one.
    """
    lengths = [len(unit.text) for unit in units]
    fewest, narrowest = _count(lengths, width), max(lengths, default=width)
    step = bisect_left(
        range(narrowest, width), True, key=lambda tried: _count(lengths, tried) <= fewest
    )
    return _rows(units, narrowest + step)


def _count(lengths: Sequence[int], width: int) -> int:
    """Return how many rows words of such lengths take, set as :func:`_rows` sets them."""
    rows = room = 0
    for length in lengths:
        if length < room:
            room -= length + 1
        else:
            rows += 1
            room = width - length
    return rows


def _rows(units: Sequence[_Unit], width: int) -> list[list[_Unit]]:
    rows: list[list[_Unit]] = []
    room = 0
    for unit in units:
        if rows and len(unit.text) < room:
            rows[-1].append(unit)
            room -= len(unit.text) + 1
        else:
            rows.append([unit])
            room = width - len(unit.text)
    return rows


def _cards(rows: Sequence[list[_Unit]]) -> Iterator[list[list[_Unit]]]:
    card: list[list[_Unit]] = []
    for row in rows:
        if card and (len(card) == MAX_ROWS or row[-1].end - card[0][0].start > MAX_CUE_MS):
            yield card
            card = []
        card.append(row)
    if card:
        yield card
