"""Packets laid into Ogg pages: as libav's own muxer lays them, and never too many on one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import pytest
from mutagen.ogg import OggPage

from audiobrief.audio.ogg import Packets, page, paged
from audiobrief.audio.opus import DELAY, PACKET, RATE, write_opus


def packets(count: int, largest: int) -> list[bytes]:
    """Return packets of Opus at 20 ms that nobody will play."""
    chance = random.Random(count)
    return [b"\xf8" + chance.randbytes(chance.randint(2, largest - 1)) for _ in range(count)]


def parts(whole: Sequence[bytes], size: int) -> Iterator[Packets]:
    """Yield packets a few at a time."""
    for at in range(0, len(whole), size):
        some = whole[at : at + size]
        yield b"".join(some), list(map(len, some))


def muxed(path: Path, whole: Sequence[bytes], samples: int) -> bytes:
    """Return the file that libav makes of packets."""
    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=RATE)
        stream.layout = "mono"
        container.start_encoding()
        for at, data in zip(range(-DELAY, samples, PACKET), whole, strict=False):
            packet = av.Packet(data)
            packet.stream = stream
            packet.pts = packet.dts = at
            packet.duration = min(PACKET, samples - at)
            container.mux(packet)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("count", "missing", "largest"),
    [
        (0, 0, 9),
        (1, 0, 200),
        (49, 0, 255),
        (50, 0, 256),
        (50, 311, 300),
        (100, 700, 600),
        (120, 7_000, 200),
        (121, -5_000, 200),
        (333, 0, 1_275),
    ],
)
def test_pages_are_those_of_libav(tmp_path: Path, count: int, missing: int, largest: int) -> None:
    """Whatever the packets' number and sizes, and wherever the sound ends, to the byte."""
    whole = packets(count, largest)
    samples = max(0, count * PACKET - DELAY - missing)
    write_opus(tmp_path / "a.opus", parts(whole, 33), samples)
    assert (tmp_path / "a.opus").read_bytes() == muxed(tmp_path / "b.opus", whole, samples)


def test_a_page_holds_what_its_segments_hold() -> None:
    """Packets too large for 50 on a page are laid on more pages, and none is lost."""
    whole = [bytes([number]) * 1_275 for number in range(100)]
    laid = list(paged(parts(whole, 70), 50))
    assert [len(sizes) for _, sizes in laid] == [42, 42, 16]
    read = []
    for number, one in enumerate(laid):
        made: Any = OggPage(BytesIO(page(one, 960, number, last=False)))  # type: ignore[no-untyped-call]
        assert (made.sequence, made.position, made.last) == (number, 960, False)
        read += made.packets
    assert read == whole
