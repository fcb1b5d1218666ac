"""A constant-bit-rate mono MP3 made by LAME itself, with the header players read.

lameenc brings LAME compiled for vectors: on speech it takes a third of the time that it takes
inside libav's wheels.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from audiobrief.audio.pcm import Samples, decoded

if TYPE_CHECKING:
    import av

FRAME = 1152
"""Samples in a frame of an MPEG-1 layer III stream."""

_RATES = (44_100, 48_000, 32_000)
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)

_QUALITY = 7
"""LAME's -q: no search for where noise is least heard. At podcast bit rates one voice leaves bits
to spare: what is lost lies as deep below the voice as with -q 5, for three fifths of the time."""

_LOSS = 0.95
"""By which LAME scales its input down at podcast bit rates; what is written makes up for it."""

_ENCODER_DELAY = 576
"""Samples that LAME puts before the sound."""

DELAY = _ENCODER_DELAY + 529
"""Samples of silence that come out of a decoder before the sound does; players leave them out."""

_SMALLEST_HEADER = 64
"""kbit/s of the least frame that the header fits in."""


class Mp3Encoder:
    """Samples on their way to be MP3 frames; the first of them refers to none before.

    Args:
        rate: Hz, one of MPEG-1's: 32,000, 44,100 or 48,000.
        bitrate: kbit/s.
    """

    def __init__(self, rate: int, bitrate: int) -> None:
        import lameenc

        self._encoder = lameenc.Encoder()
        self._encoder.set_channels(1)
        self._encoder.set_in_sample_rate(rate)
        self._encoder.set_out_sample_rate(rate)
        self._encoder.set_bit_rate(bitrate)
        self._encoder.set_quality(_QUALITY)
        self._encoder.silence()
        self._made = bytearray()
        self._begun = False

    def add(self, samples: Samples) -> None:
        """Encode mono float samples; beyond the loudest that 16 bits hold they are cut off."""
        if len(samples):
            self._begun = True
            pcm = np.rint(samples * (32767.0 / _LOSS)).clip(-32768, 32767).astype("<i2")
            self._made += self._encoder.encode(pcm.tobytes())

    def frames(self) -> tuple[bytes, ...]:
        """Return all frames, those that LAME still held with them; nothing can be added then.

        They hold the sound from :data:`DELAY` samples on, and up to two frames of silence.
        """
        if self._begun:
            self._made += self._encoder.flush()
        return tuple(_frames(bytes(self._made)))


def _frames(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        rates = data[at + 2]
        length = 144_000 * _BITRATES[rates >> 4] // _RATES[rates >> 2 & 3] + (rates >> 1 & 1)
        yield data[at : at + length]
        at += length


def write_mp3(
    path: Path, parts: Iterable[tuple[bytes, int]], samples: int, rate: int, bitrate: int
) -> None:
    """Write frames behind the header that tells of them.

    Args:
        path: the file.
        parts: some frames at a time, and how many they are.
        samples: those of the programme; what the frames hold beyond it is not played.
        rate: Hz.
        bitrate: kbit/s.
    """
    size = count = 0
    with path.open("wb") as stream:
        stream.write(bytes(len(info_frame(rate, bitrate, 0, 0, 0))))
        for data, frames in parts:
            count += frames
            size += stream.write(data)
        stream.seek(0)
        stream.write(info_frame(rate, bitrate, size, count, samples))


def heard_frames(frames: Sequence[bytes]) -> Iterator[Samples | None]:
    """Yield what a decoder makes of frames, :data:`DELAY` samples late; None for a broken one."""
    import av

    decoder = cast("av.AudioCodecContext", av.CodecContext.create("mp3float", "r"))
    yield from decoded(decoder, frames)


def info_frame(rate: int, bitrate: int, size: int, frames: int, samples: int) -> bytes:
    """Return the frame that tells an MP3's true length, and what to leave out at both ends.

    It is a frame of silence to players that do not know it. Its form is Xing's, called ``Info``
    where the bit rate is constant, with LAME's addition (the Mp3 Info Tag, revision 1). No
    checksum of the music is given.

    Args:
        rate: Hz.
        bitrate: kbit/s.
        size: bytes of all frames that follow.
        frames: how many they are.
        samples: those of the programme.
    """
    own = max(bitrate, _SMALLEST_HEADER)
    length = 144_000 * own // rate
    padding = max(0, frames * FRAME - samples - _ENCODER_DELAY)
    sync = struct.pack(">4B", 0xFF, 0xFB, _BITRATES.index(own) << 4 | _RATES.index(rate) << 2, 0xC4)
    seek = bytes(part * 256 // 100 for part in range(100))
    told = (
        struct.pack(">4s3I", b"Info", 0b1111, frames, size + length) + seek + struct.pack(">I", 50)
    )
    lame = struct.pack(
        ">9s2BfHHBB3sBBHIH",
        *(b"LAME3.100", 0x01, 0, 0.0, 0, 0, 0, min(bitrate, 255)),
        (_ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
        *(0, 0, 0, size + length, 0),
    )
    frame = sync + bytes(17) + told + lame
    return (frame + _checksum(frame).to_bytes(2, "big")).ljust(length, b"\0")


def _checksum(data: bytes) -> int:
    """Return CRC-16/ARC, by which LAME's readers know that its addition is whole."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
