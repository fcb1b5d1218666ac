"""A programme brought to broadcast loudness and encoded as a constant-bit-rate MP3.

The gain that meets the loudness is told from the programme's levels. Then its stretches pass gain,
limiter and encoders, each alone, beside one another where there are cores; and what was encoded is
heard as a player plays it, because lossy coding moves peaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Semaphore

from audiobrief.audio.forecast import Levels, limited
from audiobrief.audio.inspect import Hearing
from audiobrief.audio.levels import bars
from audiobrief.audio.loudness import SILENCE
from audiobrief.audio.notes import Notes
from audiobrief.audio.press import HEADROOM, Pressing, Settings, press
from audiobrief.audio.splice import Splice
from audiobrief.audio.stitch import RATE, Arrangement
from audiobrief.audio.stretch import Stretch, parted
from audiobrief.errors import MasteringError
from audiobrief.kept import Drawer
from audiobrief.model import Loudness

TOLERANCE = 0.5
"""LU that a finished MP3 may lie from its target (EBU R 128 s2 asks for +-1)."""

_CLOSE = 0.01
"""LU at which the gain is found."""

_STEP = 0.25
"""dB in which the gain is set: what an edit changes of the loudness must not change it all."""

_BESIDE = 4
"""Stretches mastered beside one another: of more, most wait for Python's interpreter."""

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
        ClipError: a spoken line of it is gone from the cache.
    """
    stretches = parted(programme)
    gain = _gain(programme.levels, target)
    kbits = copy.bitrate if copy else 0
    presses = Semaphore(_BESIDE)
    for _ in range(_TRIES):
        settings = Settings(_stepped(gain), target.true_peak, RATE, target.bitrate, kbits)
        pressing = partial(_press, presses, settings=settings, drawer=drawer)
        pressings = tuple(ordered_map(pressing, stretches))
        splice = Splice(pressings, programme.samples, drawer)
        notes, found = splice.heard()
        off = target.loudness - found.integrated
        if notes.undecodable or found.true_peak > target.true_peak:
            break
        if abs(off) <= TOLERANCE:
            hearings = {"mp3": splice.write_mp3(path, target.bitrate)}
            if copy:
                hearings["opus"] = splice.write_opus(copy.path)
            return Mastered(hearings, bars(notes.power))
        gain += off
    raise _refused(target, found, notes, path)


def _press(presses: Semaphore, stretch: Stretch, settings: Settings, drawer: Drawer) -> Pressing:
    with presses:
        return press(stretch, settings, drawer)


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
