"""A report in a minute, and the reports of a day as numbered stories."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief import narration
from audiobrief.config import Show
from audiobrief.errors import ReportError
from audiobrief.model import QuizItem, Report, Script, Section, Sentiment, Source
from audiobrief.narration.cuts import bulletin, flash
from audiobrief.narration.editions import LEAD_WORDS, bulletin_report, flash_report, lead
from audiobrief.narration.reading.vocabulary import merged
from audiobrief.narration.speakable import open_reader
from samples import load

BRACED = re.compile(r"{(\w+)}")
TABLES = Path(narration.__file__).parent / "data"
LANGUAGES = sorted(path.parent.name for path in TABLES.glob("??/phrases.toml"))
READER = open_reader("en-US")
DISCLOSURE = "This briefing is read by a synthetic voice."
DAY = datetime(2026, 1, 12, 6, 30, tzinfo=UTC)

TOLLS = Report(
    slug="tolls",
    title="Canal tolls rise by 3%",
    category="Trade",
    published=DAY,
    byline="Ann Example (Editor)",
    summary="The canal authority raised its tolls. Ships pay $4.2bn a year.",
    sections=(
        Section("Situation Report", ("Ships queued at both ends.", "The lake is low.")),
        Section("Editor's Take", ("It was expected.",)),
    ),
    sentiment=Sentiment("Trade", "Bearish", ""),
    sources=(Source("Tolls to rise", "", "the Canal Gazette"), Source("A pamphlet")),
    methodology="Written for tests.",
    quiz=(QuizItem("By how much?", ("Two", "Three"), "Three"),),
)
LIGHTS = replace(
    TOLLS,
    slug="lights",
    title="Isles link their lights",
    category="Technology",
    published=DAY.replace(hour=9),
    summary="One network will watch them all.",
    sections=(
        Section("Situation Report", ("The keepers went ashore.",)),
        Section("Editor's Take", ("Keep the books.",)),
    ),
    sources=(Source("Lights to be linked", "", "the Skerry Courier"), Source("A pamphlet")),
)
TIDES = replace(LIGHTS, slug="tides", title="Barrage opens", summary="It took ten years.")


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """Return a show that reads the quiz."""
    return load(tmp_path)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Show:
    """Return the same show, for tests that draw their examples."""
    return load(tmp_path_factory.mktemp("desk"))


def said(script: Script, *chapters: int) -> list[str]:
    """Return what is said in a script, or in some of its chapters."""
    chosen = [script.chapters[number] for number in chapters] or script.chapters
    return [line.spoken for chapter in chosen for line in chapter.lines]


def titles(script: Script) -> list[str]:
    """Return the chapters' titles."""
    return [chapter.title for chapter in script.chapters]


def test_a_flash_is_headline_and_summary(show: Show) -> None:
    """Show, day, headline, disclosure, summary, sign-off; nothing else."""
    script = flash(TOLLS, show, READER)
    assert script.title == "In a minute: Canal tolls rise by 3%"
    assert titles(script) == ["Headline", "In brief", "Sign-off"]
    opening = said(script, 0)
    assert opening[0].startswith("This is The Test Desk, for Monday, January twelfth")
    assert "Canal tolls rise by three percent." in opening
    assert DISCLOSURE in opening
    assert said(script, 1) == [
        "The canal authority raised its tolls.",
        "Ships pay four point two billion dollars a year.",
    ]
    assert "Ann Example" not in " ".join(said(script))


def test_a_flash_without_summary_starts_the_report(show: Show) -> None:
    """The first section that the show reads stands in for it."""
    bare = replace(TOLLS, summary="")
    assert lead(bare, show) == "Ships queued at both ends. The lake is low."
    chosen = show.reports.model_copy(update={"sections": ("editor’s take",)})
    assert lead(bare, show.model_copy(update={"reports": chosen})) == "It was expected."


@pytest.mark.parametrize("summary", ["", "…"])
def test_a_flash_of_nothing_is_told(show: Show, summary: str) -> None:
    """No summary to say and no section that the show reads: an error with what to do."""
    reports = show.reports.model_copy(update={"sections": ("Weather",)})
    with pytest.raises(ReportError, match="Add a summary"):
        flash(replace(TOLLS, summary=summary), show.model_copy(update={"reports": reports}), READER)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_a_lead_is_whole_sentences_of_about_a_minute(desk: Show, lengths: list[int]) -> None:
    """As many as fit, the first in any case, and none cut."""
    sentences = [f"Ship {'on ' * (length - 1)}sailed." for length in lengths]
    kept = lead(replace(TOLLS, summary=" ".join(sentences)), desk)
    number = kept.count("sailed.")
    assert kept == " ".join(sentences[:number])
    assert number == 1 or len(kept.split()) <= LEAD_WORDS
    more = " ".join(sentences[: number + 1])
    assert number == len(sentences) or len(more.split()) > LEAD_WORDS


def test_a_long_lead_keeps_no_half_mark(show: Show) -> None:
    """A mark that reached over the cut would have no end; a short lead keeps its marks."""
    marked = "<emphasis>The tide turned.</emphasis>"
    assert lead(replace(TOLLS, summary=marked), show) == marked
    long = f"<emphasis>The tide turned. {'It rose and it fell. ' * 40}</emphasis>"
    assert "<" not in lead(replace(TOLLS, summary=long), show)


def test_what_a_flash_publishes_is_what_it_says(show: Show) -> None:
    """Its page and notes hold the lead and the sources, under a title and slug of its own."""
    report = flash_report(TOLLS, show)
    assert (report.slug, report.title) == (
        "tolls-flash",
        "In a minute: Canal tolls rise by 3%",
    )
    assert report.summary == TOLLS.summary
    assert report.sources == TOLLS.sources
    assert (report.sections, report.sentiment, report.quiz) == ((), None, ())


