"""Markdown reports: front matter with lines, and a body made plain."""

from __future__ import annotations

import re
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiobrief.errors import ReportError
from audiobrief.ingest.reports import read_report
from audiobrief.model import QuizItem, Report, Section, Sentiment, Source


def read(folder: Path, text: str) -> Report:
    """Return the report written as ``text`` in Markdown."""
    path = folder / "tolls.md"
    path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return read_report(path)


def body(folder: Path, text: str) -> tuple[str, ...]:
    """Return the paragraphs of a section written as ``text``."""
    report = read(folder, f"# Title\n\n## Situation Report\n\n{textwrap.dedent(text)}")
    return report.sections[0].paragraphs


def test_everything_can_stand_in_the_body(tmp_path: Path) -> None:
    """A report without front matter tells its title, dateline, byline and fields by headings."""
    report = read(
        tmp_path,
        """
        # Canal tolls rise

        *Trade · 15 December 2025*

        By Ann Example (Editor)

        The tolls rise by 3%.

        ## Situation Report

        Ships pay more.

        ### Detail

        Much more.

        ## Sentiment

        - Sector: Trade
        - Tone: Bearish
        - Note: Carriers complain.

        ## Sources

        This report draws on:

        - [Tolls to rise](https://a.example/x), a notice
        - The paper of record, page 3
        - <https://www.b.example/y>

        ## Methodology

        Invented for tests.
        """,
    )
    assert report == Report(
        slug="tolls",
        title="Canal tolls rise",
        category="Trade",
        published=datetime(2025, 12, 15, tzinfo=UTC),
        byline="Ann Example (Editor)",
        summary="The tolls rise by 3%.",
        sections=(
            Section("Situation Report", ("Ships pay more.",)),
            Section("Detail", ("Much more.",)),
        ),
        sentiment=Sentiment("Trade", "Bearish", "Carriers complain."),
        sources=(
            Source("Tolls to rise, a notice", "https://a.example/x"),
            Source("The paper of record, page 3"),
            Source("b.example", "https://www.b.example/y"),
        ),
        methodology="Invented for tests.",
    )


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("**Bold**, *soft* and `code`.", "Bold, soft and code."),
        ("A [link](https://x.example) stays.", "A link stays."),
        ("A ![picture](x.png)goes.", "A goes."),
        ("Tags <b>go</b><br>quietly.", "Tags go quietly."),
        ("Scripts <script>evil()</script>too.", "Scripts too."),
        ("AT&amp;T pays \\$5.", "AT&T pays $5."),
        ("One\nparagraph  \nof lines.", "One paragraph of lines."),
        ("> Quoted.", "Quoted."),
        ("    Indented.", "Indented."),
        ("```\nFenced.\n```", "Fenced."),
        ("Cafe\u0301\u00a0au\u200b lait\u0007.", "Café au lait."),
    ],
)
def test_inline_markup_becomes_plain(tmp_path: Path, written: str, plain: str) -> None:
    """Emphasis, links and code leave their text; pictures, tags and scripts leave nothing."""
    assert body(tmp_path, written) == (plain,)


def test_lists_and_tables_become_paragraphs(tmp_path: Path) -> None:
    """A list gives a paragraph an item, a table one a row; HTML blocks give none."""
    text = """
        - One

          more of one
        - Two
          1. Deep

        | Port | Toll |
        |------|------|
        | Lund |      |

        <div>Widget</div>

        ---
        """
    assert body(tmp_path, text) == ("One", "more of one", "Two", "Deep", "Port, Toll", "Lund")


def test_text_without_headings_is_the_situation_report(tmp_path: Path) -> None:
    """Bare paragraphs, or those beside a stated summary, open the Situation Report."""
    situation = Section("Situation Report", ("One.", "Two."))
    assert read(tmp_path, "# T\n\nOne.\n\nTwo.\n").sections == (situation,)
    stated = read(
        tmp_path, "---\ntitle: T\nsummary: S.\n---\nOne.\n\n## situation report\n\nTwo.\n"
    )
    assert (stated.summary, stated.sections) == ("S.", (situation,))


def test_a_summary_heading_gives_the_summary(tmp_path: Path) -> None:
    """A section called Summary is the summary, not a section."""
    report = read(tmp_path, "# T\n\n## Summary\n\nS.\n\n## Outlook\n\nO.\n")
    assert (report.summary, report.sections) == ("S.", (Section("Outlook", ("O.",)),))


