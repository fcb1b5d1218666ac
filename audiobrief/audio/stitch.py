"""Clips and music laid out in time, then mixed block by block.

:func:`lay_out` decides where everything lies, purely; :func:`mix` streams the sound of it,
so that memory does not grow with the programme. pydub handles the music, which is short.

Every line begins with a frame of the MP3, which takes a hundredth of a second of silence on
average: so lines that follow an edited one are coded as they were (:mod:`.stretch`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from audiobrief.audio.forecast import STEPS, Levels, levels, outline
from audiobrief.audio.mp3 import FRAME
from audiobrief.audio.pcm import Samples, floats, resampled, scaled
from audiobrief.errors import ClipError
from audiobrief.files import digest
from audiobrief.model import Chapter, ChapterCue, Clip, Line, LineCue, Script, Timeline, WordCue

RATE = 44_100
"""The programme's rate, Hz: what podcast apps expect of an MP3."""

BLOCK = RATE // 2
TAIL = int(0.6 * RATE)


@dataclass(frozen=True, slots=True)
class Gaps:
    """The room that music wants, in samples: before, after the opening, and behind."""

    before: int = 0
    after_opening: int = 0
    behind: int = TAIL


@dataclass(frozen=True, slots=True)
class Placement:
    """Sound that lies from sample ``start`` for ``length`` samples; loaded when needed.

    ``load`` gives its samples at ``rate``, which need not be the programme's; ``levels`` and
    ``digest`` are theirs.
    """

    start: int
    length: int
    load: Callable[[], Samples]
    levels: Levels
    digest: str
    rate: int = RATE


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A programme as all that sounds in it, ``samples`` long."""

    placements: tuple[Placement, ...]
    samples: int

    @property
    def levels(self) -> Levels:
        """The levels of what :func:`mix` will give, told from the placements alone."""
        step = RATE // STEPS
        parts = ((round(one.start / step), one.levels) for one in self.placements)
        return outline(parts, -(-self.samples // step))


def lay_out(script: Script, clips: Sequence[Clip], gaps: Gaps) -> Timeline:
    """Return the programme's timeline: ``clips`` are the script's lines, in order."""
    remaining = iter(clips)
    at = gaps.before
    spoken: list[tuple[Chapter, tuple[LineCue, ...]]] = []
    for number, chapter in enumerate(script.chapters):
        cues = []
        for line in chapter.lines:
            cue = _line_cue(line, next(remaining), -(-at // FRAME) * FRAME)
            cues.append(cue)
            at = cue.end + scaled(line.pause_ms, 1000, RATE)
        if number == 0:
            at += gaps.after_opening
        spoken.append((chapter, tuple(cues)))
    last = max((cue.end for _, cues in spoken for cue in cues), default=gaps.before)
    total = last + gaps.behind
    starts = [0, *(cues[0].start for _, cues in spoken[1:]), total]
    chapters = tuple(
        ChapterCue(chapter.title, starts[i], starts[i + 1], cues)
        for i, (chapter, cues) in enumerate(spoken)
    )
    return Timeline(RATE, total, chapters)


def _line_cue(line: Line, clip: Clip, at: int) -> LineCue:
    words = tuple(
        WordCue(
            word.display,
            at + scaled(start, clip.rate, RATE),
            at + scaled(end, clip.rate, RATE),
        )
        for word, start, end in zip(line.words, clip.words[::2], clip.words[1::2], strict=True)
    )
    return LineCue(line.display, at, at + scaled(clip.samples, clip.rate, RATE), words)


def speech(
    timeline: Timeline, clips: Sequence[Clip], loads: Sequence[Callable[[], Samples]]
) -> list[Placement]:
    """Return where each clip sounds; ``loads`` give their samples."""
    return [
        Placement(
            cue.start,
            cue.end - cue.start,
            load,
            Levels.of(clip.levels),
            clip.digest,
            clip.rate,
        )
        for cue, clip, load in zip(timeline.lines, clips, loads, strict=True)
    ]


def placed(start: int, samples: Samples) -> Placement:
    """Return where samples sound that are in memory, at the programme's rate."""
    found = levels(samples, RATE)
    return Placement(start, len(samples), lambda: samples, found, digest(samples.tobytes()))


def read(clip: Clip) -> Samples:
    """Return a clip's samples at its own rate.

    Raises:
        ClipError: the cache no longer has it, or not as it was.
    """
    try:
        with clip.path.open("rb") as stream:
            stream.seek(clip.offset)
            pcm = stream.read(2 * clip.samples)
    except OSError as error:
        raise _lost(clip, f"gone from the cache ({error.strerror})") from error
    if digest(pcm) != clip.digest:
        raise _lost(clip, "damaged in the cache")
    return floats(np.frombuffer(pcm, "<i2"))


def _lost(clip: Clip, how: str) -> ClipError:
    remedy = "Run again: it will be spoken anew."
    return ClipError(f"a spoken line is {how}", where=clip.path, remedy=remedy)


def mix(placements: Sequence[Placement], total: int) -> Iterator[Samples]:
    """Yield the sum of all placements as blocks that cover ``total`` samples.

    Only what sounds in the present block is held in memory.
    """
    waiting = sorted(placements, key=lambda placement: placement.start, reverse=True)
    sounding: list[tuple[int, Samples]] = []
    for start in range(0, total, BLOCK):
        block = np.zeros(min(BLOCK, total - start), np.float32)
        while waiting and waiting[-1].start < start + len(block):
            placement = waiting.pop()
            sound = resampled(placement.load(), placement.rate, RATE)
            sounding.append((placement.start, sound))
        for at, samples in sounding:
            _add(block, start, samples, at)
        sounding = [(at, samples) for at, samples in sounding if at + len(samples) > start + BLOCK]
        yield block


def _add(block: Samples, block_start: int, samples: Samples, at: int) -> None:
    begin = max(block_start, at)
    end = min(block_start + len(block), at + len(samples))
    if begin < end:
        block[begin - block_start : end - block_start] += samples[begin - at : end - at]
