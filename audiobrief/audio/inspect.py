"""A finished sound file heard as a player plays it, in one pass and bounded memory.

Everything is measured on what the decoder gives, in windows of a hundredth of a second, of
which a few bits are kept: two hours take less than a megabyte.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from audiobrief.audio.levels import Meter
from audiobrief.audio.loudness import measure
from audiobrief.audio.pcm import Samples, samples_of
from audiobrief.files import digest_file
from audiobrief.model import Heard, Loudness, Span

if TYPE_CHECKING:
    import av

WINDOW_MS = 10

QUIET = 10 ** (-60 / 20)
"""RMS of a window below which it is silence, as EBU Tech 3341 and most editors have it."""

SILENCE = 100 // WINDOW_MS
"""Windows of the shortest silence that is noted: words and sentences have shorter ones."""

FULL_SCALE = 0.998
LOUD = 10 ** (-9 / 20)
"""RMS that no voice reaches under a ceiling of -1 dBTP, but noise does."""

NOISY = 0.25
"""Changes of sign a sample: white noise has 0.5, a loud vowel less than 0.1."""

BURST = 40 // WINDOW_MS
STILL, HELD, STUCK = 0.002, 0.02, 30 // WINDOW_MS
"""What hardly moves, yet is that far from nought, for so many windows, is a held value."""

_GATHERED = 5
"""Seconds that are looked at together: numpy's cost is by the call."""

_QUIET, _CLIPPED, _BURST, _STUCK = map(np.uint8, (1, 2, 4, 8))

Flags = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard of a file before it got its tags; they stand before its sound.

    ``bytes`` and ``sha256`` are those of the file as it was heard.
    """

    heard: Heard
    bytes: int
    sha256: str

    def is_of(self, path: Path) -> bool:
        """Return whether the file at ``path`` ends with all the bytes that were heard."""
        with path.open("rb") as stream:
            start = stream.seek(0, os.SEEK_END) - self.bytes
            stream.seek(max(start, 0))
            return start >= 0 and hashlib.file_digest(stream, "sha256").hexdigest() == self.sha256


def hearing(path: Path, heard: Heard) -> Hearing:
    """Return what was heard of the file at ``path`` with what tells it from others."""
    return Hearing(heard, path.stat().st_size, digest_file(path))


def hear(path: Path, *, peak: bool = True, meter: Meter | None = None) -> Heard:
    """Return what a player would make of the sound file at ``path``.

    Without ``peak`` its true peak is not measured and given as minus infinity. A ``meter`` notes
    how loud it is on its way.
    """
    import av

    try:
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            ear = _Ear(int(stream.rate))
            decoded = ear.decoded(container, stream)
            return ear.listen(meter.through(decoded) if meter else decoded, peak=peak)
    except (av.FFmpegError, IndexError, OSError) as error:
        reason = getattr(error, "strerror", "") or "no sound in it"
        return Heard(unplayable=reason)


@dataclass
class _Ear:
    """What one pass notes; ``flags`` has a byte for each window."""

    rate: int
    samples: int = 0
    total: float = 0.0
    undecodable: int = 0
    flags: list[Flags] = field(default_factory=list)

    @property
    def window(self) -> int:
        """Samples of a window."""
        return self.rate * WINDOW_MS // 1000

    def listen(self, decoded: Iterator[Samples], *, peak: bool) -> Heard:
        """Return what is heard of decoded samples."""
        return self._heard(measure(self._noted(decoded), self.rate, peak=peak))

    def decoded(
        self, container: av.container.InputContainer, stream: av.AudioStream
    ) -> Iterator[Samples]:
        """Yield what can be decoded; a packet that cannot stops no other."""
        import av

        resampler = av.AudioResampler(format="flt", layout="mono", rate=self.rate)
        for packet in container.demux(stream):
            try:
                frames = packet.decode()
            except av.InvalidDataError:
                self.undecodable += 1
                continue
            for made in frames:
                self.undecodable += made.is_corrupt
                yield from (
                    [samples_of(made)]
                    if self._plain(made)
                    else map(samples_of, resampler.resample(made))
                )
        yield from map(samples_of, resampler.resample(None))

    def _plain(self, made: av.AudioFrame) -> bool:
        """Return whether a frame is as it is wanted: our own files need no resampler."""
        floats = made.format.name in {"flt", "fltp"}
        return floats and made.layout.name == "mono" and made.sample_rate == self.rate

    def _noted(self, pieces: Iterator[Samples]) -> Iterator[Samples]:
        """Yield the samples again, in blocks of whole windows, each looked at."""
        held: list[Samples] = []
        length = 0
        for piece in pieces:
            held.append(piece)
            length += len(piece)
            if length >= self.rate * _GATHERED:
                block = np.concatenate(held)
                length = len(block) % self.window
                held = [block[len(block) - length :]]
                yield self._note(block[: len(block) - length])
        if held:
            yield self._note(np.concatenate(held))

    def _note(self, block: Samples) -> Samples:
        finite = np.isfinite(block)
        if not finite.all():
            self.undecodable += int((~finite).sum())
            block = np.where(finite, block, np.float32(0.0)).astype(np.float32)
        self.samples += len(block)
        self.total += float(block.sum(dtype=np.float64))
        whole = len(block) // self.window
        self.flags.append(_flags(block[: whole * self.window].reshape(whole, self.window)))
        return block

    def _heard(self, loudness: Loudness) -> Heard:
        flags = np.concatenate([np.zeros(0, np.uint8), *self.flags])
        return Heard(
            duration_ms=round(self.samples * 1000 / self.rate),
            loudness=loudness,
            silences=_spans(flags & _QUIET, SILENCE),
            clipped=_spans(flags & _CLIPPED, 1),
            bursts=_spans(flags & _BURST, BURST),
            stuck=_spans(flags & _STUCK, STUCK),
            offset=self.total / max(self.samples, 1),
            undecodable=self.undecodable,
        )


def _flags(windows: Samples) -> Flags:
    """Return what is to be said of each window, a row of ``windows``."""
    size = windows.shape[1]
    power = np.einsum("ij,ij->i", windows, windows) / size
    mean = windows.mean(axis=1)
    spread = np.sqrt(np.maximum(power - mean**2, 0.0))
    quiet = power < QUIET**2
    loud = np.flatnonzero(power > LOUD**2)
    turns = np.diff(np.signbit(windows[loud]), axis=1).mean(axis=1)
    flags: Flags = quiet * _QUIET
    flags |= (np.abs(windows).max(axis=1, initial=0.0) >= FULL_SCALE) * _CLIPPED
    flags[loud[turns > NOISY]] |= _BURST
    flags |= ((spread < STILL) & (np.abs(mean) > HELD)) * _STUCK
    return flags


def _spans(flagged: Flags, least: int) -> tuple[Span, ...]:
    """Return where at least so many windows in a row are flagged."""
    edges = np.diff(np.concatenate([[0], flagged != 0, [0]]).astype(np.int8))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return tuple(
        (int(start) * WINDOW_MS, int(end) * WINDOW_MS)
        for start, end in zip(starts, ends, strict=True)
        if end - start >= least
    )