def test_front_matter_and_body_complete_each_other(tmp_path: Path) -> None:
    """Sources of both are listed once; the body fills what sentiment and byline lack."""
    report = read(
        tmp_path,
        """
        ---
        title: "Tolls: up"
        slug: Tolls Again
        byline: Ann
        category:
        date: 2025-12-15T10:00:00+05:30
        sentiment: {sector: Trade, horizon: for months, evidence: Ships pay.}
        sources: [Tolls — https://a.example/x]
        quiz:
          - question: Why?
            answer: yes
        ---
        # Tolls: up

        By Ann Example

        ## Outlook

        Text.

        ## Sentiment

        The tone remains Mixed.

        ## Sources

        1. Tolls — https://a.example/x
        2. Ships (https://b.example/y)
        """,
    )
    assert (report.slug, report.title, report.byline) == ("tolls-again", "Tolls: up", "Ann Example")
    assert report.published == datetime(2025, 12, 15, 4, 30, tzinfo=UTC)
    assert report.published.hour == 10
    assert report.category == report.summary == ""
    assert report.sentiment == Sentiment(
        "Trade", "Mixed", "The tone remains Mixed.", "for months", "Ships pay."
    )
    assert report.sources == (
        Source("Tolls", "https://a.example/x"),
        Source("Ships", "https://b.example/y"),
    )
    assert report.quiz == (QuizItem("Why?", (), "yes"),)


def test_all_faults_of_front_matter_have_their_line(tmp_path: Path) -> None:
    """Wrong types, unknown keys and bad dates are told at once, in the order of their lines."""
    with pytest.raises(ReportError) as caught:
        read(
            tmp_path,
            """
            ---
            title: [a]
            colour: red
            date: Feb 30, 2025
            sources:
              - title: x
                url: ftp://x
              - title:
                - y
            quiz:
              - question: Why?
                choices: [a, b]
                answer: c
              -
            sentiment: good
            ---
            Text.
            """,
        )
    lines = str(caught.value).splitlines()
    assert lines[0].endswith("tolls.md: 8 fault(s) in the front matter")
    told = [re.search(r"tolls\.md:(\d+: [\w.\[\]]+): ", line) for line in lines[1:]]
    assert [found[1] for found in told if found] == [
        "2: title",
        "3: colour",
        "4: date",
        "7: sources[0].url",
        "8: sources[1].title",
        "11: quiz[0]",
        "14: quiz[1]",
        "15: sentiment",
    ]
    assert "no such key" in lines[2]
    assert "Write it as 2025-12-15" in lines[3]


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        ("title: a: b", r"tolls\.md:2: the front matter is not valid YAML"),
        ("title: x\nsources: [a", r"tolls\.md:\d: the front matter is not valid YAML"),
        ("title: &a x\nsummary: *a", r"tolls\.md:3: .*begins with an asterisk"),
        ("title: x\n? [a]\n: b", r"tolls\.md:3: .*not valid YAML"),
        ("title: \ufffe", r"characters that YAML forbids"),
        ("- a\n- b", r"tolls\.md:2: the front matter is no list of"),
        ("just text", r"tolls\.md:2: the front matter is no list of"),
        ("a: " + "[" * 50_000, r"tolls\.md:2: .*nested too deep"),
    ],
)
def test_broken_front_matter_has_its_line(tmp_path: Path, matter: str, reason: str) -> None:
    """YAML that cannot be read says where and what to put in quotes."""
    with pytest.raises(ReportError, match=reason) as caught:
        read(tmp_path, f"---\n{matter}\n---\nText.\n")
    assert "quotation marks" in caught.value.remedy


def test_front_matter_of_no_reports_shape(tmp_path: Path) -> None:
    """A fault deeper than the file's own values is told on the nearest line."""
    with pytest.raises(ReportError, match=r"tolls\.md:2: sentiment\.note: should be text"):
        read(tmp_path, "---\nsentiment: {note: [a]}\n---\n# T\n")
    with pytest.raises(ReportError, match=r"tolls\.md:3: quiz\[0\]\.question: required"):
        read(tmp_path, "---\nquiz:\n- answer: x\n---\n# T\n")


@pytest.mark.parametrize("text", ["---\ntitle: x\n\nText.\n", "---\n", "---\n" + "a: b\n" * 30000])
def test_front_matter_that_does_not_end(tmp_path: Path, text: str) -> None:
    """A missing closing fence is told before anything is parsed."""
    with pytest.raises(
        ReportError, match=r"does not end.*Close it with a line of three hyphens|lines"
    ):
        read(tmp_path, text)


def test_empty_front_matter_states_nothing(tmp_path: Path) -> None:
    """Fences with nothing, or only a comment, between them are allowed."""
    assert read(tmp_path, "---\n---\n# T\n\nText.\n").title == "T"
    assert read(tmp_path, "---\n# comment\n---\n# T\n\nText.\n").title == "T"


def test_a_date_in_the_body_has_its_line(tmp_path: Path) -> None:
    """A dateline that names no day is a fault on its own line of the file."""
    with pytest.raises(ReportError, match=r"tolls\.md:6: the date 'Dec 2025' lacks its day"):
        read(tmp_path, "---\ntitle: T\n---\n\n\nTrade | Dec 2025\n\nText.\n")
