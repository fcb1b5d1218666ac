"""A report turned into what is read aloud."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiobrief.config import Show
from audiobrief.errors import ConfigError, ReportError
from audiobrief.model import QuizItem, Report, Script, Section, Sentiment, Source
from audiobrief.narration.script import narrate
from audiobrief.narration.speakable import open_reader
from samples import SHOW, load

READER = open_reader("en-US")

REPORT = Report(
    slug="tolls",
    title="Canal tolls rise by 3%",
    category="Trade",
    published=datetime(2025, 12, 15, tzinfo=UTC),
    byline="Ann Example (Editor)",
    summary="The canal authority raised its tolls.",
    sections=(
        Section("Situation Report", ("Tolls rose. Ships pay $4.2bn a year.",)),
        Section("Harbour Notes", ("The tide turned.",)),
        Section("Editor's Take", ("It was expected.",)),
    ),
    sentiment=Sentiment("Trade", "Bearish", ""),
    sources=(
        Source("Tolls to rise", "https://en.mercopress.com/2026/01/12/tolls"),
        Source("Canal notice", "", "the Canal Gazette"),
        Source("A pamphlet"),
    ),
    quiz=(
        QuizItem("By how much?", ("Two", "Three"), "Three", "It said so."),
        QuizItem("Not known?"),
    ),
)


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """Return a show that reads the quiz."""
    return load(tmp_path)


def text(script: Script) -> str:
    """Return all that is said, in one string."""
    return "\n".join(line.spoken for line in script.lines)


def titles(script: Script) -> list[str]:
    """Return the chapters' titles."""
    return [chapter.title for chapter in script.chapters]


def test_chapters_follow_the_report(show: Show) -> None:
    """Every part has a chapter, in the order of the report."""
    assert titles(narrate(REPORT, show, READER)) == [
        "Headline",
        "In brief",
        "Situation Report",
        "Harbour Notes",
        "Editor's Take",
        "Sentiment",
        "Sources",
        "Quiz",
        "Sign-off",
    ]


def test_opening_says_show_day_headline_and_disclosure(show: Show) -> None:
    """The first chapter tells what this is, when, about what, and that a machine reads it."""
    said = [line.spoken for line in narrate(REPORT, show, READER).chapters[0].lines]
    assert said == [
        "This is The Test Desk, for Monday, December fifteenth, twenty twenty-five.",
        "Canal tolls rise by three percent.",
        "This briefing is read by a synthetic voice.",
    ]


def test_eye_and_ear_differ_on_a_line(show: Show) -> None:
    """The reader sees the figure, the listener hears the words."""
    line = narrate(REPORT, show, READER).chapters[2].lines[2]
    assert line.display == "Ships pay $4.2bn a year."
    assert line.spoken == "Ships pay four point two billion dollars a year."


def test_summary_is_not_read_twice(show: Show) -> None:
    """A summary that a section repeats, punctuation aside, has no chapter of its own."""
    section = Section("Situation Report", ("The canal authority  raised its tolls! And more.",))
    script = narrate(replace(REPORT, sections=(section,)), show, READER)
    assert "In brief" not in titles(script)
    assert text(script).count("canal authority") == 1


def test_sources_are_named_not_spelled(show: Show) -> None:
    """Publishers are said by name; no address is read aloud."""
    script = narrate(REPORT, show, READER)
    said = [line.spoken for line in script.chapters[6].lines]
    assert said[1:] == [
        "MercoPress reports: Tolls to rise.",
        "From the Canal Gazette: Canal notice.",
        "From our sources: A pamphlet.",
    ]
    assert "http" not in text(script)
    assert "dot" not in text(script)


def test_sentiment_is_one_sentence(show: Show) -> None:
    """The desk's own note is read; without one, sector and tone make the sentence."""
    assert "In the Trade sector, market tone is currently trending bearish." in text(
        narrate(REPORT, show, READER)
    )
    noted = replace(REPORT, sentiment=Sentiment("Trade", "Bearish", "Overall it is Bearish."))
    assert "Overall it is Bearish." in text(narrate(noted, show, READER))
    toned = replace(REPORT, sentiment=Sentiment("", "Bullish", ""))
    assert "Market tone is currently trending bullish." in text(narrate(toned, show, READER))
    empty = replace(REPORT, sentiment=Sentiment())
    assert "Sentiment" not in titles(narrate(empty, show, READER))


def test_quiz_leaves_time_to_think(show: Show) -> None:
    """Choices, then time to think, then the answer; a question without answer is left out."""
    quiz = narrate(REPORT, show, READER).chapters[7]
    said = [line.spoken for line in quiz.lines]
    assert said[1:] == [
        "Question one.",
        "By how much?",
        "A: Two.",
        "B: Three.",
        "The answer: Three.",
        "It said so.",
    ]
    pauses = [line.pause_ms for line in quiz.lines]
    assert pauses.index(2500) == said.index("B: Three.")
    assert pauses.count(2500) == 1


