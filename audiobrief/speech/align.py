"""Words found again in the phonemes that were spoken for them.

espeak joins words ("of the" → ``ʌvðə``), so a sentence's phoneme groups are not its words.
Where the counts differ, each word's own pronunciation is matched against the sentence's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

Range = tuple[int, int]

_MARKS = frozenset("ˈˌːˑʲ̩̃")
_SILENT = frozenset(" .,;:!?-—()\"'¿¡…")


def word_ranges(
    phonemes: Sequence[str], words: Sequence[str], pronounce: Callable[[str], Sequence[str]]
) -> tuple[Range, ...]:
    """Return, for each of ``words``, the half-open range of ``phonemes`` that says it.

    ``pronounce`` gives a single word's phonemes; it is asked only when espeak has joined
    or split words. Ranges are in order and never overlap; one may be empty.
    """
    groups = _groups(phonemes)
    if len(groups) == len(words):
        return tuple(groups)
    return _matched(phonemes, [pronounce(word) for word in words])


def _groups(phonemes: Sequence[str]) -> list[Range]:
    """Return the ranges between spaces that hold any sound."""
    edges = [-1, *(i for i, phoneme in enumerate(phonemes) if phoneme == " "), len(phonemes)]
    ranges = [(a + 1, b) for a, b in pairwise(edges)]
    return [trimmed for a, b in ranges if (trimmed := _trim(phonemes, a, b))]


def _trim(phonemes: Sequence[str], start: int, end: int) -> Range | None:
    sounding = [i for i in range(start, end) if phonemes[i] not in _SILENT]
    return (sounding[0], sounding[-1] + 1) if sounding else None


def _matched(phonemes: Sequence[str], apart: Sequence[Sequence[str]]) -> tuple[Range, ...]:
    heard = [i for i, p in enumerate(phonemes) if p not in _SILENT and p not in _MARKS]
    expected = [[p for p in word if p not in _SILENT and p not in _MARKS] for word in apart]
    flat = [p for word in expected for p in word]
    positions = _positions(flat, [phonemes[i] for i in heard])
    ranges: list[Range] = []
    cursor = 0
    for word in expected:
        first, last = positions[cursor], positions[cursor + len(word)]
        cursor += len(word)
        ranges.append(_span(heard, first, last))
    return tuple(ranges)


def _span(heard: Sequence[int], first: int, last: int) -> Range:
    if not heard:
        return (0, 0)
    if first >= last:
        edge = heard[first] if first < len(heard) else heard[-1] + 1
        return (edge, edge)
    return (heard[first], heard[last - 1] + 1)


def _positions(flat: Sequence[str], heard: Sequence[str]) -> list[int]:
    """Return where each boundary of ``flat`` (one more than its length) lies in ``heard``."""
    anchors = [(0, 0)]
    for block in SequenceMatcher(None, flat, heard, autojunk=False).get_matching_blocks():
        anchors += [(block.a + i, block.b + i) for i in range(block.size)]
        if block.size:
            anchors.append((block.a + block.size, block.b + block.size))
    anchors.append((len(flat), len(heard)))
    positions = [0] * (len(flat) + 1)
    for (a, b), (next_a, next_b) in pairwise(anchors):
        for i in range(a, next_a + 1):
            share = (i - a) / (next_a - a) if next_a > a else 1.0
            positions[i] = max(positions[i], round(b + share * (next_b - b)))
    return positions
