"""Nothing is invented, and nothing is lost: the script says what the report says."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.config import Show
from audiobrief.ingest.reports import read_report
from audiobrief.markup import without_marks
from audiobrief.model import (
    Chapter,
    Item,
    Line,
    QuizItem,
    Report,
    Script,
    Section,
    Sentiment,
    Source,
    person,
)
from audiobrief.narration.publishers import publisher
from audiobrief.narration.script import narrate
from audiobrief.narration.speakable import open_reader
from audiobrief.wording import load_wording
from samples import SHOW, load

READER = open_reader("en-US")
HERE = Path(__file__).parent
REPORTS = sorted(
    path
    for folder in (HERE.parent / "feeds/demo", HERE / "data/reports")
    for path in folder.iterdir()
)

SENTENCES = {
    # What a report may say → the words that a rule leaves out of it.
    "Tolls will rise by 12% on Feb. 1.": "",
    "The Port Safety Board (PSB) met in Lima.": "psb",  # a short form behind its name
    "The bank (BCRM) rose (see page 3).": "see page 3",  # a cross-reference
    "Ana Ruiz (pictured) met Bo Lund (45).": "pictured",  # a caption
    "See above.": "see above",  # a sentence of cross-reference
    "“It is [sic] late,” said Ana Ruiz.": "sic",  # an editor's bracket
    "“We will wait,” she said, “but not for long.”": "",
    "The tolls will rise, the board said on Monday.": "",
    "Ships will wait, according to the board.": "",
    "The harbour paid $4.2bn (about €3.9bn) for 4,567,890 tons; nobody asked (or knew) why.": "",
    "The board raised its tolls in the first week of the year, but the carriers took the longer "
    "way around the cape, and the harbour waited for ships that never came back to it.": "",
    "Two remain: one of $2.7bn, and one of 46 km².": "",
}
ENTRIES = ("five ships", "The crane fell.", "one tug, the old one", "and a rope")


@cache
def show(extra: str = "") -> Show:
    """Return a show, with ``extra`` tables."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        return load(Path(folder), SHOW + extra)


def words(text: str) -> list[str]:
    """Return the words and figures of a text, case aside."""
    return re.findall(r"[^\W_]+", text.casefold())


def texts(table: Any) -> Iterator[str]:
    """Yield every text of a table."""
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict | list):
        for value in table.values() if isinstance(table, dict) else table:
            yield from texts(value)


@cache
def tables() -> frozenset[str]:
    """Return every word of the phrase tables, of the tables for the ear, and of dates."""
    folder = files("audiobrief.narration").joinpath("data/en")
    found = {word for text in texts(dict(load_wording("en").dates)) for word in words(text)}
    for name in ("phrases.toml", "ear.toml"):
        for text in texts(tomllib.loads(folder.joinpath(name).read_text("utf-8"))):
            found.update(words(text))
    return frozenset(found)


def told_by(report: Report) -> set[str]:
    """Return every word that the report and its show give the narrator."""
    plain = without_marks(report)
    moment = plain.published or datetime(1, 1, 1, tzinfo=UTC)
    given = [plain.title, plain.summary, person(plain.byline), str(moment.day), str(moment.year)]
    given += [show().title, show().disclosure.spoken]
    given += [t for part in plain.sections for t in (part.heading, *part.paragraphs)]
    given += [t for one in plain.sources for t in (one.title, one.publisher, publisher(one.url))]
    mood = plain.sentiment or Sentiment()
    given += [mood.sector, mood.tone, mood.note]
    for number, item in enumerate(plain.quiz, start=1):
        given += [str(number), item.question, *item.choices, item.answer, item.explanation]
    return {word for text in given for word in words(text)}


def said(lines: tuple[Line, ...]) -> Counter[str]:
    """Count the words that lines show."""
    return Counter(word for line in lines for word in words(line.display))


def body(chapter: Chapter) -> tuple[Line, ...]:
    """Return a chapter without the sentence that leads into it."""
    return chapter.lines[1:]


