"""A stretch of a programme mastered, encoded and heard once, and kept: what an edit leaves alone.

What is kept are the frames of its MP3, the packets of its Opus copy, and what was noted when they
were decoded again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiobrief.audio import opus
from audiobrief.audio.loudness import Peaks, decibels
from audiobrief.audio.mp3 import FRAME, Mp3Encoder, heard_frames
from audiobrief.audio.notes import Noter, Notes
from audiobrief.audio.ogg import Packets
from audiobrief.audio.opus import OpusEncoder, heard_packets
from audiobrief.audio.pcm import Filter, Samples, filtered, samples_of
from audiobrief.audio.stitch import mix
from audiobrief.audio.stretch import Stretch
from audiobrief.files import digest
from audiobrief.kept import Drawer

_FORMAT = "2"

_ROLES = ("mp3", "opus")

_TRIES = 4

HEADROOM = 0.7
"""dB that the first try leaves for the peaks which coding adds."""

_MARGIN = 0.3
"""dB by which the ceiling drops below what the last try went over."""

_RUMBLE = 30
"""Hz below which no voice and little music sounds. A neural voice may lie off its middle."""

_Record = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a programme is mastered: dB, dBTP, Hz, kbit/s; without an Opus copy ``opus`` is 0."""

    gain: float
    true_peak: float
    rate: int
    bitrate: int
    opus: int


def chain(gain: float, ceiling: float) -> list[Filter]:
    """Return the filters that apply ``gain`` dB and hold samples under ``ceiling`` dBFS.

    What lies below hearing goes first: it would take the limiter's room from the voice.

    Between samples, speech that was made at half the programme's rate rises less than 0.1 dB
    higher: it is as if sampled twice as often as it needs. What music and coding add, the
    headroom takes, and the decoded frames tell.
    """
    limit = 10 ** (ceiling / 20)
    return [
        ("highpass", f"f={_RUMBLE}"),
        ("volume", f"{gain:.2f}dB"),
        ("alimiter", f"limit={limit:.4f}:attack=5:release=60:level=disabled:latency=1"),
    ]


@dataclass(frozen=True, slots=True)
class Pressing:
    """A stretch that is kept as it is aired, and what was heard of it.

    ``peak`` is the highest true peak of its MP3, as a share of full scale.
    """

    stretch: Stretch
    settings: Settings
    key: str
    peak: float
    mp3: Notes
    opus: Notes | None


def press(stretch: Stretch, settings: Settings, drawer: Drawer) -> Pressing:
    """Return a stretch as it is aired; what of it the drawer has is not made again.

    Raises:
        ClipError: the cache no longer has a spoken line.
        OutputError: the disk refuses.
    """
    key = _key(stretch, settings)
    record = _record(stretch, settings, key, "", drawer)
    [peak] = record["peak"].tolist()
    copy = _notes(record, "opus") if settings.opus else None
    return Pressing(stretch, settings, key, peak, _notes(record, "mp3"), copy)


def pressed(pressings: Iterable[Pressing], role: str, drawer: Drawer) -> Iterator[Packets]:
    """Yield each pressing's frames or packets, by the role ``mp3`` or ``opus``.

    What the drawer has lost since, or got wrong, is made again: the same.

    Raises:
        ClipError: the cache no longer has a spoken line of it either.
        OutputError: the disk refuses.
    """
    for one in pressings:
        record = _record(one.stretch, one.settings, one.key, f".{role}", drawer)
        yield record[role].tobytes(), record[f"{role}_sizes"].tolist()


def _record(stretch: Stretch, settings: Settings, key: str, part: str, drawer: Drawer) -> _Record:
    """Return what the drawer has of a stretch; where it has nothing, all of it, made and kept."""
    kept = drawer.get(key + part)
    return _made_and_kept(stretch, settings, key, drawer) if kept is None else _unpacked(kept)