def test_a_bulletin_numbers_its_stories(show: Show) -> None:
    """The count, the run-down, then a chapter a report, each led in by its number."""
    script = bulletin([TOLLS, LIGHTS, TIDES], show, READER)
    assert script.title == "The headlines for Monday, January 12, 2026"
    assert titles(script) == [
        "Opening",
        "Headlines",
        "Canal tolls rise by 3%",
        "Isles link their lights",
        "Barrage opens",
        "Sign-off",
    ]
    assert "In this bulletin: three stories." in said(script, 0)
    assert said(script, 1) == [
        "Story one: Canal tolls rise by three percent.",
        "Story two: Isles link their lights.",
        "Story three: Barrage opens.",
    ]
    assert said(script, 2)[:2] == ["Our first story.", "Canal tolls rise by three percent."]
    assert said(script, 3)[:2] == ["Story two.", "Isles link their lights."]
    assert said(script, 4)[:2] == ["And finally, story three.", "Barrage opens."]


def test_a_bulletin_discloses_its_voice_once(show: Show) -> None:
    """In the opening, whatever the number of stories."""
    script = bulletin([TOLLS, LIGHTS], show, READER)
    assert said(script).count(DISCLOSURE) == 1
    assert DISCLOSURE in said(script, 0)


def test_a_story_holds_what_the_show_reads_of_it(show: Show) -> None:
    """Summary, sections, and the sources at its end; no quiz."""
    told = said(bulletin([TOLLS, LIGHTS], show, READER), 2)
    order = [
        next(place for place, line in enumerate(told) if part in line)
        for part in ("raised its tolls", "Ships queued", "It was expected", "Canal Gazette")
    ]
    assert order == sorted(order)
    assert not any("By how much" in line for line in told)
    silent = show.reports.model_copy(update={"sources": False, "sections": ("Situation Report",)})
    terse = bulletin([TOLLS], show.model_copy(update={"reports": silent}), READER)
    assert not any("Gazette" in line or "expected" in line for line in said(terse))


def test_the_editor_keeps_their_voice(show: Show) -> None:
    """Two voices in one chapter, where the show has two."""
    voices = show.voices.model_copy(update={"editor": "en_US-other"})
    script = bulletin([TOLLS, LIGHTS], show.model_copy(update={"voices": voices}), READER)
    speakers = {line.spoken: line.voice for line in script.lines}
    assert speakers["It was expected."] == "en_US-other"
    assert speakers["Keep the books."] == "en_US-other"
    assert speakers["And finally, story two."] == show.voices.narrator


def test_no_transition_is_said_twice(show: Show) -> None:
    """Three stories of the same headings are led into in three ways."""
    script = bulletin([TOLLS, LIGHTS, TIDES], show, READER)
    content = {"The keepers went ashore.", "Keep the books."}
    content |= {line for line in said(script) if "pamphlet" in line or "Courier" in line}
    lines = [line for line in said(script) if line not in content]
    assert len(lines) == len(set(lines))


def test_a_lone_story_is_not_numbered(show: Show) -> None:
    """No count, no run-down, no "story one"."""
    script = bulletin([TOLLS], show, READER)
    assert titles(script) == ["Opening", "Canal tolls rise by 3%", "Sign-off"]
    assert said(script, 1)[0] == "Canal tolls rise by three percent."
    assert not any("stor" in line.lower() for line in said(script))


def test_a_bulletin_publishes_its_reports_as_one(show: Show) -> None:
    """A section a report; what they share once; as new as the newest."""
    report = bulletin_report([TOLLS, LIGHTS], show)
    assert report.slug == "bulletin-2026-01-12"
    assert report.published == LIGHTS.published
    assert report.summary == "Canal tolls rise by 3%. Isles link their lights."
    assert [section.heading for section in report.sections] == [TOLLS.title, LIGHTS.title]
    assert report.sections[1].paragraphs == (
        "One network will watch them all.",
        "The keepers went ashore.",
        "Keep the books.",
    )
    assert [source.title for source in report.sources] == [
        "Tolls to rise",
        "A pamphlet",
        "Lights to be linked",
    ]
    assert report.methodology == "Written for tests."
    assert report.category == ""
    assert report.byline == "Ann Example (Editor)"
    assert report.quiz == ()


def test_a_category_that_all_share_is_kept(show: Show) -> None:
    """Two reports on trade make a bulletin on trade."""
    assert bulletin_report([TOLLS, replace(TOLLS, slug="b")], show).category == "Trade"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_cut(language: str) -> None:
    """A phrase table has all phrases of these cuts, with the same words to fill in."""
    tables = [merged(name, "phrases.toml")["cuts"] for name in ("en", language)]
    ours, theirs = (
        {key: set(BRACED.findall(text)) for key, text in table.items()} for table in tables
    )
    assert theirs == ours


def test_titles_hold_no_name_of_the_show(show: Show) -> None:
    """Apple asks for titles without it: apps list it already."""
    made = [flash_report(TOLLS, show), bulletin_report([TOLLS], show)]
    assert not any(show.title in report.title for report in made)


def test_a_flash_of_nothing_for_the_ear_is_refused(show: Show) -> None:
    """A summary that only points elsewhere leaves nothing to read, and the report says so."""
    empty = replace(TOLLS, summary="See above.", sections=())
    with pytest.raises(ReportError, match="no flash can be cut"):
        flash(empty, show, READER)