def assert_nothing_invented(report: Report, script: Script) -> None:
    """Every word shown comes from report, show or tables, and is said as the reader says it."""
    known = told_by(report) | tables() | set("abcdefghijklmnopqrstuvwxyz")
    for line in script.lines:
        assert set(words(line.display)) <= known
        heard = " ".join(word.spoken for word in READER.words(line.display) if word.spoken)
        assert line.spoken.rstrip(".") == heard.rstrip(".")


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_reports_are_read_whole_and_alone(path: Path) -> None:
    """Of each shipped report every word is read, and none that it does not have."""
    report = read_report(path)
    script = narrate(report, show(), READER)
    assert_nothing_invented(report, script)
    chapters = {chapter.title: chapter for chapter in script.chapters}
    for section in report.sections:
        written = Counter(word for text in section.paragraphs for word in words(text))
        lists = sum(isinstance(text, Item) for text in section.paragraphs)
        read = said(body(chapters[section.heading]))
        assert written - read == Counter()
        assert read - written == (Counter(["and"]) if lists else Counter())


@st.composite
def reports(draw: st.DrawFn) -> tuple[Report, list[list[str]]]:
    """Return a report, and for each section the words that its rules leave out."""
    sections, dropped = [], []
    for number in range(draw(st.integers(1, 4))):
        chosen = draw(st.lists(st.sampled_from(sorted(SENTENCES)), min_size=1, max_size=5))
        cuts = draw(st.lists(st.booleans(), min_size=len(chosen), max_size=len(chosen)))
        paragraphs = "".join(
            sentence + ("\n" if cut else " ") for sentence, cut in zip(chosen, cuts, strict=True)
        ).split("\n")
        entries = draw(st.lists(st.sampled_from(ENTRIES), max_size=3))
        sections.append(
            Section(
                f"Part {number}",
                (*(p.strip() for p in paragraphs if p.strip()), *map(Item, entries)),
            )
        )
        dropped.append([word for one in chosen for word in words(SENTENCES[one])])
    report = Report(
        slug=draw(st.sampled_from(["a", "b", "c"])),
        title=draw(st.sampled_from(["Tolls rise", "Tolls rise, board says"])),
        published=draw(st.sampled_from([None, datetime(2026, 1, 12, tzinfo=UTC)])),
        summary=draw(st.sampled_from(["", "Lima waits (see below)."])),
        sections=(*sections, Section("Outlook", ("It rained.",))),
        sentiment=draw(st.sampled_from([None, Sentiment("Trade", "Bearish", "")])),
        sources=(Source("Canal notice (sic)", "https://gazette.example.com/a"),),
        quiz=(QuizItem("Why?", ("Rain", "Wind"), "Rain", "It rained."),),
    )
    return report, dropped


@pytest.mark.untraced
@given(reports(), st.sampled_from(["", 'quotations = "en-q"\n']))
def test_nothing_is_invented_or_lost(made: tuple[Report, list[list[str]]], voice: str) -> None:
    """Whatever a report says is said, in its own words, but for what a named rule leaves out."""
    report, dropped = made
    script = narrate(report, show(voice), READER)
    chapters = {chapter.title: chapter for chapter in script.chapters}
    for section, left_out in zip(report.sections, dropped, strict=False):
        written = Counter(word for text in section.paragraphs for word in words(text))
        chapter = chapters.get(section.heading)
        read = said(body(chapter)) if chapter else Counter()
        assert written - read == Counter(left_out)
        assert set(read - written) <= {"and"}
        assert (read - written)["and"] <= 1
    if not voice:
        assert_nothing_invented(report, script)


@given(
    st.text(
        st.sampled_from("Tolls rose. (see [it]) “said,” he <sub alias='x'>— 1,234"), max_size=80
    )
)
def test_any_text_is_read_without_a_slip(text: str) -> None:
    """However a paragraph is written, no line says or shows a mark or a private character."""
    report = Report(slug="a", title="A", sections=(Section("S", (text, "The end.")),))
    script = narrate(report, show("[narration]\nround_numbers = true\n"), READER)
    shown = "".join(line.display for line in script.lines)
    assert not re.search("[\ue000-\uf8ff]", shown)
    assert not re.search("[\U00012000-\U00012399]", shown)
