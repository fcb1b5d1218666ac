"""What an audio file is, by its own bytes and not by its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

KINDS = {"MP3": "audio/mpeg", "MP4": "audio/mp4", "OggVorbis": "audio/ogg", "OggOpus": "audio/ogg"}
"""What podcast apps play, by mutagen's name of it."""


@dataclass(frozen=True, slots=True)
class Container:
    """A media type, and a length in milliseconds."""

    type: str
    duration_ms: int


def identify(path: Path) -> Container | None:
    """Return what the file holds, or None if podcast apps would not play it."""
    import mutagen

    try:
        found = mutagen.File(path)
    except mutagen.MutagenError:
        return None
    kind = KINDS.get(type(found).__name__, "")
    return Container(kind, round(found.info.length * 1000)) if kind else None
