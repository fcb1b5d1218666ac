"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """How many rounds, and how long what is built: sentences of about seven seconds."""

    rounds: int
    episode: int
    """Sentences of an episode of about ten minutes."""
    longer: int
    bulletin: int
    """Sentences of half an hour."""
    sentences: int
    brief: int
    """Sentences of a minute."""
    reports: int
    tasks: tuple[int, int]
    """Episodes for workers, and sentences of each: half a minute's work."""
    shelves: tuple[int, ...]
    """Episodes on the shelf."""
    soak: tuple[int, int]
    """Sentences, and builds."""


FULL = Scale(3, 86, 12, 258, 1000, 9, 12, (4, 200), (1_000, 10_000), (10_000, 200))
QUICK = Scale(1, 2, 2, 2, 6, 1, 2, (2, 2), (5, 10), (20, 2))
