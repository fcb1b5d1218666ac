"""Samples written as a constant-bit-rate mono MP3 by LAME itself, with the header players read.

lameenc brings LAME compiled for vectors: on speech it takes a third of the time that it takes
inside libav's wheels.
"""

from __future__ import annotations

import struct
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from audiobrief.audio.pcm import Samples

FRAME = 1152
"""Samples in a frame of an MPEG-1 layer III stream."""

_RATES = (44_100, 48_000, 32_000)
_BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)

_QUALITY = 7
"""LAME's -q: no search for where noise is least heard. At podcast bit rates one voice leaves bits
to spare: what is lost lies as deep below the voice as with -q 5, for three fifths of the time."""

_LOSS = 0.95
"""By which LAME scales its input down at podcast bit rates; what is written makes up for it."""

_DELAY = 576
"""Samples that LAME puts before the sound, its decoder's own 529 left out."""

_SMALLEST_HEADER = 64
"""kbit/s of the least frame that the header fits in."""


class Mp3Writer:
    """An MP3 file as it is written; it is whole once the context is left without a fault.

    Args:
        path: the file.
        rate: Hz, one of MPEG-1's: 32,000, 44,100 or 48,000.
        bitrate: kbit/s.
    """

    def __init__(self, path: Path, rate: int, bitrate: int) -> None:
        import lameenc

        self._rate, self._bitrate = rate, bitrate
        self._samples = self._bytes = 0
        self._encoder = lameenc.Encoder()
        self._encoder.set_channels(1)
        self._encoder.set_in_sample_rate(rate)
        self._encoder.set_out_sample_rate(rate)
        self._encoder.set_bit_rate(bitrate)
        self._encoder.set_quality(_QUALITY)
        self._encoder.silence()
        self._stream = path.open("wb")

    def __enter__(self) -> Self:
        """Leave room for the header."""
        self._stream.write(bytes(len(info_frame(self._rate, self._bitrate, 0, 0))))
        return self

    def write(self, samples: Samples) -> None:
        """Add mono float samples; beyond the loudest that 16 bits hold they are cut off."""
        pcm = np.rint(samples * (32767.0 / _LOSS)).clip(-32768, 32767).astype("<i2")
        self._samples += len(samples)
        self._keep(self._encoder.encode(pcm.tobytes()) if len(pcm) else b"")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what LAME still holds, and the header."""
        with self._stream:
            if kind is None and self._samples:
                self._keep(self._encoder.flush())
                self._stream.seek(0)
                header = info_frame(self._rate, self._bitrate, self._bytes, self._samples)
                self._stream.write(header)

    def _keep(self, data: bytes | bytearray) -> None:
        self._bytes += self._stream.write(data)


def info_frame(rate: int, bitrate: int, size: int, samples: int) -> bytes:
    """Return the frame that tells an MP3's true length, and what to leave out at both ends.

    It is a frame of silence to players that do not know it. Its form is Xing's, called ``Info``
    where the bit rate is constant, with LAME's addition (the Mp3 Info Tag, revision 1). No
    checksum of the music is given.

    Args:
        rate: Hz.
        bitrate: kbit/s.
        size: bytes of all frames that follow.
        samples: those of the programme.
    """
    own = max(bitrate, _SMALLEST_HEADER)
    length = 144_000 * own // rate
    frames = round(size * rate / (144_000 * bitrate))
    padding = max(0, frames * FRAME - samples - _DELAY)
    sync = struct.pack(">4B", 0xFF, 0xFB, _BITRATES.index(own) << 4 | _RATES.index(rate) << 2, 0xC4)
    seek = bytes(part * 256 // 100 for part in range(100))
    told = (
        struct.pack(">4s3I", b"Info", 0b1111, frames, size + length) + seek + struct.pack(">I", 50)
    )
    lame = struct.pack(
        ">9s2BfHHBB3sBBHIH",
        *(b"LAME3.100", 0x01, 0, 0.0, 0, 0, 0, min(bitrate, 255)),
        (_DELAY << 12 | padding).to_bytes(3, "big"),
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
