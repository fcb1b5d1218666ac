"""ID3v2.3 tags of an episode, by mutagen: what a player shows with no network.

Frames as in the ID3v2.3 standard and its chapter addendum 1.0 (id3.org).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.model import ChapterMark

if TYPE_CHECKING:
    from mutagen.id3 import ID3

LANGUAGES = {
    "ar": "ara",
    "cs": "ces",
    "da": "dan",
    "de": "deu",
    "el": "ell",
    "en": "eng",
    "es": "spa",
    "fi": "fin",
    "fr": "fra",
    "hu": "hun",
    "it": "ita",
    "ja": "jpn",
    "nl": "nld",
    "no": "nor",
    "pl": "pol",
    "pt": "por",
    "ro": "ron",
    "ru": "rus",
    "sv": "swe",
    "tr": "tur",
    "uk": "ukr",
    "vi": "vie",
    "zh": "zho",
}
"""ISO 639-1 → 639-2, which ID3 asks for; a language not listed is ``und``."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What an episode's MP3 says of itself."""

    title: str
    album: str
    artist: str
    published: datetime
    language: str
    comment: str
    disclosure: str
    lyrics: str
    cover: bytes
    """JPEG."""
    chapters: Sequence[ChapterMark]
    duration_ms: int


def write_tags(path: Path, tags: Tags) -> None:
    """Tag the MP3 at ``path``, replacing any tags it has."""
    from mutagen.id3 import (
        APIC,
        COMM,
        TALB,
        TCON,
        TDRC,
        TIT2,
        TLAN,
        TPE1,
        TXXX,
        USLT,
        Encoding,
        PictureType,
    )

    code = LANGUAGES.get(tags.language.split("-")[0].lower(), "und")
    text: dict[str, Any] = {"encoding": Encoding.UTF16}
    id3 = _time_ordered_id3()
    id3.add(TIT2(text=tags.title, **text))
    id3.add(TALB(text=tags.album, **text))
    id3.add(TPE1(text=tags.artist, **text))
    id3.add(TCON(text="Podcast", **text))
    id3.add(TLAN(text=code, **text))
    id3.add(TDRC(text=tags.published.strftime("%Y-%m-%d"), **text))
    id3.add(COMM(lang=code, desc="", text=tags.comment, **text))
    id3.add(TXXX(desc="AI-DISCLOSURE", text=tags.disclosure, **text))
    id3.add(USLT(lang=code, desc="", text=tags.lyrics, **text))
    id3.add(
        APIC(mime="image/jpeg", type=PictureType.COVER_FRONT, desc="Cover", data=tags.cover, **text)
    )
    for frame in _chapter_frames(tags):
        id3.add(frame)
    id3.update_to_v23()
    id3.save(path, v1=0, v2_version=3)


def _time_ordered_id3() -> ID3:
    """Return an empty tag that writes its chapters in the order of their ids.

    mutagen sorts frames of one kind by their size, and some players list chapters in the
    order they lie in the file, whatever the CTOC says.
    """
    from mutagen.id3 import ID3
    from mutagen.id3._tags import save_frame

    class TimeOrderedID3(ID3):
        def _write(self, config: object) -> bytes:
            keys = sorted(key for key in self if key.startswith("CHAP"))
            chapters = [self.pop(key) for key in keys]
            written = super()._write(config)
            return bytes(written) + b"".join(save_frame(one, config=config) for one in chapters)

    return TimeOrderedID3()


def _chapter_frames(tags: Tags) -> list[Any]:
    """Return the CTOC and a CHAP for each chapter, ids counting up in time."""
    from mutagen.id3 import CHAP, CTOC, TIT2, CTOCFlags, Encoding

    no_offset = 0xFFFFFFFF
    ends = [*(chapter.start_ms for chapter in tags.chapters[1:]), tags.duration_ms]
    chapters = [
        CHAP(
            element_id=f"chp{number:03d}",
            start_time=chapter.start_ms,
            end_time=end,
            start_offset=no_offset,
            end_offset=no_offset,
            sub_frames=[TIT2(encoding=Encoding.UTF16, text=chapter.title)],
        )
        for number, (chapter, end) in enumerate(zip(tags.chapters, ends, strict=True))
    ]
    contents = CTOC(
        element_id="toc",
        flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
        child_element_ids=[f"chp{number:03d}" for number in range(len(chapters))],
        sub_frames=[TIT2(encoding=Encoding.UTF16, text="Chapters")],
    )
    return [contents, *chapters]
