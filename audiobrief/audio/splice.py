"""Stretches put together to finished files, and what was heard of each to what is heard of all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.audio import mp3, opus
from audiobrief.audio.forecast import integrated
from audiobrief.audio.inspect import Hearing, hearing
from audiobrief.audio.loudness import decibels
from audiobrief.audio.notes import Notes, heard, joined
from audiobrief.audio.ogg import Packets
from audiobrief.audio.pcm import scaled
from audiobrief.audio.press import Pressing, pressed
from audiobrief.audio.stitch import RATE
from audiobrief.kept import Drawer
from audiobrief.model import Loudness

_PACKETS = opus.RATE // opus.PACKET
"""Opus packets a second."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Stretches that follow one another, ``samples`` in all, and the drawer that keeps them."""

    pressings: Sequence[Pressing]
    samples: int
    drawer: Drawer

    def heard(self) -> tuple[Notes, Loudness]:
        """Return what is heard of the MP3, and what it measures."""
        parts = ((one.stretch.start - mp3.DELAY, one.mp3) for one in self.pressings)
        notes = joined(parts, self.samples, RATE)
        peak = decibels(max(one.peak for one in self.pressings))
        return notes, Loudness(_integrated(notes), peak)

    def write_mp3(self, path: Path, bitrate: int) -> Hearing:
        """Write the MP3.

        Raises:
            ClipError: the cache no longer has a stretch, nor a spoken line of it.
        """
        kept = pressed(self.pressings, "mp3", self.drawer)
        parts = ((data, len(sizes)) for data, sizes in kept)
        mp3.write_mp3(path, parts, self.samples, RATE, bitrate)
        notes, loudness = self.heard()
        return hearing(path, heard(notes, RATE, loudness))

    def write_opus(self, path: Path) -> Hearing:
        """Write the Opus file; a stretch begins with the packet that is nearest in time.

        Its true peak is not told: it has the MP3's samples.

        Raises:
            ClipError: the cache no longer has a stretch, nor a spoken line of it.
        """
        samples = scaled(self.samples, RATE, opus.RATE)
        starts = [scaled(one.stretch.start, RATE, _PACKETS) for one in self.pressings]
        opus.write_opus(path, self._packets(starts), samples)
        parts = (
            (start * opus.PACKET - opus.DELAY, one.opus)
            for start, one in zip(starts, self.pressings, strict=True)
            if one.opus
        )
        notes = joined(parts, samples, opus.RATE)
        loudness = Loudness(_integrated(notes), -math.inf)
        return hearing(path, heard(notes, opus.RATE, loudness), opus.sound_start(path))

    def _packets(self, starts: Sequence[int]) -> Iterator[Packets]:
        """Yield each stretch's packets up to the next one's start; the last one's are all."""
        ends = [*starts[1:], None]
        kept = pressed(self.pressings, "opus", self.drawer)
        for (data, sizes), start, end in zip(kept, starts, ends, strict=True):
            taken = sizes if end is None else sizes[: end - start]
            yield data[: sum(taken)], taken


def _integrated(notes: Notes) -> float:
    return round(integrated(notes.energy), 2)
