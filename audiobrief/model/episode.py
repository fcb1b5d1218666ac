"""The permanent record of a published briefing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from audiobrief.model.report import Source
from audiobrief.model.sound import ChapterMark, Loudness


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file on the shelf, named by its content.

    ``sri`` is its SHA-384 as Subresource Integrity has it (https://www.w3.org/TR/SRI/), empty
    where that was not taken.
    """

    name: str
    bytes: int
    sha256: str
    type: str
    sri: str = ""


@dataclass(frozen=True, slots=True)
class Soundbite:
    """The part of a programme that a trailer of it would play."""

    start_ms: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A change of a published report.

    ``note`` is what the desk says of it; ``changed`` are the parts that differ: headings of
    sections, and names of fields behind a colon (":title").
    """

    at: datetime
    note: str = ""
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That an episode was taken off the air, and why."""

    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A report file that an episode was made of, known again by its digest without being read.

    ``slug`` is the report's own; ``day`` the one it is dated, or None where it gives none;
    ``withdrawn`` says why it is, empty where it is not.
    """

    slug: str
    digest: str
    day: date | None = None
    withdrawn: str = ""


ADOPTED = "adopted"
"""The cut of an episode that was made elsewhere."""


@dataclass(frozen=True, slots=True)
class Episode:
    """The permanent record of a published briefing (``episode.json``).

    ``guid`` is minted once. ``cut`` is ``full``, ``flash`` or ``bulletin``; ``origins`` are
    the reports it was cut from. An episode that was ``adopted`` from another host has no
    origins and no measured loudness, keeps the GUID it had and what its old feed said in
    ``ai_content``, and its ``mp3`` may be of another type. ``files`` maps a role (``mp3``,
    ``vtt``, ``srt``, ``json``, ``html``, ``txt``, ``chapters``, ``cover``, ``opus``) to the
    file that plays it;
    ``superseded`` names files of the release before, kept for clients that hold an old
    feed. ``inputs`` maps what the release was made from to a digest of it. ``number`` is
    its place in its season, or in the show where ``season`` is None; given once. ``parts``
    maps what the report consists of to a digest of it, by which a ``correction`` knows what
    changed. One that is ``withdrawn`` has no files. ``pages`` names what stands beside its
    page and is made with it.
    """

    slug: str
    guid: str
    title: str
    summary: str
    category: str
    byline: str
    published: datetime
    updated: datetime
    duration_ms: int
    loudness: Loudness | None
    files: Mapping[str, PublishedFile]
    chapters: tuple[ChapterMark, ...] = ()
    sources: tuple[Source, ...] = ()
    superseded: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    cut: str = "full"
    origins: tuple[Origin, ...] = ()
    soundbite: Soundbite | None = None
    season: int | None = None
    number: int | None = None
    parts: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    withdrawn: Withdrawal | None = None
    pages: tuple[str, ...] = ()
    ai_content: str = ""

    @property
    def narrated(self) -> bool:
        """Whether audiobrief's voice reads it."""
        return self.cut != ADOPTED


def person(byline: str) -> str:
    """Return the name in a byline, without the role in brackets behind it."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", byline).strip()
