"""Quizzes, sentiment and sources read from blocks."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.errors import ReportError
from audiobrief.ingest.blocks import Block, Kind
from audiobrief.ingest.parts import methodology_of, sentiment_of, source_from, sources_of
from audiobrief.ingest.quiz import quiz_of
from audiobrief.model import QuizItem, Sentiment, Source

PATH = Path("quiz.md")


def blocks(*texts: str) -> list[Block]:
    """Return blocks: "# " makes a heading, "- " an item, "-- " an item one deeper."""
    kinds = {"#": (Kind.HEADING, 3), "-": (Kind.ITEM, 1), "--": (Kind.ITEM, 2)}
    made = []
    for line, text in enumerate(texts, start=1):
        mark, _, rest = text.partition(" ")
        if mark in kinds:
            kind, level = kinds[mark]
            made.append(Block(kind, rest, line, level))
        else:
            made.append(Block(Kind.PARAGRAPH, text, line))
    return made


@pytest.mark.parametrize(
    "lines",
    [
        ("How much?", "- [ ] Two", "- [x] Three", "So said they."),
        ("Question 1: How much?", "- Two", "- Three (correct)", "Explanation: So said they."),
        ("# 1. How much?", "- A. Two", "- B. Three", "Answer: B", "So said they."),
        ("Q1. How much?", "- Two", "- Three ✓", "So said they."),
        ("How much?", "A) Two", "B) Three", "Correct answer: three.", "So said they."),
        ("- How much?", "-- Two", "-- ✓ Three", "So said they."),
        ("An introduction.", "How much?", "Two", "Three", "Answer: B. Three", "So said they."),
    ],
)
def test_a_question_in_each_form(lines: tuple[str, ...]) -> None:
    """Boxes, ticks, letters and labels all mark choice and answer."""
    expected = QuizItem("How much?", ("Two", "Three"), "Three", "So said they.")
    assert quiz_of(blocks(*lines), PATH) == (expected,)


def test_several_questions() -> None:
    """An explanation ends where a line over choices, or a question, begins."""
    lines = ["Pick one", "- [x] a", "- b", "For a.", "Pick another", "- c", "Why?", "- Why not?"]
    assert quiz_of(blocks(*lines, "- "), PATH) == (
        QuizItem("Pick one", ("a", "b"), "a", "For a."),
        QuizItem("Pick another", ("c",)),
        QuizItem("Why?", ("Why not?",)),
    )


def test_a_question_without_choices() -> None:
    """A question alone is kept, and an answer without choices is itself."""
    assert quiz_of(blocks("Why?", "Answer: So."), PATH) == (QuizItem("Why?", (), "So."),)
    assert quiz_of(blocks("- Why?"), PATH) == (QuizItem("Why?"),)
    assert quiz_of(blocks("No question here."), PATH) == ()


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (("Why?", "- [x] a", "- [x] b"), "marks more than one choice"),
        (("Why?", "- a", "- b", "Answer: C"), "none of its choices"),
        (("Why?", "- a", "Answer: c is right"), "none of its choices"),
    ],
)
def test_an_answer_that_cannot_be(lines: tuple[str, ...], reason: str) -> None:
    """Two right choices, or none of them, are faults with the question's line."""
    with pytest.raises(ReportError, match=rf"quiz\.md:1: .*{reason}.*Mark one choice"):
        quiz_of(blocks(*lines), PATH)


@pytest.mark.parametrize(
    ("lines", "mood"),
    [
        (
            ("“In the World sector, market tone is currently trending Bullish.”",),
            Sentiment("World", "Bullish"),
        ),
        (("Sector: Trade", "Tone: Mixed", "Note: Calm."), Sentiment("Trade", "Mixed", "Calm.")),
        (
            ("Tone: Mixed", "Horizon: for months", "Evidence: Tolls rose."),
            Sentiment("", "Mixed", "", "for months", "Tolls rose."),
        ),
        (
            ("Sentiment is very Bearish.",),
            Sentiment("", "very Bearish", "Sentiment is very Bearish."),
        ),
        (("«Calm.»", '"Calm."'), Sentiment("", "", "Calm.")),
        ((), None),
    ],
)
def test_sentiment(lines: tuple[str, ...], mood: Sentiment | None) -> None:
    """The desk's sentence gives sector and tone; what else is said is the note."""
    assert sentiment_of(blocks(*lines)) == mood


def test_sources() -> None:
    """Entries, and lines with an address, are sources; introductions are not."""
    lines = ["# Papers", "Read:", "We read these", "- A — https://a.example/x.", "- Print"]
    assert sources_of(blocks(*lines)) == (Source("A", "https://a.example/x"), Source("Print"))
    below = ["Title", "https://a.example/x", "https://www.b.example/y"]
    assert sources_of(blocks(*below)) == (
        Source("Title", "https://a.example/x"),
        Source("b.example", "https://www.b.example/y"),
    )
    assert sources_of(blocks("Print", "Notes:")) == (Source("Print"),)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("A: b (c) – https://x.example/a_(b)", Source("A: b (c)", "https://x.example/a_(b")),
        ("https://[", Source("https://[", "https://[")),
        ("A (https://x.example)", Source("A", "https://x.example")),
    ],
)
def test_a_source_line(line: str, source: Source) -> None:
    """A line is split into title and address, whatever stands between."""
    assert source_from(line) == source


def test_methodology_without_its_label() -> None:
    """The label that repeats the heading goes."""
    assert methodology_of(blocks("Methodology: One.", "Two.")) == "One. Two."
