"""Packets laid into the pages of an Ogg stream, many at a time: RFC 3533.

libav's muxer takes packets one by one, which for two hours of sound costs as much as an edit.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_HEAD = struct.Struct("<4sBBqIIIB")
_CHECKSUM = 22
"""Where its four bytes stand; they are nought while it is taken."""

_LAST = 4

_LACED = 255
"""Bytes that a segment holds; a packet ends with one that holds less."""

_SEGMENTS = 255
"""Segments that a page holds."""

_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))

Packets = tuple[bytes, list[int]]
"""Packets, one behind the other, and how many bytes each of them has."""


def paged(parts: Iterable[Packets], most: int) -> Iterator[Packets]:
    """Yield the packets of ``parts`` as those of pages, of ``most`` packets where they fit."""
    data, sizes = b"", list[int]()
    waited_for = ((*part, most) for part in parts)
    for more, lengths, least in chain(waited_for, [(b"", [], 1)]):
        data, sizes, at = data + more, sizes + lengths, 0
        while len(sizes) >= least:
            count = _fitting(sizes, most)
            end = at + sum(sizes[:count])
            yield data[at:end], sizes[:count]
            sizes, at = sizes[count:], end
        data = data[at:]


def page(packets: Packets, position: int, number: int, *, last: bool) -> bytes:
    """Return a page, of the stream with the serial number 0.

    Args:
        packets: what is on it.
        position: the stream's clock at the end of the last packet.
        number: that of the page, counting from the first of the stream.
        last: whether the stream ends with it.
    """
    data, sizes = packets
    lacing = _lacing(sizes)
    head = _HEAD.pack(b"OggS", 0, _LAST * last, position, 0, number, 0, len(lacing))
    made = b"".join((head, lacing, data))
    return b"".join((made[:_CHECKSUM], _checksum(made), made[_CHECKSUM + 4 :]))


def _fitting(sizes: Sequence[int], most: int) -> int:
    """Return how many packets, ``most`` of them at most, fit on a page for certain."""
    count = min(most, len(sizes))
    while sum(sizes[:count]) // _LACED + count > _SEGMENTS:
        count -= 1
    return count


def _lacing(sizes: Sequence[int]) -> bytes:
    if max(sizes) < _LACED:
        return bytes(sizes)
    return b"".join(b"\xff" * (size // _LACED) + bytes([size % _LACED]) for size in sizes)


def _checksum(data: bytes) -> bytes:
    """Return zlib's CRC-32 made Ogg's: each byte mirrored, and nothing inverted."""
    mirrored = ~zlib.crc32(data.translate(_MIRRORED), 0xFFFFFFFF) & 0xFFFFFFFF
    return mirrored.to_bytes(4, "big").translate(_MIRRORED)
