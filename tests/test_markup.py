"""Inline marks, where nobody should see them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli import main
from audiobrief.ingest.reports import read_report
from audiobrief.markup import unmarked, without_marks
from audiobrief.model import Item, QuizItem, Report, Section, Sentiment
from samples import write_workspace

SAID = '<say-as interpret-as="digits">2026</say-as>'


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ('It rose. <break time="600ms"/> It fell.', "It rose. It fell."),
        ("It rose.<break/>It fell.", "It rose. It fell."),
        ('the <sub alias="x y">XY</sub>, then', "the XY, then"),
        ('<phoneme alphabet="ipa" ph="a">Ae</phoneme>\'s', "Ae's"),
        ('<SAY-AS interpret-as="digits">12</SAY-AS>', "12"),
        ("<emphasis>very</emphasis> late", "very late"),
        ("H<sub>2</sub>O", "H2O"),
        ("</sub> alone <sub>", "alone"),
        ("a < b and b > c", "a < b and b > c"),
        ("the <b>bold</b> stay", "the <b>bold</b> stay"),
        ("<subtle>", "<subtle>"),
    ],
)
def test_tags_of_marks_are_taken_out(marked: str, plain: str) -> None:
    """Only the marks go; what they stand around stays, and so does any other sign."""
    assert unmarked(marked) == plain


def test_an_entry_of_a_list_stays_one() -> None:
    """A plain paragraph is of the kind that it was marked."""
    assert isinstance(unmarked(Item(f"in {SAID}")), Item)
    assert not isinstance(unmarked(f"in {SAID}"), Item)


def test_a_report_is_shown_without_marks() -> None:
    """Every text that is read aloud loses its marks, and a paragraph of nothing else goes."""
    report = Report(
        slug="a",
        title="A",
        summary=f"In {SAID}.",
        sections=(Section("S", ("<break/>", Item(f"to {SAID}"), "plain")),),
        sentiment=Sentiment("World", "Mixed", f"by {SAID}", evidence=SAID),
        quiz=(QuizItem(SAID, (SAID,), SAID, SAID),),
    )
    shown = without_marks(report)
    assert "<" not in repr(shown)
    assert shown.sections == (Section("S", ("to 2026", "plain")),)
    assert isinstance(shown.sections[0].paragraphs[0], Item)
    assert shown.quiz == (QuizItem("2026", ("2026",), "2026", "2026"),)
    assert without_marks(shown) == shown


REPORT = """\
---
title: Ports <emphasis>open</emphasis>
date: 2026-01-12
summary: The <sub alias="Ports Board">PB</sub> met.
sentiment:
  sector: Trade
  tone: Mixed
  note: It is <break time="100ms"/> mixed.
quiz:
  - question: <emphasis>Who</emphasis> met?
    answer: The <sub alias="Board">PB</sub>
---
## Situation <break/> Report

In <say-as interpret-as="digits">2026</say-as> the <sub alias="Ports Board">PB</sub> met.
"""


def test_nobody_is_shown_a_mark(tmp_path: Path) -> None:
    """Page, feed, transcripts, chapters and records of an episode show the plain text."""
    workspace = write_workspace(tmp_path, ports=REPORT)
    result = CliRunner().invoke(main, ["build", "--workspace", str(workspace)])
    assert result.exit_code == 0, result.output
    published = [path for path in (workspace / "output").rglob("*") if path.is_file()]
    assert len(published) > 10
    for path in published:
        data = path.read_bytes()
        for tag in (b"say-as", b"alias=", b"emphasis", b"break time", b"<break", b"lt;sub"):
            assert tag not in data, path.name
    page = next((workspace / "output").rglob("episodes/*/index.html")).read_text("utf-8")
    assert "In 2026 the PB met." in page


FORMS = {
    "marks.md": (
        "# Ports <break/> open\n\n## Situation Report\n\n"
        f'In {SAID} it\n<break time="1s"/> rose. H<sub>2</sub>O <b>fell</b>.\n\n'
        '<break time="2s"/><script>evil()</script>\n\n'
        'Three came:\n\n- one\n- <sub alias="too">two</sub>\n'
    ),
    "marks.txt": (
        "Ports <break/> open\n\nSituation Report\n\n"
        f'In {SAID} it <break time="1s"/> rose. H<sub>2</sub>O fell.\n\n'
        '<break time="2s"/>\n\nThree came:\n\n- one\n- <sub alias="too">two</sub>\n'
    ),
    "marks.json": (
        '{"title": "Ports <break/> open", "sections": [{"heading": "Situation Report", '
        '"paragraphs": ["In <say-as interpret-as=\\"digits\\">2026</say-as> it '
        '<break time=\\"1s\\"/> rose. H<sub>2</sub>O fell.", "<break time=\\"2s\\"/>", '
        '"Three came:", "- one", "• <sub alias=\\"too\\">two</sub>"]}]}'
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_marks_and_lists_survive_the_reading(tmp_path: Path, name: str) -> None:
    """Markdown, plain text and JSON hand marks and lists on; titles lose theirs."""
    path = tmp_path / name
    path.write_text(FORMS[name], encoding="utf-8")
    report = read_report(path)
    paragraphs = report.sections[0].paragraphs
    assert report.title == "Ports open"
    assert paragraphs == (
        f'In {SAID} it <break time="1s"/> rose. H<sub>2</sub>O fell.',
        '<break time="2s"/>',
        "Three came:",
        "one",
        '<sub alias="too">two</sub>',
    )
    assert [isinstance(text, Item) for text in paragraphs] == [False, False, False, True, True]
