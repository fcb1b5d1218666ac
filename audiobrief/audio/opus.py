"""The mastered programme once more as Opus: as good, at less than half the size of the MP3.

RFC 6716 and RFC 7845. It is made beside the MP3, from the same samples, so that nothing is
coded twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from audiobrief.audio.ogg import Packets, page, paged
from audiobrief.audio.pcm import Samples, decoded, frame
from audiobrief.audio.tags import Tags

if TYPE_CHECKING:
    import av

RATE = 48_000
"""Hz: the clock of Opus, whatever was recorded."""

PACKET = RATE // 50
"""Samples of a packet, on that clock."""

DELAY = 312
"""Samples, on that clock, that come out of a decoder before the sound does: libopus looks ahead."""

_HEADERS = 2
"""Packets of a file before its sound, each ending a page (RFC 7845, section 3)."""

_PAGE = 50
"""Packets of a page of sound: a second."""

_END: Packets = (b"", [])

_SETTINGS = {
    "application": "audio",
    "vbr": "on",
    "frame_duration": "20",
    # Of 0 to 10. From 6 on Opus looks for music first, which doubles its time and changes nothing
    # in a voice at these bit rates.
    "compression_level": "5",
}


class OpusEncoder:
    """Samples on their way to be Opus packets of :data:`PACKET` samples.

    Args:
        rate: that of the samples, Hz.
        bitrate: kbit/s, on average.
    """

    def __init__(self, rate: int, bitrate: int) -> None:
        import av

        self._rate, self._at = rate, 0
        self._resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        self._waiting = av.AudioFifo()
        self._encoder = _encoder(bitrate)
        self._made: list[bytes] = []

    def add(self, samples: Samples) -> None:
        """Encode mono float samples."""
        self._resample(frame(samples, self._rate, self._at))
        self._at += len(samples)

    def packets(self) -> tuple[bytes, ...]:
        """Return all packets; nothing can be added then.

        They hold the sound from :data:`DELAY` samples on, and a packet of silence behind it.
        """
        self._resample(None)
        silence = np.zeros(2 * PACKET - self._waiting.samples, np.float32)
        self._waiting.write(_unplaced(frame(silence, RATE, 0)))
        self._encode()
        return tuple(self._made)

    def _resample(self, made: av.AudioFrame | None) -> None:
        for resampled in self._resampler.resample(made):
            self._waiting.write(_unplaced(resampled))
        self._encode()

    def _encode(self) -> None:
        while (packet := self._waiting.read(PACKET)) is not None:
            self._made += map(bytes, self._encoder.encode(packet))


def _encoder(bitrate: int) -> av.AudioCodecContext:
    import av

    encoder = av.CodecContext.create("libopus", "w")
    encoder.options = _SETTINGS
    encoder.sample_rate, encoder.bit_rate = RATE, bitrate * 1000
    encoder.layout, encoder.format = "mono", "flt"
    return encoder


def _unplaced(made: av.AudioFrame) -> av.AudioFrame:
    """Return a frame without its time: packets follow one another without gaps."""
    made.pts = None
    return made


def write_opus(path: Path, parts: Iterable[Packets], samples: int) -> None:
    """Write packets, some at a time, to an Ogg file that plays for ``samples`` at :data:`RATE`."""
    _write_heads(path)
    wanted = -(-(samples + DELAY) // PACKET)
    pages = chain(paged(_first(parts, wanted), _PAGE), [_END])
    count = 0
    with path.open("ab") as stream:
        for number, (packets, following) in enumerate(pairwise(pages), start=_HEADERS):
            count += len(packets[1])
            position = min(count * PACKET, samples + DELAY)
            stream.write(page(packets, position, number, last=following is _END))


def _write_heads(path: Path) -> None:
    """Write an Ogg file of no sound: the packets that tell of it, as libav writes them."""
    import av

    # Without it the stream's serial number is drawn by chance, and not 0.
    exact = {"fflags": "+bitexact"}
    with av.open(str(path), "w", format="ogg", options=exact) as container:
        stream = container.add_stream("libopus", rate=RATE, options=_SETTINGS)
        stream.layout = "mono"
        container.start_encoding()


def _first(parts: Iterable[Packets], wanted: int) -> Iterator[Packets]:
    """Yield the first packets of ``parts``, as many as are ``wanted``."""
    for data, sizes in parts:
        taken = sizes[:wanted]
        yield data[: sum(taken)], taken
        wanted -= len(taken)


def sound_start(path: Path) -> int:
    """Return the byte of an Opus file at which its sound begins: behind head and tags."""
    from mutagen.ogg import OggPage

    with path.open("rb") as stream:
        packets = 0
        while packets < _HEADERS:
            packets += sum(1 for _ in OggPage(stream).packets)
        return stream.tell()


def heard_packets(packets: Iterable[bytes]) -> Iterator[Samples | None]:
    """Yield what a decoder makes of packets, :data:`DELAY` samples late; None for a broken one."""
    import av

    decoder = av.CodecContext.create("opus", "r")
    decoder.sample_rate, decoder.layout = RATE, "mono"
    yield from decoded(decoder, packets)


def tag_opus(path: Path, tags: Tags) -> None:
    """Write what players show into the Opus file at ``path``: Vorbis comments, chapters with them.

    https://wiki.xiph.org/Chapter_Extension
    """
    from mutagen.oggopus import OggOpus

    comments = OggOpus(path)
    comments["title"] = tags.title
    comments["album"] = tags.album
    comments["artist"] = tags.artist
    comments["date"] = tags.published.strftime("%Y-%m-%d")
    comments["genre"] = "Podcast"
    comments["language"] = tags.language
    comments["description"] = tags.comment
    comments["ai-disclosure"] = tags.disclosure
    for number, chapter in enumerate(tags.chapters):
        comments[f"chapter{number:03}"] = _clock(chapter.start_ms)
        comments[f"chapter{number:03}name"] = chapter.title
    comments.save(padding=_no_padding)


def _no_padding(_: object) -> int:
    """Return 0: room for later tags takes a page more, and all pages would be numbered anew."""
    return 0


def _clock(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
