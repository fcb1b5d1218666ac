"""audiobrief's own music: three short clips, composed by :mod:`.compose`."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from audiobrief.config import Clip as ClipSettings

CLIPS = ("intro", "bed", "outro")
"""The clips that ship with audiobrief."""


def default_clip(name: str) -> Path:
    """Return the file of audiobrief's own ``intro``, ``bed`` or ``outro``.

    Raises:
        ValueError: no clip has that name.
    """
    if name not in CLIPS:
        raise ValueError(f"no clip {name!r}: there are {', '.join(CLIPS)}")
    # audiobrief runs from a folder, never from a zip, so the resource is a file as it stands.
    return Path(str(files(__name__) / f"{name}.flac"))


def clip_path(settings: ClipSettings, name: str, folder: Path) -> Path | None:
    """Return the file of a clip: the show's, audiobrief's own, or None for no music."""
    if settings.file == "none":
        return None
    return default_clip(name) if settings.file == "default" else folder / settings.file
