"""A programme parted where nothing sounds, so that an edit has one part of it mastered anew.

A stretch begins a little before a line, with a frame of the MP3, and what the filters and
encoders held of the sound before has died away: it is mastered as if it stood alone. Where it is
parted depends on what lies near alone, so that one change moves no boundary far from it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from audiobrief.audio.mp3 import FRAME
from audiobrief.audio.stitch import RATE, Arrangement, Placement

LEAD = 4 * FRAME
"""Samples of silence that a stretch begins with, but for the first: codecs look ahead."""

ROOM = RATE // 4
"""Samples of silence between what sounds in two stretches, at least."""

_LONG_PAUSE = RATE // 2
"""Samples of a pause that parts whatever stands around it, as the one after a paragraph."""

_LONG = 20 * RATE
"""Samples after which the pause between sentences parts, too."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a programme from sample ``start`` on; its placements count from there.

    ``samples`` is a whole number of frames, but of the last stretch.
    """

    start: int
    samples: int
    placements: tuple[Placement, ...]
    last: bool


def parted(programme: Arrangement) -> tuple[Stretch, ...]:
    """Return the stretches of a programme, which cover it without gaps."""
    starts: list[int] = [0]
    inside: list[list[Placement]] = [[]]
    silent = 0
    for one in sorted(programme.placements, key=lambda one: one.start):
        if silent and _parts(one.start, one.start - silent, one.start - starts[-1]):
            starts.append(one.start - LEAD)
            inside.append([])
        inside[-1].append(replace(one, start=one.start - starts[-1]))
        silent = max(silent, one.start + one.length)
    ends = [*starts[1:], programme.samples]
    return tuple(
        Stretch(start, end - start, tuple(placements), last=end == programme.samples)
        for start, end, placements in zip(starts, ends, inside, strict=True)
    )


def _parts(start: int, pause: int, length: int) -> bool:
    """Return whether sound at ``start`` after a pause may begin another stretch."""
    wanted = pause >= _LONG_PAUSE or length >= _LONG
    return wanted and pause >= ROOM and start % FRAME == 0
