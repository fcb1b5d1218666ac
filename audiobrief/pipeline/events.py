"""What a run tells whoever watches it: a terminal, a log, a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audiobrief.model import Episode

Kind = Literal[
    "source",
    "writing",
    "written",
    "held",
    "edited",
    "stale",
    "fresh",
    "unsure",
    "start",
    "line",
    "master",
    "episode",
    "withdrawn",
    "failed",
    "show",
    "unchanged",
    "told",
    "warning",
]


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a run; only what belongs to its kind is set.

    ``source``: one of the show's was read, and ``reasons`` tell what came of it. ``writing``: a
    model is at work, on what ``reasons`` tell. ``written``: a report was made of a story, the
    file ``folder``; ``held``: it waits there for an editor; ``edited``: today's belongs to whoever
    changed it. ``reasons`` tell what was dropped, and why another writer stood in.
    ``stale``: a cut of a report wants work, for ``reasons``. ``fresh``: it wants none.
    ``unsure``: nobody has vouched for these ``words``, told with their phonemes. ``start``:
    work begins, ``lines`` long; ``line``: one of them is spoken; ``master``: all are, and
    mastering begins. ``episode``: a release lies in ``folder``. ``withdrawn``: it was taken off
    the air, and its page there says so. ``failed``: it does not, for
    ``error``. ``show``: a show's feed and pages were written to ``folder``; ``unchanged``:
    they stand there as they were. ``told``: the hub in ``reasons`` knows of it; ``warning``:
    something beside the episodes went wrong, for ``error``.
    """

    kind: Kind
    show: str
    slug: str = ""
    reasons: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    lines: int = 0
    error: str = ""
    folder: Path = Path()
    episode: Episode | None = None


Notify = Callable[[Event], None]
