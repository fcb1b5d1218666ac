"""What a run of reporting tells whoever watches it, and what became of each story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audiobrief.errors import AudiobriefError
from audiobrief.model import Drop

State = Literal["made", "held", "edited", "failed"]


@dataclass(frozen=True, slots=True)
class Telling:
    """What became of one story.

    ``made``: its report lies in ``path``, for the air. ``held``: it lies there for an editor.
    ``edited``: today's report of it belongs to whoever changed it, and nothing was written.
    ``failed``: there is none, or none fit for the air, for ``error``.
    """

    story: str
    state: State
    path: Path | None = None
    error: AudiobriefError | None = None
    dropped: tuple[Drop, ...] = ()
    fell_back: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step worth a line: a source was read, a warning, or what the model does."""

    kind: Literal["source", "warning", "writing"]
    text: str


Watch = Callable[[Step], None]
