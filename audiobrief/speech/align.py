"""When each word is heard: words found again in phonemes, and phonemes in samples.

espeak joins words ("of the" → ``ʌvðə``), so a sentence's phoneme groups are not its words.
Where the counts differ, each word's own pronunciation is matched against the sentence's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Range = tuple[int, int]

_MARKS = frozenset("ˈˌːˑʲ̩̃")
_SILENT = frozenset(" .,;:!?-—()\"'¿¡…")


def word_samples(
    words: Sequence[str],
    phonemes: Sequence[str],
    edges: Sequence[int],
    pronounce: Callable[[str], Sequence[str]],
) -> tuple[Range, ...]:
    """Return the sample range of each of ``words``, which may hold several words or none.

    ``edges`` are the samples at which the phonemes begin, and the end of the last;
    ``pronounce`` is that of :func:`word_ranges`.
    """
    spoken = [word.split() for word in words]
    flat = [part for parts in spoken for part in parts]
    ranges = iter(word_ranges(phonemes, flat, pronounce))
    found: list[Range] = []
    for parts in spoken:
        own = [next(ranges) for _ in parts]
        at = found[-1][1] if found else 0
        found.append((edges[own[0][0]], edges[own[-1][1]]) if own else (at, at))
    return tuple(found)


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


def samples_each(
    phonemes: Sequence[str],
    id_map: Mapping[str, Sequence[int]],
    frames: NDArray[np.float32] | None,
    total: int,
) -> NDArray[np.int64]:
    """Return the samples that each phoneme takes; they sum to ``total`` exactly.

    ``frames`` counts frames per id, in Piper's order: start, pad, then each phoneme's ids
    and a pad, then end. Without it every phoneme takes an equal share. The start belongs to
    the first phoneme and the end to the last, so that nothing falls between.
    """
    import numpy as np

    weights = np.ones(len(phonemes))
    if frames is not None and frames.sum() > 0:
        pad, start, end = (len(id_map.get(mark, ())) for mark in "_^$")
        steps = [len(id_map[phoneme]) + pad for phoneme in phonemes]
        edges = np.cumsum([start + pad, *steps])
        if edges[-1] + end == len(frames):
            sums = np.concatenate([[0.0], np.cumsum(frames)])
            edges[0], edges[-1] = 0, len(frames)
            weights = np.diff(sums[edges])
    ends = np.rint(np.cumsum(weights) / weights.sum() * total).astype(np.int64)
    each: NDArray[np.int64] = np.diff(ends, prepend=0)
    return each


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
