"""A programme brought to broadcast loudness and encoded as a constant-bit-rate MP3.

The gain that meets the loudness is told from the programme's levels. Then its stretches pass gain,
limiter and encoders, each alone, beside one another where there are cores; and what was encoded is
heard as a player plays it, because lossy coding moves peaks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audiobrief.audio import mp3, opus
from audiobrief.audio.forecast import Levels, integrated, limited
from audiobrief.audio.inspect import Hearing, hearing
from audiobrief.audio.levels import bars
from audiobrief.audio.loudness import SILENCE, decibels
from audiobrief.audio.notes import Notes, heard, joined
from audiobrief.audio.pcm import scaled
from audiobrief.audio.press import HEADROOM, Pressing, Settings, press, pressed
from audiobrief.audio.stitch import RATE, Arrangement
from audiobrief.audio.stretch import Stretch, parted
from audiobrief.errors import MasteringError
from audiobrief.kept import Drawer
from audiobrief.model import Heard, Loudness

TOLERANCE = 0.5
"""LU that a finished MP3 may lie from its target (EBU R 128 s2 asks for +-1)."""

_CLOSE = 0.01
"""LU at which the gain is found."""

_STEP = 0.25
"""dB in which the gain is set: what an edit changes of the loudness must not change it all."""

_TRIES = 4
_GUESSES = 12


@dataclass(frozen=True, slots=True)
class Mastered:
    """What was heard of finished files, by their role, and how loud the MP3 is along the way.

    ``levels`` are figures for a player to draw (:mod:`audiobrief.audio.levels`).
    """

    hearings: Mapping[str, Hearing]
    levels: tuple[int, ...]

    @property
    def loudness(self) -> Loudness:
        """What the MP3 measures."""
        return self.hearings["mp3"].heard.loudness


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of the finished MP3: LUFS, dBTP, kbit/s."""

    loudness: float
    true_peak: float
    bitrate: int


@dataclass(frozen=True, slots=True)
class Copy:
    """An Opus file wanted beside the MP3: where, and of how many kbit/s on average."""

    path: Path
    bitrate: int


_PACKETS = opus.RATE // opus.PACKET
"""Opus packets a second."""

OrderedMap = Callable[[Callable[[Stretch], Pressing], Iterable[Stretch]], Iterator[Pressing]]
"""``map``, or an executor's: results come in the order of the stretches."""


def master(
    programme: Arrangement,
    target: Target,
    path: Path,
    drawer: Drawer,
    *,
    copy: Copy | None = None,
    ordered_map: OrderedMap = map,
) -> Mastered:
    """Write ``programme`` to ``path`` as an MP3 and return what is heard of the file.

    Args:
        programme: all that sounds.
        target: what is asked of the MP3.
        path: the file.
        drawer: keeps its stretches; what is there is not mastered again.
        copy: an Opus file of the same sound.
        ordered_map: decides which stretches are mastered beside one another.

    Raises:
        MasteringError: the programme is silent, or cannot meet loudness and peak at once.
        ClipError: something of it is gone from the cache.
    """
    stretches = parted(programme)
    gain = _gain(programme.levels, target)
    kbits = copy.bitrate if copy else 0
    for _ in range(_TRIES):
        settings = Settings(_stepped(gain), target.true_peak, RATE, target.bitrate, kbits)
        pressings = tuple(ordered_map(partial(press, settings=settings, drawer=drawer), stretches))
        notes = _mp3_notes(pressings, programme.samples)
        peak = decibels(max(one.peak for one in pressings))
        found = Loudness(round(integrated(notes.energy), 2), peak)
        off = target.loudness - found.integrated
        if notes.undecodable or found.true_peak > target.true_peak:
            break
        if abs(off) <= TOLERANCE:
            written = _Written(pressings, programme.samples, drawer)
            hearings = {"mp3": written.mp3(path, target.bitrate, heard(notes, RATE, found))}
            if copy:
                hearings["opus"] = written.opus(copy.path)
            return Mastered(hearings, bars(notes.power))
        gain += off
    raise _refused(target, found, notes, path)


def _refused(target: Target, found: Loudness, notes: Notes, path: Path) -> MasteringError:
    if notes.undecodable:
        return MasteringError(
            "what was encoded cannot be decoded",
            where=path.name,
            remedy="Install the versions of av and lameenc that audiobrief asks for.",
        )
    return MasteringError(
        f"reaches {found.integrated} LUFS at {found.true_peak} dBTP, "
        f"not {target.loudness} LUFS at {target.true_peak} dBTP",
        where=path.name,
        remedy="Ask for a lower loudness, or give clips with smaller peaks.",
    )


def _gain(sound: Levels, target: Target) -> float:
    """Return the gain in dB that meets the loudness once the limiter has taken its share."""
    ceiling = target.true_peak - HEADROOM
    gain, reached = 0.0, limited(sound, 0.0, ceiling)
    if reached <= SILENCE:
        raise MasteringError(
            "the programme is silent", where="programme", remedy="Check the voice and the clips."
        )
    for _ in range(_GUESSES):
        gain += target.loudness - reached
        reached = limited(sound, gain, ceiling)
        if abs(target.loudness - reached) <= _CLOSE:
            break
    return gain


def _stepped(gain: float) -> float:
    return round(gain / _STEP) * _STEP


def _mp3_notes(pressings: Sequence[Pressing], samples: int) -> Notes:
    parts = ((one.stretch.start - mp3.DELAY, one.mp3) for one in pressings)
    return joined(parts, samples, RATE)


@dataclass(frozen=True, slots=True)
class _Written:
    """Files of stretches that follow one another, ``samples`` in all."""

    pressings: Sequence[Pressing]
    samples: int
    drawer: Drawer

    def mp3(self, path: Path, bitrate: int, found: Heard) -> Hearing:
        """Write the MP3."""
        kept = pressed(self.pressings, "mp3", self.drawer)
        parts = ((data, len(sizes)) for data, sizes in kept)
        mp3.write_mp3(path, parts, self.samples, RATE, bitrate)
        return hearing(path, found)

    def opus(self, path: Path) -> Hearing:
        """Write the Opus file. A stretch begins with the packet that is nearest in time."""
        samples = scaled(self.samples, RATE, opus.RATE)
        starts = [scaled(one.stretch.start, RATE, _PACKETS) for one in self.pressings]
        opus.write_opus(path, self._packets(starts), samples)
        parts = (
            (start * opus.PACKET - opus.DELAY, one.opus)
            for start, one in zip(starts, self.pressings, strict=True)
            if one.opus
        )
        notes = joined(parts, samples, opus.RATE)
        loudness = Loudness(round(integrated(notes.energy), 2), -math.inf)
        return hearing(path, heard(notes, opus.RATE, loudness), opus.sound_start(path))

    def _packets(self, starts: Sequence[int]) -> Iterator[bytes]:
        """Yield each stretch's packets up to the next one's start; the last one's are all."""
        ends = [*starts[1:], None]
        kept = pressed(self.pressings, "opus", self.drawer)
        for (data, sizes), start, end in zip(kept, starts, ends, strict=True):
            at = 0
            for size in sizes if end is None else sizes[: end - start]:
                yield data[at : at + size]
                at += size
