"""Plain text as copied from a site."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiobrief.errors import ReportError
from audiobrief.ingest.furniture import is_furniture
from audiobrief.ingest.reports import read_report
from audiobrief.model import Report, Section, Source


def read(folder: Path, text: str) -> Report:
    """Return the report copied as ``text``."""
    path = folder / "tolls.txt"
    path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return read_report(path)


def test_headings_of_no_desk(tmp_path: Path) -> None:
    """Without the desk's headings, a short line over a paragraph is one."""
    report = read(
        tmp_path,
        """
        Tolls rise in invented Maravel

        Background

        Nothing happened before.

        Outlook

        - More ships.
        - More tolls.
        """,
    )
    assert report.sections == (
        Section("Background", ("Nothing happened before.",)),
        Section("Outlook", ("More ships.", "More tolls.")),
    )


def test_labels_above_the_first_paragraph(tmp_path: Path) -> None:
    """Category, date and byline on lines of their own are read; labels of the page are not."""
    report = read(
        tmp_path,
        """
        Trade
        Published Dec 15, 2025
        Tolls rise in invented Maravel

        By Ann Example • 4 min read
        Hear this story

        The tolls rose.

        Stakeholders
        All ships.

        Sources
        Tolls
        https://a.example/x
        """,
    )
    assert report.title == "Trade"  # the first line is the title, whatever it says
    report = read(
        tmp_path,
        """
        Tolls rise in invented Maravel
        Trade
        15 December 2025
        By Ann Example • 4 min read
        Hear this story

        The tolls rose.

        Stakeholders
        All ships.

        Sources
        Tolls
        https://a.example/x
        """,
    )
    assert (report.category, report.byline) == ("Trade", "Ann Example")
    assert report.published == datetime(2025, 12, 15, tzinfo=UTC)
    assert report.summary == "The tolls rose."
    assert report.sections == (Section("Stakeholders", ("All ships.",)),)
    assert report.sources == (Source("Tolls", "https://a.example/x"),)


def test_a_category_below_the_date(tmp_path: Path) -> None:
    """The label next to the date is the category on either side of it."""
    text = "Tolls rise\n\nUpdated Dec 15, 2025\n\nEnergy\n\nShare\n\nNo stop\n\nStakeholders\n\nA."
    report = read(tmp_path, text)
    assert (report.category, report.summary) == ("Energy", "No stop")


def test_broken_lines_are_joined(tmp_path: Path) -> None:
    """Lines that an editor broke are one paragraph; the title and list entries stay apart."""
    long = "A line that a careful editor has broken at some fifty characters"
    report = read(tmp_path, f"{long}\n{long}\nand goes on.\n- {long}\n  too.\n- Two.\n")
    assert report.title == long
    assert report.sections[0].paragraphs == (f"{long} and goes on.", f"{long} too.", "Two.")


def test_what_follows_the_report_is_left_out(tmp_path: Path) -> None:
    """Related reports and their like end a report, unless a desk's heading follows."""
    text = "T\n\nText.\n\nStakeholders\n\nA.\n\nRead next\n\nOther news.\n\nSources\n\n1. S\n"
    report = read(tmp_path, text)
    assert "Other" not in repr(report)
    assert report.sources == (Source("S"),)


@pytest.mark.parametrize(
    "line",
    [
        "Intelligence Audio",
        "🔊 Listen to this article",
        "AI Neural Voice • 4 min read",
        "Q 1 / 3",
        "Question 2 of 3",
        "0:00 / 4:12",
        "1.5x",
        "—",
        "📊",
        "© 2025 The Invented Desk",
        "12 comments",
        "3 hours ago",
        "Share on Facebook",
        "Photo: nobody",
        "Tags: tolls, ships",
    ],
)
def test_furniture(line: str) -> None:
    """Players, counters, buttons and notices are known for what they are."""
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line", ["Tolls rose.", "2025", "3%", "Share prices fell.", "Question of trust", "x" * 300]
)
def test_no_furniture(line: str) -> None:
    """A report's own words stay, however short."""
    assert not is_furniture(line)


@pytest.mark.parametrize("line", ["WorldFeb 30, 2025", "World | Dec 15", "Published Dec 2025"])
def test_a_date_that_names_no_day(tmp_path: Path, line: str) -> None:
    """A dateline that names no day is a fault with its line."""
    with pytest.raises(ReportError, match=r"tolls\.txt:2: the date .*Write it as 2025-12-15"):
        read(tmp_path, f"Title\n{line}\n\nText.\n")


def test_a_sentence_with_a_date_is_no_dateline(tmp_path: Path) -> None:
    """A line of prose that ends in a date stays prose, and a by-phrase no byline."""
    text = (
        "T\n\nThe new law took effect on Dec 15, 2025\n\nBy noon it was over\n\nOutlook\n\nText.\n"
    )
    report = read(tmp_path, text)
    assert (report.published, report.byline) == (None, "")
    assert report.summary.startswith("The new law took effect on Dec 15, 2025")


def test_text_that_opens_with_a_list(tmp_path: Path) -> None:
    """A list entry is no title."""
    with pytest.raises(ReportError, match="has no title"):
        read(tmp_path, "- a\n- b\n")
