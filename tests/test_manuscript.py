"""Reports written as Markdown for an editor."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.ingest.reports import read_report
from audiobrief.ingest.text import normalise
from audiobrief.model import Item, QuizItem, Report, Section, Sentiment, Source
from audiobrief.synthesis.manuscript import manuscript

REPORT = Report(
    slug="tolls",
    title="Tolls: up by 3%, # again",
    category="Trade",
    published=datetime(2026, 1, 12, 6, 30, tzinfo=UTC),
    byline="The desk",
    summary="Tolls rose. *Not* for long, they say.",
    sections=(
        Section("Situation Report", ("Tolls rose by 3%.", "Item one follows:")),
        Section("Stakeholders", (Item("Carriers"), Item("Towns"), "Both pay.")),
    ),
    sentiment=Sentiment("Trade", "Bearish", "Freight is dear.", "days", "Tolls rose."),
    sources=(Source("Tolls to rise", "https://news.example.org/tolls", "the Gazette"),),
    methodology="Made from one source.",
    quiz=(QuizItem("By how much?", ("2%", "3%"), "3%", "Tolls rose by 3%."),),
)


def again(report: Report, folder: Path) -> Report:
    """Return ``report`` written down and read again."""
    path = folder / f"{report.slug}.md"
    path.write_text(manuscript(report), encoding="utf-8")
    return read_report(path)


def test_a_report_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Every field comes back."""
    assert again(REPORT, tmp_path) == REPORT


@pytest.mark.parametrize(
    "text",
    [
        "# no heading",
        "1. no list",
        "2026) no list",
        "- no item",
        "• no item",
        "> no quotation",
        "---",
        "===",
        "* * *",
        "a *b* _c_ `d` [e](https://f.example.org) <g> &amp; \\ h",
        "<!-- seen -->",
        "<script>seen</script> and on",
        "| a | b |",
        "~~~",
        "Hard break\\",
        "https://www.example.org/a_b_c",
    ],
)
def test_no_text_turns_into_markup(text: str, tmp_path: Path) -> None:
    """What a source says is text, whatever it looks like."""
    report = Report(slug="one", title="One", sections=(Section("Stakeholders", ("Well.", text)),))
    assert again(report, tmp_path).sections[0].paragraphs == ("Well.", text)


def test_marks_come_back(tmp_path: Path) -> None:
    """What a writer tells the voice is there still."""
    asked = QuizItem('Tolls rose by <sub alias="blank">…</sub>.', ("2%", "3%"), "3%")
    told = 'Wait <break time="9s"/> here.'
    report = Report(
        slug="one", title="One", sections=(Section("Stakeholders", (told,)),), quiz=(asked,)
    )
    assert again(report, tmp_path) == report


words = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40)


@given(first=words, second=words)
def test_any_text_comes_back(
    first: str, second: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Escaping knows all of Markdown's signs."""
    plain = Report(slug="any", title="Any", sections=(Section("Other", ("x" + first, second)),))
    folder = tmp_path_factory.mktemp("any")
    once = again(plain, folder)
    assert again(once, folder) == once
    told = " ".join(once.sections[0].paragraphs)
    kept = [sign for sign in normalise(first + second) if sign.isalnum()]
    assert [sign for sign in told[1:] if sign.isalnum()] == kept
