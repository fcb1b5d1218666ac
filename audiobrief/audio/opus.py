"""The mastered programme once more as Opus: as good, at less than half the size of the MP3.

RFC 6716 and RFC 7845. It comes from the programme, not from the MP3, with the gain and the
ceiling that the master found, so that nothing is coded twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.audio.master import Mastered, Programme, loudness_chain
from audiobrief.audio.pcm import filtered
from audiobrief.audio.tags import Tags

if TYPE_CHECKING:
    import av

RATE = 48_000
"""Hz: the clock of Opus, whatever was recorded."""

_SETTINGS = {"application": "audio", "vbr": "on", "frame_duration": "20"}


def encode_opus(
    programme: Programme, rate: int, mastered: Mastered, bitrate: int, path: Path
) -> None:
    """Write ``programme`` to ``path`` as mono Opus.

    Args:
        programme: the sound that was mastered.
        rate: its rate, Hz.
        mastered: what the MP3's master found for it.
        bitrate: kbit/s, on average.
        path: the file.
    """
    import av

    chain = loudness_chain(mastered.gain, mastered.ceiling, rate, to=RATE)
    # Without it the stream's serial number is drawn by chance.
    exact = {"fflags": "+bitexact"}
    with av.open(str(path), "w", format="ogg", options=exact) as container:
        stream: av.AudioStream = container.add_stream("libopus", rate=RATE, options=_SETTINGS)
        stream.bit_rate = bitrate * 1000
        stream.layout = "mono"
        for made in filtered(programme(), rate, chain):
            container.mux(stream.encode(made))
        container.mux(stream.encode(None))


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
    comments.save()


def _clock(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
