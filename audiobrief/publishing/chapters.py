"""Chapters as the podcast namespace's JSON, version 1.2.0.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from audiobrief.model import ChapterMark, Timeline
from audiobrief.publishing.text import one_line

VERSION = "1.2.0"


def chapter_marks(timeline: Timeline) -> tuple[ChapterMark, ...]:
    """Return the programme's chapters as an app lists them; the first starts at 0."""
    return tuple(
        ChapterMark(one_line(cue.title), timeline.ms(cue.start) if index else 0)
        for index, cue in enumerate(timeline.chapters)
    )


def render_chapters(title: str, marks: Sequence[ChapterMark]) -> bytes:
    """Return the chapters file of the episode called ``title``; ``startTime`` is in seconds."""
    chapters = [
        {"startTime": mark.start_ms / 1000, "title": one_line(mark.title)} for mark in marks
    ]
    document = {"version": VERSION, "title": one_line(title), "chapters": chapters}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
