"""A finished sound file: what is heard of it, and what its tags tell."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness (LUFS) and true peak (dBTP), ITU-R BS.1770, of a mono programme."""

    integrated: float
    true_peak: float


Span = tuple[int, int]
"""A stretch of a finished sound file, milliseconds, half-open."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A finished sound file as it is when played: measured on what comes out of a decoder.

    ``unplayable`` says why nothing does; ``undecodable`` counts packets, and samples that are
    no numbers, that had to be left out. ``silences`` are those of a tenth of a second and
    more; ``clipped`` is at full scale, ``bursts`` are noise as loud as can be, ``stuck`` is
    one value held, ``offset`` the mean of all samples.
    """

    duration_ms: int = 0
    loudness: Loudness = Loudness(-math.inf, -math.inf)
    silences: tuple[Span, ...] = ()
    clipped: tuple[Span, ...] = ()
    bursts: tuple[Span, ...] = ()
    stuck: tuple[Span, ...] = ()
    offset: float = 0.0
    undecodable: int = 0
    unplayable: str = ""


@dataclass(frozen=True, slots=True)
class ChapterMark:
    """A chapter's title and start, as an app lists it."""

    title: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the tags of a sound file tell: its title, the AI disclosure, its chapters."""

    title: str = ""
    disclosure: str = ""
    chapters: tuple[ChapterMark, ...] = ()