def test_show_decides_what_is_read(tmp_path: Path) -> None:
    """Sections are read as the show lists them; sentiment, sources and quiz can be off."""
    wanted = (
        'sections = ["editor’s take", "Nowhere", "Situation Report"]\n'
        "sentiment = false\nsources = false\nquiz = false\n"
    )
    show = load(tmp_path, SHOW.replace("quiz = true\n", wanted))
    assert titles(narrate(REPORT, show, READER)) == [
        "Headline",
        "In brief",
        "Editor's Take",
        "Situation Report",
        "Sign-off",
    ]


def test_voices_have_their_parts(tmp_path: Path) -> None:
    """Editor's Take and quiz are read by their own voices, all else by the narrator."""
    show = load(tmp_path, SHOW + 'editor = "en-editor"\nquiz = "en-quiz"\n')
    script = narrate(REPORT, show, READER)
    voices = {chapter.title: {line.voice for line in chapter.lines} for chapter in script.chapters}
    assert voices.pop("Editor's Take") == {"en-editor"}
    assert voices.pop("Quiz") == {"en-quiz"}
    assert set.union(*voices.values()) == {"en_US-hum-tiny"}


def test_every_line_ends_in_a_stop(show: Show) -> None:
    """Headlines get a stop, so that the voice falls; what leads on keeps its own mark."""
    assert all(line.spoken[-1] in ".!?:" for line in narrate(REPORT, show, READER).lines)


def test_byline_is_said_without_its_role(show: Show) -> None:
    """What stands in brackets behind a name is for the eye."""
    assert "This report was written by Ann Example." in text(narrate(REPORT, show, READER))
    assert "written by" not in text(narrate(replace(REPORT, byline=""), show, READER))


def test_undated_reports_say_no_date(show: Show) -> None:
    """Without a date the opening is the show's name alone."""
    script = narrate(replace(REPORT, published=None), show, READER)
    assert script.lines[0].spoken == "This is The Test Desk."


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    """A show whose sections the report lacks says so instead of airing an empty frame."""
    show = load(tmp_path, SHOW.replace("quiz = true", 'sections = ["Nowhere"]'))
    with pytest.raises(ReportError, match="no section"):
        narrate(replace(REPORT, summary=""), show, READER)


def test_silent_sentences_are_left_out(show: Show) -> None:
    """A paragraph of signs alone makes no line."""
    section = Section("Situation Report", ("* * *", "It rained."))
    script = narrate(replace(REPORT, sections=(section,)), show, READER)
    assert [line.display for line in script.chapters[2].lines[1:]] == ["It rained."]


def test_a_section_without_a_word_for_the_ear_is_left_out(show: Show) -> None:
    """A section that only points at the page has no chapter, and nothing leads into it."""
    sections = (Section("Gallery", ("See above.", "* * *")), Section("Outlook", ("It rained.",)))
    script = narrate(replace(REPORT, sections=sections), show, READER)
    assert "Gallery" not in titles(script)
    assert "Gallery" not in text(script)


def test_transitions_depend_on_the_episode_alone(show: Show) -> None:
    """The same report always reads the same; other episodes vary the phrase."""
    assert narrate(REPORT, show, READER) == narrate(REPORT, show, READER)
    others = {narrate(replace(REPORT, slug=f"e{n}"), show, READER) for n in range(9)}
    assert len(others) > 1


def test_chapters_end_in_the_shows_pause(tmp_path: Path) -> None:
    """The silence between sections and before an answer is the show's to set."""
    show = load(tmp_path, SHOW + "[narration.pauses]\nsection = 0.7\nthinking = 4.5\n")
    script = narrate(REPORT, show, READER)
    assert {chapter.lines[-1].pause_ms for chapter in script.chapters} == {700}
    assert [line.pause_ms for line in script.chapters[7].lines].count(4500) == 1


def test_the_shows_own_disclosure_is_said(tmp_path: Path) -> None:
    """A show may tell of its voice in its own words."""
    show = load(tmp_path, SHOW + '[disclosure]\nspoken = "A machine reads this."\n')
    assert narrate(REPORT, show, READER).chapters[0].lines[-1].spoken == "A machine reads this."


def test_a_show_without_phrases_says_so(show: Show) -> None:
    """A language without a phrase table is a fault of the show file, with the table to write."""
    with pytest.raises(ConfigError, match="tlh"):
        narrate(REPORT, show.model_copy(update={"language": "tlh"}), READER)
