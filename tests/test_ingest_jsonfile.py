"""JSON reports: every fault at once, by its path."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiobrief.errors import ReportError
from audiobrief.ingest.reports import read_report
from audiobrief.model import QuizItem, Report, Section, Source


def read(folder: Path, data: object) -> Report:
    """Return the report that ``data`` makes as JSON."""
    path = folder / "tolls.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return read_report(path)


def test_everything_optional_may_be_absent(tmp_path: Path) -> None:
    """A title and a summary are a report."""
    report = read(tmp_path, {"title": "T", "summary": " S\n\u00a0s. ", "$schema": "report.json"})
    assert report == Report(slug="tolls", title="T", summary="S s.")


def test_sources_and_headings(tmp_path: Path) -> None:
    """A source may be a line; sections of one heading become one, empty ones go."""
    report = read(
        tmp_path,
        {
            "title": "T",
            "slug": "My Slug",
            "published": None,
            "sentiment": {},
            "sources": ["Tolls — https://a.example/x", {"title": "Ships", "publisher": "the Log"}],
            "sections": [
                {"heading": "editor’s take", "paragraphs": ["One."]},
                {"heading": "Empty", "paragraphs": []},
                {"heading": "Editor's Take:", "paragraphs": ["Two."]},
            ],
            "quiz": [{"question": "Why?", "answer": "So."}],
        },
    )
    assert (report.slug, report.published, report.sentiment) == ("my-slug", None, None)
    assert report.sources == (
        Source("Tolls", "https://a.example/x"),
        Source("Ships", "", "the Log"),
    )
    assert report.sections == (Section("Editor's Take", ("One.", "Two.")),)
    assert report.quiz == (QuizItem("Why?", (), "So."),)


@pytest.mark.parametrize(
    ("written", "hour"),
    [("2025-12-15", 0), ("2025-12-15T10:00:00", 10), ("2025-12-15T10:00:00+02:00", 8)],
)
def test_published_is_a_day_or_a_moment(tmp_path: Path, written: str, hour: int) -> None:
    """A day is midnight; what names no zone is UTC."""
    report = read(tmp_path, {"title": "T", "summary": "S", "published": written})
    assert report.published == datetime(2025, 12, 15, hour, tzinfo=UTC)


def test_every_fault_is_told_by_its_path(tmp_path: Path) -> None:
    """Wrong types, unknown keys, bad dates and addresses come in one message."""
    with pytest.raises(ReportError) as caught:
        read(
            tmp_path,
            {
                "published": 5,
                "date": "x",
                "sections": [{"heading": "Sources", "paragraphs": [1, " "]}, "text"],
                "sources": ["", {"title": "x", "url": "x"}, 3],
                "quiz": [{"question": "Why?", "choices": ["a"], "answer": "b"}],
            },
        )
    told = dict(line.strip().split(": ", 1) for line in str(caught.value).splitlines()[1:])
    assert told == {
        "title": "required, but missing: add it",
        "published": "should be a date in quotes. Write it as 2025-12-15, or as Dec 15, 2025",
        "sections[0].heading": "is no section: use the key `sources`",
        "sections[0].paragraphs[0]": "should be text",
        "sections[0].paragraphs[1]": "is empty: write it, or leave the whole key out",
        "sections[1]": "should be an object of keys and values",
        "sources[0]": "is empty: write it, or leave the whole key out",
        "sources[1].url": "should be an address that begins with https:// or http://",
        "sources[2]": "should be an object of keys and values",
        "quiz[0]": "`answer` should be one of `choices`, in the same words",
        "date": "no such key: correct or remove it. `audiobrief schema report` lists every field.",
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"title": "x",\n "summary": "y" "z"}', r"not valid JSON: .* at line 2 column 17"),
        ('{"title": "\\ud800"}', "not valid JSON"),
        ("[" * 50_000, "not valid JSON: recursion limit"),
        ("[1]", "the file: should be an object"),
        ('{"title": "T", "sections": []}', "has no text to read"),
        ('{"title": "\\u200b", "summary": "S"}', "title: is empty"),
    ],
)
def test_broken_json_says_where(tmp_path: Path, text: str, reason: str) -> None:
    """What is not JSON, or no object, says on which line."""
    with pytest.raises(ReportError, match=reason):
        read(tmp_path, text)
