"""What the player on a page is drawn from: a waveform, and when each word is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from audiobrief.model import LineCue, Timeline

BAR, WIDTH, HEIGHT = 3, 480, 64
"""Units of a waveform's drawing: from one bar to the next, and its box."""

_LEAST = 2
_LOUDEST = 100


@dataclass(frozen=True, slots=True)
class Sound:
    """An episode's sound as a page shows it: its words, and how loud it is along the way."""

    timeline: Timeline
    levels: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """A line to read along.

    ``text`` has its words parted by single spaces. ``beats`` tells for each of them, and for
    the end of the last, how many hundredths of a second it comes after the one before, the
    first after ``start_ms``; empty where that is not known.
    """

    text: str
    start_ms: int
    beats: str = ""


@dataclass(frozen=True, slots=True)
class SpokenChapter:
    """A chapter that has words, to read along."""

    title: str
    start_ms: int
    lines: tuple[SpokenLine, ...]


def spoken(timeline: Timeline) -> Iterator[SpokenChapter]:
    """Yield the chapters of a programme in which something is said."""
    for chapter in timeline.chapters:
        if chapter.lines:
            lines = tuple(_spoken_line(timeline, line) for line in chapter.lines)
            yield SpokenChapter(chapter.title, lines[0].start_ms, lines)


def waveform(levels: Sequence[int]) -> str:
    """Return the path of an SVG that draws levels of 0 to 100 as upright bars.

    Its box is :data:`WIDTH` units wide, room for 160 levels, and :data:`HEIGHT` high. Without
    levels it is a line.
    """
    if not levels:
        return f"M0 {HEIGHT // 2}h{WIDTH}"
    bars = []
    for number, level in enumerate(levels):
        length = max(_LEAST, round(level * HEIGHT / _LOUDEST / 2) * 2)
        bars.append(f"M{number * BAR + 1} {(HEIGHT - length) // 2}v{length}")
    return "".join(bars)


def _spoken_line(timeline: Timeline, line: LineCue) -> SpokenLine:
    """Return a line with its words' times, where its words make up what is shown of it."""
    start = timeline.ms(line.start)
    parts = [(part, word.start) for word in line.words for part in word.display.split()]
    text = " ".join(line.display.split())
    if not parts or " ".join(part for part, _ in parts) != text:
        return SpokenLine(text, start)
    samples = [*(at for _, at in parts), line.words[-1].end]
    at = [0, *((timeline.ms(sample) - start + 5) // 10 for sample in samples)]
    beats = (str(after - before) for before, after in pairwise(at))
    return SpokenLine(text, start, " ".join(beats))
