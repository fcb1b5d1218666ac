"""Sound in and out of libav (PyAV): decoding, resampling, filter chains. No ffmpeg program.

Samples are mono float32 in -1..1 throughout; blocks are one-dimensional arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from audiobrief.errors import ClipError

if TYPE_CHECKING:
    import av

Samples = NDArray[np.float32]

Filter = tuple[str, str]
"""A libavfilter filter and its arguments."""

_FLOATS = ("flt", "fltp")
"""libav's names of float samples, which of one channel are the same."""

_PIECE = 16_384
"""Samples that are resampled together."""

_MONO = ("aformat", "sample_fmts=flt:channel_layouts=mono")


def frame(samples: Samples, rate: int, at: int) -> av.AudioFrame:
    """Return ``samples`` as a libav frame that starts at sample ``at``."""
    import av

    made = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(samples, np.float32).reshape(1, -1), format="flt", layout="mono"
    )
    made.sample_rate = rate
    made.pts = at
    return made


def filtered(
    blocks: Iterable[Samples], rate: int, chain: Sequence[Filter]
) -> Iterator[av.AudioFrame]:
    """Yield the frames that come out of a libavfilter ``chain`` fed with ``blocks``."""
    import av

    graph = av.filter.Graph()
    source = graph.add_abuffer(
        sample_rate=rate,
        format="flt",
        layout="mono",
        time_base=f"1/{rate}",  # type: ignore[arg-type]  # PyAV hands it to libav as text
    )
    node = source
    for name, arguments in (*chain, _MONO):
        following = graph.add(name, arguments)
        node.link_to(following)
        node = following
    sink = graph.add("abuffersink")
    node.link_to(sink)
    graph.configure()
    at = 0
    for block in blocks:
        source.push(frame(block, rate, at))
        at += len(block)
        yield from _ready(sink)
    source.push(None)
    yield from _ready(sink)


def _ready(sink: av.filter.context.FilterContext) -> Iterator[av.AudioFrame]:
    import av

    with suppress(av.BlockingIOError, av.EOFError):
        while True:
            yield cast("av.AudioFrame", sink.pull())


def samples_of(made: av.AudioFrame) -> Samples:
    """Return the mono float samples of a frame, which hold on to its memory."""
    held = memoryview(cast("Any", made.planes[0]))
    return np.frombuffer(held, np.float32, made.samples)


def floats(pcm: NDArray[np.int16]) -> Samples:
    """Return 16-bit samples as floats."""
    return np.divide(pcm, np.float32(32768.0), dtype=np.float32)


def resampled(samples: Samples, rate: int, to: int) -> Samples:
    """Return ``samples`` at the rate ``to``: exactly as many as the duration asks for."""
    wanted = scaled(len(samples), rate, to)
    if rate == to or not len(samples):
        return samples
    # In pieces, into one array: fresh memory for a whole clip costs more than the filter.
    pieces = (samples[start : start + _PIECE] for start in range(0, len(samples), _PIECE))
    out, at = np.zeros(wanted, np.float32), 0
    for made in filtered(pieces, rate, [("aresample", str(to))]):
        part = samples_of(made)[: wanted - at]
        out[at : at + len(part)] = part
        at += len(part)
    return out


def scaled(position: int, rate: int, to: int) -> int:
    """Return a sample position at ``rate`` as one at ``to``, rounded half up."""
    return (position * to * 2 + rate) // (2 * rate)


def as_wanted(made: av.AudioFrame, rate: int) -> bool:
    """Return whether a frame holds mono float samples at ``rate`` already."""
    return (made.layout.name, made.sample_rate) == ("mono", rate) and made.format.name in _FLOATS


def decoded(decoder: av.AudioCodecContext, packets: Iterable[bytes]) -> Iterator[Samples | None]:
    """Yield the samples of packets that decode to mono floats; None for one that does not."""
    import av

    for data in packets:
        try:
            frames = decoder.decode(av.Packet(data))
        except av.InvalidDataError:
            yield None
            continue
        yield from map(samples_of, frames)


def decode(path: Path, rate: int) -> Iterator[Samples]:
    """Yield a sound file's samples, mixed to mono at ``rate``, in blocks as they lie in it.

    Raises:
        ClipError: the file is missing or holds no sound that can be decoded.
    """
    import av

    try:
        with av.open(str(path)) as container:
            stream = container.streams.audio[0]
            resampler = av.AudioResampler(format="flt", layout="mono", rate=rate)
            for made in container.decode(stream):
                if as_wanted(made, rate):
                    yield samples_of(made)
                else:
                    yield from map(samples_of, resampler.resample(made))
            yield from map(samples_of, resampler.resample(None))
    except (av.FFmpegError, IndexError) as error:
        reason = error.strerror if isinstance(error, av.FFmpegError) else "no audio in it"
        raise ClipError(
            f"cannot be decoded as sound ({reason})",
            where=path,
            remedy="Give a WAV, FLAC, OGG or MP3 file, or `default`, or `none`.",
        ) from error