def _made_and_kept(stretch: Stretch, settings: Settings, key: str, drawer: Drawer) -> _Record:
    """Return a stretch made now, and kept: what was heard of it apart from its sound.

    So an edit reads little to know what it leaves alone, and its sound once.
    """
    record = _made(stretch, settings)
    sound = {role: (role, f"{role}_sizes") for role in _ROLES if role in record}
    for role, names in sound.items():
        drawer.put(f"{key}.{role}", _packed({name: record[name] for name in names}))
    apart = {name for names in sound.values() for name in names}
    drawer.put(key, _packed({name: record[name] for name in record if name not in apart}))
    return record


@cache
def _makers() -> tuple[str, ...]:
    """Return what else decides the bytes: the encoders."""
    from importlib.metadata import version

    return tuple(version(name) for name in ("av", "lameenc"))


def _key(stretch: Stretch, settings: Settings) -> str:
    sounds = [[one.start, one.length, one.rate, one.digest] for one in stretch.placements]
    facts = [_FORMAT, _makers(), astuple(settings), stretch.samples, stretch.last, sounds]
    return digest(json.dumps(facts).encode())


def _made(stretch: Stretch, settings: Settings) -> _Record:
    """Return a stretch as it is kept; where coding lifts a peak too high, with a lower ceiling."""
    ceiling = settings.true_peak - HEADROOM
    for _ in range(_TRIES):
        record = _encoded(stretch, settings, ceiling)
        over = decibels(*record["peak"].tolist()) - settings.true_peak
        if over <= 0:
            break
        ceiling -= over + _MARGIN
    return record


def _encoded(stretch: Stretch, settings: Settings, ceiling: float) -> _Record:
    mp3 = Mp3Encoder(settings.rate, settings.bitrate)
    copy = OpusEncoder(settings.rate, settings.opus) if settings.opus else None
    sound = mix(stretch.placements, stretch.samples)
    for made in filtered(sound, settings.rate, chain(settings.gain, ceiling)):
        samples = samples_of(made)
        mp3.add(samples)
        if copy:
            copy.add(samples)
    frames = mp3.frames()
    # What the encoder held at the end is silence, and the next stretch begins with its own.
    frames = frames if stretch.last else frames[: stretch.samples // FRAME]
    peaks = Peaks()
    record = _heard("mp3", frames, heard_frames(frames), settings.rate, peaks)
    record["peak"] = np.array([peaks.highest])
    if copy:
        packets = copy.packets()
        record |= _heard("opus", packets, heard_packets(packets), opus.RATE)
    return record


def _heard(
    role: str,
    data: Sequence[bytes],
    decoded: Iterator[Samples | None],
    rate: int,
    peaks: Peaks | None = None,
) -> dict[str, NDArray[Any]]:
    """Return encoded sound, and what is noted of it, as arrays to keep."""
    noter = Noter(rate)
    passing = noter.through(decoded)
    for _ in peaks.watch(passing) if peaks else passing:
        pass
    notes = noter.notes()
    return {
        role: np.frombuffer(b"".join(data), np.uint8),
        f"{role}_sizes": np.array([len(one) for one in data], np.uint16),
        f"{role}_sums": np.array([notes.samples, notes.total, notes.undecodable]),
        f"{role}_flags": notes.flags,
        f"{role}_energy": notes.energy,
        f"{role}_power": notes.power,
    }


def _notes(record: _Record, role: str) -> Notes:
    samples, total, undecodable = record[f"{role}_sums"].tolist()
    # Copies: the arrays of a record hold on to all of its bytes.
    names = ("flags", "energy", "power")
    flags, energy, power = (record[f"{role}_{name}"].copy() for name in names)
    return Notes(int(samples), total, int(undecodable), flags, energy, power)


def _packed(record: _Record) -> bytes:
    """Return arrays as bytes: a line of JSON that tells of them, then one behind the other."""
    told = [(name, array.dtype.str, array.size) for name, array in record.items()]
    return b"".join([json.dumps(told).encode(), b"\n", *(one.tobytes() for one in record.values())])


def _unpacked(data: bytes) -> _Record:
    head, _, _ = data.partition(b"\n")
    record, at = {}, len(head) + 1
    for name, kind, size in json.loads(head):
        record[name] = np.frombuffer(data, kind, size, at)
        at += record[name].nbytes
    return record
