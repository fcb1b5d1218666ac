"""Tests of the show notes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from audiobrief.model import ChapterMark, Source
from audiobrief.publishing.description import (
    MAX_BYTES,
    html_notes,
    shortened,
    show_notes,
)
from audiobrief.wording import load_wording
from publishing_samples import HOSTILE, episode

DISCLOSURE = "Read by a synthetic voice."
WORDING = load_wording("en")


def test_plain_notes_have_all_their_parts() -> None:
    """Summary, timestamps from zero, sources and disclosure stand in that order."""
    assert show_notes(episode(), DISCLOSURE, WORDING).plain == (
        "An invented port votes for a gate & a wall.\n\n"
        "Chapters:\n00:00:00 Opening\n00:00:12 Situation Report\n01:02:03 Sources\n\n"
        "Sources:\n- The Quillhaven Log https://log.example/gate?a=1&b=2\n"
        "- Minutes of the board\n\n"
        "Read by a synthetic voice."
    )


def test_html_notes_link_their_sources() -> None:
    """The HTML says the same, with each source that has an address as a link."""
    page = html.fragment_fromstring(html_notes(show_notes(episode(), DISCLOSURE, WORDING)), "div")
    assert [(a.get("href"), a.text) for a in page.iter("a")] == [
        ("https://log.example/gate?a=1&b=2", "The Quillhaven Log")
    ]
    assert [li.text_content() for li in page.iter("li")] == [
        "00:00:00 Opening",
        "00:00:12 Situation Report",
        "01:02:03 Sources",
        "The Quillhaven Log",
        "Minutes of the board",
    ]


@pytest.mark.parametrize(
    "marks",
    [
        (ChapterMark("A", 0), ChapterMark("B", 5000)),
        (ChapterMark("A", 1000), ChapterMark("B", 5000), ChapterMark("C", 9000)),
    ],
)
def test_too_few_or_late_chapters_give_no_timestamps(marks: tuple[ChapterMark, ...]) -> None:
    """Fewer than three, or none at zero, would not be read as chapters: leave them out."""
    notes = show_notes(episode(chapters=marks), DISCLOSURE, WORDING)
    assert notes.chapters == ()
    assert "Chapters" not in notes.plain + html_notes(notes)


def test_empty_parts_leave_no_trace() -> None:
    """Without summary, chapters, sources and disclosure there is nothing to say."""
    notes = show_notes(episode(summary="", chapters=(), sources=()), "", WORDING)
    assert notes.plain + html_notes(notes) == ""


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "https://a b", "//x"])
def test_only_web_addresses_become_links(url: str) -> None:
    """A source whose address is no web address is named, not linked."""
    notes = show_notes(episode(sources=(Source("Log", url),)), DISCLOSURE, WORDING)
    assert notes.sources == (("Log", ""),)


def test_a_source_without_a_title_shows_its_address() -> None:
    """An address stands for the title that is missing."""
    notes = show_notes(episode(sources=(Source("", "https://log.example/"),)), DISCLOSURE, WORDING)
    assert notes.sources == (("https://log.example/", "https://log.example/"),)


def test_hostile_notes_stay_text() -> None:
    """Neither form of the notes can be made to hold markup."""
    hostile = episode(
        summary=HOSTILE,
        chapters=tuple(ChapterMark(HOSTILE, n * 1000) for n in range(3)),
        sources=(Source(HOSTILE, 'https://x.example/"onclick="x'),),
    )
    notes = show_notes(hostile, HOSTILE, WORDING)
    page = html.fragment_fromstring(html_notes(notes), "div")
    assert list(page.iter("script", etree.Comment)) == []
    assert {name for a in page.iter("a") for name in a.attrib} == {"href"}
    plain = html.fragment_fromstring(notes.plain, "div")
    assert list(plain.iter()) == [plain]


@given(
    summary=st.text(max_size=6000),
    sources=st.integers(0, 80),
    chapters=st.integers(0, 120),
)
def test_notes_keep_within_what_apps_hold(summary: str, sources: int, chapters: int) -> None:
    """However much there is to say, the text fits, and the disclosure is in it."""
    notes = show_notes(
        episode(
            summary=summary,
            sources=tuple(Source("Log", f"https://log.example/{n}") for n in range(sources)),
            chapters=tuple(ChapterMark(f"Chapter {n}", n * 9000) for n in range(chapters)),
        ),
        DISCLOSURE,
        WORDING,
    )
    assert len(notes.plain.encode()) <= MAX_BYTES
    assert notes.plain.endswith(DISCLOSURE)


def test_what_is_too_long_loses_sources_then_chapters_then_words() -> None:
    """The summary is the last to be cut."""
    long_list = tuple(Source("x" * 500) for _ in range(9))
    many = tuple(ChapterMark("y" * 500, n) for n in range(9))
    terse = show_notes(episode(sources=long_list), DISCLOSURE, WORDING)
    bare = show_notes(episode(sources=long_list, chapters=many), DISCLOSURE, WORDING)
    cut = show_notes(episode(summary="é" * 3000), DISCLOSURE, WORDING)
    assert (len(terse.chapters), terse.sources) == (3, ())
    assert (bare.chapters, bare.summary) == ((), episode().summary)
    assert cut.summary.endswith("é…")


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "…"),
        ("éé", 4, "éé"),
        ("éééé", 6, "é…"),
        ("a bc d", 5, "a…"),
    ],
)
def test_texts_are_cut_between_characters(text: str, limit: int, short: str) -> None:
    """A text is cut to whole characters of UTF-8, with no space before the ellipsis."""
    assert shortened(text, limit) == short


def test_notes_that_are_defused_keep_within_their_bytes() -> None:
    """A sign that takes more bytes than the one it stands for is counted as it is written."""
    notes = show_notes(episode(summary="<b>" * 2000), DISCLOSURE, WORDING)
    assert MAX_BYTES // 3 < len(notes.plain.encode()) <= MAX_BYTES
