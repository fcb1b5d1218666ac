"""Where everything lies in a programme: samples, as integers, on the programme's clock.

:func:`milliseconds` is the one way out of samples, so that cues never drift.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of one line: mono s16le PCM lying in a file from byte ``offset``.

    ``words`` holds the half-open sample range of each :class:`Word` of the line, ``levels`` the
    K-weighted mean square and the largest sample of each tenth of a second, both as pairs in one
    row; ``digest`` is that of the sound.
    """

    path: Path
    offset: int
    rate: int
    samples: int
    words: Sequence[int]
    levels: Sequence[float]
    digest: str


@dataclass(frozen=True, slots=True)
class WordCue:
    """A word on the programme's clock, in samples, half-open."""

    display: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LineCue:
    """A line on the programme's clock, in samples, half-open."""

    display: str
    start: int
    end: int
    words: tuple[WordCue, ...]


@dataclass(frozen=True, slots=True)
class ChapterCue:
    """A chapter on the programme's clock; chapters cover the programme without gaps."""

    title: str
    start: int
    end: int
    lines: tuple[LineCue, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Where everything lies in the finished programme."""

    rate: int
    samples: int
    chapters: tuple[ChapterCue, ...]

    @property
    def lines(self) -> tuple[LineCue, ...]:
        """All line cues in time order."""
        return tuple(line for chapter in self.chapters for line in chapter.lines)

    def ms(self, sample: int) -> int:
        """Return the position of ``sample`` in whole milliseconds."""
        return milliseconds(sample, self.rate)


def milliseconds(samples: int, rate: int) -> int:
    """Return ``samples`` at ``rate`` Hz in whole milliseconds, rounded half up."""
    return (samples * 2000 + rate) // (2 * rate)
