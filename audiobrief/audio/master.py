"""A programme brought to broadcast loudness and encoded as a constant-bit-rate MP3.

The gain that meets the loudness is told from the programme's levels. Then gain, limiter and
encoders run in one pass; and what was encoded is heard as a player plays it, because lossy coding
moves peaks. Every pass streams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from audiobrief.audio.forecast import Levels, levels, limited, outline
from audiobrief.audio.inspect import Hearing, hear, hearing
from audiobrief.audio.levels import Meter
from audiobrief.audio.loudness import SILENCE
from audiobrief.audio.mp3 import Mp3Writer
from audiobrief.audio.opus import OpusWriter
from audiobrief.audio.pcm import Filter, Samples, filtered, samples_of
from audiobrief.errors import MasteringError
from audiobrief.model import Loudness

TOLERANCE = 0.5
"""LU that a finished MP3 may lie from its target (EBU R 128 s2 asks for +-1)."""

_CLOSE = 0.01
"""LU at which the gain is found."""

_TRIES = 4
_GUESSES = 12
_HEADROOM = 0.7
"""dB that the first try leaves for the peaks which MP3 coding adds."""

_MARGIN = 0.3
"""dB by which the ceiling drops below what the last try went over."""

_RUMBLE = 30
"""Hz below which no voice and little music sounds. A neural voice may lie off its middle."""


@dataclass(frozen=True, slots=True)
class Mastered:
    """What was heard of a finished MP3; ``levels`` tell how loud it is from start to end.

    They are figures for a player to draw (:mod:`audiobrief.audio.levels`).
    """

    hearing: Hearing
    levels: tuple[int, ...]

    @property
    def loudness(self) -> Loudness:
        """What the MP3 measures."""
        return self.hearing.heard.loudness


Programme = Callable[[], Iterator[Samples]]
"""Starts the programme's sound from its beginning; called once a pass."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of the finished MP3: LUFS, dBTP, kbit/s, Hz."""

    loudness: float
    true_peak: float
    bitrate: int
    rate: int


@dataclass(frozen=True, slots=True)
class Copy:
    """An Opus file wanted beside the MP3: where, and of how many kbit/s on average."""

    path: Path
    bitrate: int


def master(
    programme: Programme,
    target: Target,
    path: Path,
    *,
    known: Levels | None = None,
    copy: Copy | None = None,
) -> Mastered:
    """Write ``programme`` to ``path`` as an MP3 and return what is heard of the file.

    Args:
        programme: the sound; it is asked for once a try, and as a rule the first one does.
        target: what is asked of the MP3.
        path: the file.
        known: the programme's levels, where they are known without listening to it.
        copy: an Opus file of the same sound.

    Raises:
        MasteringError: the programme is silent, or cannot meet loudness and peak at once.
    """
    ceiling = target.true_peak - _HEADROOM
    gain = _gain(known or heard(programme(), target.rate), target, ceiling)
    found = Loudness(SILENCE, 0.0)
    for _ in range(_TRIES):
        encode(programme(), target, path, loudness_chain(gain, ceiling), copy)
        meter = Meter()
        listened = hear(path, meter=meter)
        found = listened.loudness
        if listened.unplayable:
            break
        off, over = target.loudness - found.integrated, found.true_peak - target.true_peak
        if abs(off) <= TOLERANCE and over <= 0:
            return Mastered(hearing(path, listened), meter.levels())
        gain += off
        ceiling -= over + _MARGIN if over > 0 else 0.0
    raise MasteringError(
        f"reaches {found.integrated} LUFS at {found.true_peak} dBTP, "
        f"not {target.loudness} LUFS at {target.true_peak} dBTP",
        where=path.name,
        remedy="Ask for a lower loudness, or give clips with smaller peaks.",
    )


def heard(blocks: Iterable[Samples], rate: int) -> Levels:
    """Return the levels of a programme given in blocks, each taken to begin a step."""
    parts = [levels(block, rate) for block in blocks]
    starts = accumulate((len(part.peak) for part in parts), initial=0)
    placed = list(zip(starts, parts, strict=False))
    return outline(placed, sum(len(part.peak) for part in parts))


def _gain(sound: Levels, target: Target, ceiling: float) -> float:
    """Return the gain in dB that meets the loudness once the limiter has taken its share."""
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


def loudness_chain(gain: float, ceiling: float) -> list[Filter]:
    """Return the filters that apply ``gain`` dB and hold samples under ``ceiling`` dBFS.

    What lies below hearing goes first: it would take the limiter's room from the voice.

    Between samples, speech that was made at half the programme's rate rises less than 0.1 dB
    higher: it is as if sampled twice as often as it needs. What music and coding add, the
    headroom takes, and the measured file tells.
    """
    limit = 10 ** (ceiling / 20)
    return [
        ("highpass", f"f={_RUMBLE}"),
        ("volume", f"{gain:.2f}dB"),
        ("alimiter", f"limit={limit:.4f}:attack=5:release=60:level=disabled:latency=1"),
    ]


def encode(
    blocks: Iterable[Samples],
    target: Target,
    path: Path,
    chain: list[Filter],
    copy: Copy | None = None,
) -> None:
    """Write ``blocks``, sent through ``chain``, to ``path`` as an MP3, and to its copy at once."""
    with ExitStack() as open_files:
        writers: list[Mp3Writer | OpusWriter] = [Mp3Writer(path, target.rate, target.bitrate)]
        if copy:
            writers.append(OpusWriter(copy.path, target.rate, copy.bitrate))
        for writer in writers:
            open_files.enter_context(writer)
        for made in filtered(blocks, target.rate, chain):
            for writer in writers:
                writer.write(samples_of(made))
