"""A small programme, its record and its show, all about invented matters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from audiobrief.config import Reports, Show
from audiobrief.model import (
    ChapterCue,
    ChapterMark,
    Episode,
    LineCue,
    Loudness,
    PublishedFile,
    Soundbite,
    Source,
    Timeline,
    WordCue,
)
from audiobrief.publishing.shelf import TYPES

RATE = 22050
GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
ARTWORK = "https://pod.example/harbour/artwork.0123abcd.png"

HOSTILE = (
    "]]> <script>alert('x')</script> & <!-- \"q\" --> \x00\x1b\x0b\ufffe 🎙️ مرحبا\r\nשלמה {\\an8}"
)
"""Text that tries to break out of XML, HTML, captions and JSON."""

STORY = (
    ("Opening", ("The Quillhaven harbour board has approved a $4.2bn tide gate.",)),
    (
        "Situation Report",
        (
            "The gate would close in 11 minutes, which is faster than any tide on record.",
            "Work starts in May.",
        ),
    ),
    ("Sources", ("This story is made up.",)),
)


def timeline(story: Sequence[tuple[str, Sequence[str]]] = STORY, word: int = 7001) -> Timeline:
    """Lay out a story of words ``word`` samples long, with a pause after each line."""
    now, chapters = 0, []
    for title, sentences in story:
        begin, lines = now, []
        for sentence in sentences:
            words = []
            for display in sentence.split(" "):
                words.append(WordCue(display, now, now + word))
                now += word
            lines.append(LineCue(sentence, words[0].start, now, tuple(words)))
            now += RATE // 3
        chapters.append(ChapterCue(title, begin, now, tuple(lines)))
    return Timeline(RATE, now, tuple(chapters))


def show(**changes: Any) -> Show:
    """Return a show of the invented port."""
    fields: dict[str, Any] = {
        "slug": "harbour",
        "folder": Path("feeds"),
        "title": "Harbour Briefing",
        "description": "Daily news of Quillhaven, a port that does not exist.",
        "author": "The Quillhaven Desk",
        "email": "desk@pod.example",
        "url": "https://pod.example/harbour",
        "copyright": "© 2026 The Quillhaven Desk",
        "reports": Reports(files=("*.md",)),
    }
    return Show.model_validate(fields | changes)


def files(*roles: str) -> dict[str, PublishedFile]:
    """Return a file for each role, or for every role."""
    endings = {"chapters": "chapters.json", "cover": "jpg"}
    return {
        role: PublishedFile(
            f"briefing.{endings.get(role, role)}",
            1000 + n,
            "0" * 64,
            TYPES[role],
            f"sha384-{'A' * 64}" if TYPES[role].startswith("audio/") else "",
        )
        for n, role in enumerate(roles or TYPES)
    }


def episode(slug: str = "tide-gate", day: int = 4, **changes: Any) -> Episode:
    """Return the record of a briefing published on a day of March 2026."""
    fields: dict[str, Any] = {
        "slug": slug,
        "guid": f"guid-of-{slug}",
        "title": "Quillhaven approves its tide gate",
        "summary": "An invented port votes for a gate & a wall.",
        "category": "World",
        "byline": "Ada Invented",
        "published": datetime(2026, 3, day, 6, 30, tzinfo=UTC),
        "updated": datetime(2026, 3, day, 7, 0, 5, tzinfo=UTC),
        "duration_ms": 83_500,
        "loudness": Loudness(-16.0, -1.2),
        "files": files(),
        "chapters": (
            ChapterMark("Opening", 0),
            ChapterMark("Situation Report", 12_345),
            ChapterMark("Sources", 3_723_999),
        ),
        "sources": (
            Source("The Quillhaven Log", "https://log.example/gate?a=1&b=2"),
            Source("Minutes of the board"),
        ),
        "soundbite": Soundbite(13_250, 42_000),
    }
    return Episode(**(fields | changes))


def parse(xml: bytes) -> etree._Element:
    """Parse as strictly as lxml can."""
    return etree.fromstring(xml, etree.XMLParser(recover=False, resolve_entities=False))


def words(programme: Timeline) -> Iterator[WordCue]:
    """Yield every word of a programme."""
    for line in programme.lines:
        yield from line.words
