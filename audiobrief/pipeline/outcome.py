"""What a run is asked for, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.config import Show
from audiobrief.errors import AudiobriefError
from audiobrief.model import Episode


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for; ``show`` and ``report`` narrow it to one.

    ``strict_words`` fails reports with words that nobody has vouched for; ``gather`` has the
    shows' sources read and reports made of what they tell.
    """

    show: str = ""
    report: Path | None = None
    force: bool = False
    dry_run: bool = False
    strict_words: bool = False
    gather: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    """A cut of a report, or a whole show where ``path`` is None, that could not be made."""

    show: str
    path: Path | None
    error: AudiobriefError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: releases by show, failures, and how many episodes wanted nothing."""

    built: tuple[tuple[Show, Episode], ...] = ()
    withdrawn: tuple[tuple[Show, Episode], ...] = ()
    published: tuple[Show, ...] = ()
    failed: tuple[Failure, ...] = ()
    fresh: int = 0
    stale: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        """Return both outcomes as one."""
        return Outcome(
            self.built + other.built,
            self.withdrawn + other.withdrawn,
            self.published + other.published,
            self.failed + other.failed,
            self.fresh + other.fresh,
            self.stale + other.stale,
        )
