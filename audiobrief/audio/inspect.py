"""A finished sound file heard as a player plays it, in one pass and bounded memory.

Everything is measured on what the decoder gives. The loudness is libav's, as other meters have it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.audio.loudness import measure
from audiobrief.audio.notes import Noter, heard
from audiobrief.audio.pcm import Samples, as_wanted, samples_of
from audiobrief.model import Heard

if TYPE_CHECKING:
    import av


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard of a file before it got its tags, which stand before its sound.

    ``bytes`` and ``sha256`` are those of the sound alone.
    """

    heard: Heard
    bytes: int
    sha256: str

    def is_of(self, path: Path) -> bool:
        """Return whether the file at ``path`` ends with all the bytes that were heard."""
        size = path.stat().st_size
        return size >= self.bytes and _digest(path, size - self.bytes) == self.sha256


def hearing(path: Path, heard: Heard, start: int = 0) -> Hearing:
    """Return what was heard of the file at ``path``, whose sound begins with byte ``start``."""
    return Hearing(heard, path.stat().st_size - start, _digest(path, start))


def _digest(path: Path, start: int) -> str:
    with path.open("rb") as stream:
        stream.seek(start)
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hear(path: Path, *, peak: bool = True) -> Heard:
    """Return what a player would make of the sound file at ``path``.

    Without ``peak`` its true peak is not measured and given as minus infinity.
    """
    import av

    try:
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            noter = Noter(int(stream.rate))
            blocks = noter.through(_decoded(container, stream, noter.rate))
            loudness = measure(blocks, noter.rate, peak=peak)
            return heard(noter.notes(), noter.rate, loudness)
    except (av.FFmpegError, IndexError, OSError) as error:
        reason = getattr(error, "strerror", "") or "no sound in it"
        return Heard(unplayable=reason)


def _decoded(
    container: av.container.InputContainer, stream: av.AudioStream, rate: int
) -> Iterator[Samples | None]:
    """Yield what can be decoded, None for what cannot; a broken packet stops no other."""
    import av

    resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except av.InvalidDataError:
            yield None
            continue
        for made in frames:
            if made.is_corrupt:
                yield None
            # Our own files need no resampler.
            plain = as_wanted(made, rate)
            yield from map(samples_of, [made] if plain else resampler.resample(made))
    yield from map(samples_of, resampler.resample(None))
