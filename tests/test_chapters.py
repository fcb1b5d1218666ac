"""Tests of the chapters file."""

from __future__ import annotations

import json
from dataclasses import replace

from audiobrief.model import ChapterMark
from audiobrief.publishing.chapters import chapter_marks, render_chapters
from publishing_samples import HOSTILE, timeline


def test_marks_lie_where_the_chapters_start() -> None:
    """Each chapter gives one mark, in whole milliseconds of its first sample."""
    programme = timeline()
    marks = chapter_marks(programme)
    assert [mark.title for mark in marks] == ["Opening", "Situation Report", "Sources"]
    assert [mark.start_ms for mark in marks] == [
        (cue.start * 1000 + 11025) // 22050 for cue in programme.chapters
    ]


def test_the_first_mark_is_zero() -> None:
    """Apps need a chapter at the very start, so the first is put there."""
    programme = timeline()
    late = replace(programme.chapters[0], start=900)
    assert chapter_marks(replace(programme, chapters=(late,)))[0].start_ms == 0


def test_the_file_holds_seconds_to_the_millisecond() -> None:
    """Version, title and chapters stand as the podcast namespace's JSON 1.2.0 has them."""
    marks = (ChapterMark("Opening", 0), ChapterMark("Øre & «penny»", 61_007))
    document = json.loads(render_chapters("A gate", marks))
    assert document == {
        "version": "1.2.0",
        "title": "A gate",
        "chapters": [
            {"startTime": 0, "title": "Opening"},
            {"startTime": 61.007, "title": "Øre & «penny»"},
        ],
    }


def test_the_bytes_depend_on_nothing_else() -> None:
    """The same marks give the same UTF-8 bytes, one line feed at the end."""
    marks = (ChapterMark("Öffnung", 0),)
    assert render_chapters("T", marks) == render_chapters("T", marks)
    assert (
        render_chapters("T", marks)
        == (
            '{\n  "version": "1.2.0",\n  "title": "T",\n  "chapters": [\n    {\n'
            '      "startTime": 0.0,\n      "title": "Öffnung"\n    }\n  ]\n}\n'
        ).encode()
    )


def test_hostile_titles_stay_text() -> None:
    """A title with control characters and quotes reads back as one line of text."""
    document = json.loads(render_chapters(HOSTILE, (ChapterMark(HOSTILE, 0),)))
    title = document["chapters"][0]["title"]
    assert title == document["title"]
    assert title.startswith("]]> <script>")
    assert title.isprintable() or "\ufe0f" in title
    assert not any(ord(character) < 32 for character in title)
