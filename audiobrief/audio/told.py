"""What the tags of a finished sound file tell, read back as players read them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from audiobrief.model import ChapterMark, Told

_CLOCK = re.compile(r"(\d+):(\d\d):(\d\d)\.(\d{3})")


def told(path: Path) -> Told | None:
    """Return what the tags of an MP3 or Opus file tell; None where it has none of ours."""
    import mutagen
    from mutagen.mp3 import MP3
    from mutagen.oggopus import OggOpus

    class Mp3(MP3):
        def load(self, filething: object, **named: Any) -> None:
            # Not the lyrics: mutagen takes a tenth of a second for an hour's.
            super().load(filething, known_frames=_wanted(), **named)

    try:
        # Without a choice mutagen loads its readers of all formats.
        found: Any = mutagen.File(path, options=(Mp3, OggOpus))
    except mutagen.MutagenError:
        return None
    if found is None or not found.tags:
        return None
    return _id3(found.tags) if isinstance(found, MP3) else _comments(found.tags)


def _wanted() -> dict[str, type]:
    from mutagen.id3 import CHAP, TIT2, TXXX

    return {frame.__name__: frame for frame in (CHAP, TIT2, TXXX)}


def _id3(tags: Any) -> Told:
    frames = sorted(tags.getall("CHAP"), key=lambda frame: frame.start_time)
    chapters = (
        ChapterMark(" ".join(map(str, frame.sub_frames.getall("TIT2"))), int(frame.start_time))
        for frame in frames
    )
    return Told(str(tags.get("TIT2", "")), str(tags.get("TXXX:AI-DISCLOSURE", "")), tuple(chapters))


def _comments(tags: Any) -> Told:
    """Read Vorbis comments (https://wiki.xiph.org/Chapter_Extension)."""

    def said(name: str) -> str:
        return "".join(tags.get(name, [])[:1])

    marks, number = [], 0
    while clock := _CLOCK.fullmatch(said(f"chapter{number:03}")):
        hours, minutes, seconds, ms = map(int, clock.groups())
        start = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
        marks.append(ChapterMark(said(f"chapter{number:03}name"), start))
        number += 1
    return Told(said("title"), said("ai-disclosure"), tuple(marks))
