"""A programme brought to broadcast loudness and encoded as a constant-bit-rate MP3.

Measure, gain, limit at four times the rate, encode; then decode what was encoded and
measure that, because lossy coding moves peaks. Every pass streams.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.audio.levels import Meter
from audiobrief.audio.loudness import SILENCE, measure
from audiobrief.audio.pcm import Filter, Samples, decode, filtered, samples_of
from audiobrief.errors import MasteringError
from audiobrief.model import Loudness

if TYPE_CHECKING:
    import av

TOLERANCE = 0.5
"""LU that a finished MP3 may lie from its target (EBU R 128 s2 asks for +-1)."""

_CLOSE = 0.12
"""LU at which another try would gain nothing that can be heard."""

_TRIES = 4
_HEADROOM = 0.7
"""dB that the first try leaves for the peaks which MP3 coding adds."""

_CODEC_LOSS = 0.55
"""dB by which LAME scales its input down at podcast bit rates (its presets use 0.95)."""

_MARGIN = 0.3
"""dB by which the ceiling drops below what the last try went over."""

_EFFORT = {"compression_level": "5"}
"""LAME's -q: a fifth faster than libav's choice, and no difference in speech to be heard."""


@dataclass(frozen=True, slots=True)
class Mastered:
    """What a finished MP3 measures, and the gain (dB) and ceiling (dBTP) that brought it there.

    ``gain`` is what the programme itself takes: LAME's own loss is not in it. ``levels`` is
    how loud the file is from its start to its end (:mod:`audiobrief.audio.levels`).
    """

    loudness: Loudness
    gain: float
    ceiling: float
    levels: tuple[int, ...] = ()


Programme = Callable[[], Iterator[Samples]]
"""Starts the programme's sound from its beginning; called once a pass."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of the finished MP3: LUFS, dBTP, kbit/s, Hz."""

    loudness: float
    true_peak: float
    bitrate: int
    rate: int


def master(programme: Programme, target: Target, path: Path) -> Mastered:
    """Write ``programme`` to ``path`` as an MP3 and return what the decoded file measures.

    Raises:
        MasteringError: the programme is silent, or cannot meet loudness and peak at once.
    """
    ceiling = target.true_peak - _HEADROOM
    gain = _gain(programme, target, ceiling) + _CODEC_LOSS
    found = Loudness(SILENCE, 0.0)
    for _ in range(_TRIES):
        encode(programme(), target, path, loudness_chain(gain, ceiling, target.rate))
        meter = Meter()
        found = measure(meter.through(decode(path, target.rate)), target.rate)
        off, over = target.loudness - found.integrated, found.true_peak - target.true_peak
        if abs(off) <= TOLERANCE and over <= 0:
            return Mastered(found, gain - _CODEC_LOSS, ceiling, meter.levels())
        gain += off
        ceiling -= over + _MARGIN if over > 0 else 0.0
    raise MasteringError(
        f"reaches {found.integrated} LUFS at {found.true_peak} dBTP, "
        f"not {target.loudness} LUFS at {target.true_peak} dBTP",
        where=path.name,
        remedy="Ask for a lower loudness, or give clips with smaller peaks.",
    )


def _gain(programme: Programme, target: Target, ceiling: float) -> float:
    """Return the gain in dB that meets the loudness once the limiter has taken its share."""
    gain, before = 0.0, measure(programme(), target.rate, peak=False).integrated
    if before <= SILENCE:
        raise MasteringError(
            "the programme is silent", where="programme", remedy="Check the voice and the clips."
        )
    for _ in range(_TRIES):
        gain += target.loudness - before
        chain = loudness_chain(gain, ceiling, target.rate, oversampling=1)
        frames = filtered(programme(), target.rate, chain)
        before = measure(map(samples_of, frames), target.rate, peak=False).integrated
        if abs(target.loudness - before) <= _CLOSE:
            break
    return gain


def loudness_chain(
    gain: float, ceiling: float, rate: int, *, oversampling: int = 4, to: int = 0
) -> list[Filter]:
    """Return the filters that apply ``gain`` dB and hold peaks under ``ceiling`` dBTP.

    What comes out has the rate ``to`` (Hz), that of the programme where it is not given.
    Peaks between samples are held only where the limiter is ``oversampling`` (BS.1770 asks
    for four times); without it the loudness comes out the same at a third of the cost.
    """
    limit = 10 ** (ceiling / 20)
    return [
        ("volume", f"{gain:.2f}dB"),
        ("aresample", str(rate * oversampling)),
        ("alimiter", f"limit={limit:.4f}:attack=5:release=60:level=disabled:latency=1"),
        ("aresample", str(to or rate)),
    ]


def encode(blocks: Iterable[Samples], target: Target, path: Path, chain: list[Filter]) -> None:
    """Write ``blocks``, sent through ``chain``, to ``path`` as a CBR mono MP3.

    The file starts with an Info header, so that players show its true length.
    """
    import av

    header = {"id3v2_version": "0", "write_xing": "1"}
    with av.open(str(path), "w", format="mp3", options=header) as container:
        stream: av.AudioStream = container.add_stream(
            "libmp3lame", rate=target.rate, options=_EFFORT
        )
        stream.bit_rate = target.bitrate * 1000
        stream.layout = "mono"
        for made in filtered(blocks, target.rate, chain):
            container.mux(stream.encode(made))
        container.mux(stream.encode(None))
