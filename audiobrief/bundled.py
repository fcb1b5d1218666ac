"""What ships with audiobrief: the embedded voice, wherever this copy keeps it."""

from __future__ import annotations

from pathlib import Path

EMBEDDED_VOICE = "en_US-kathleen-small"

_PACKAGE = Path(__file__).resolve().parent


def voices_folders() -> tuple[Path, ...]:
    """Return the folders that may hold bundled voices: in a wheel, and in a source tree."""
    candidates = (_PACKAGE / "_bundled" / "voices", _PACKAGE.parent / "voices")
    return tuple(folder for folder in candidates if folder.is_dir())
