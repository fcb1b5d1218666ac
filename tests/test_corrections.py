"""What changed in a report, and how it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from lxml import html

from audiobrief.model import Correction, Report, Section, Source, Withdrawal
from audiobrief.pipeline.corrections import REMOVED, correction_of, parts_of
from audiobrief.publishing.corrections import correction_told
from audiobrief.publishing.description import MAX_BYTES, html_notes, show_notes
from audiobrief.publishing.pages import render_withdrawn
from audiobrief.wording import languages, load_wording
from publishing_samples import HOSTILE, episode, show

NOW = datetime(2026, 3, 6, 9, tzinfo=UTC)
REPORT = Report(
    slug="tide-gate",
    title="Gate approved",
    summary="A gate.",
    sections=(Section("Situation Report", ("One.",)), Section("Outlook", ("Two.",))),
)
BEFORE = episode(parts=parts_of(REPORT))


def changed(report: Report) -> tuple[str, ...] | None:
    """Return the parts of ``report`` that differ from the release before."""
    found = correction_of(BEFORE, report, NOW)
    return found.changed if found else None


@pytest.mark.parametrize(
    ("change", "parts"),
    [
        ({}, None),
        ({"title": "Gate refused"}, (":title",)),
        ({"sources": (Source("A log"),), "byline": "Ann"}, (":byline", ":sources")),
        (
            {"sections": (REPORT.sections[0], Section("Outlook", ("Three.",)))},
            ("Outlook",),
        ),
        ({"sections": REPORT.sections[:1]}, (":removed",)),
        ({"sections": (*REPORT.sections, Section("New", ("Four.",)))}, ("New",)),
    ],
)
def test_the_parts_that_differ_are_named(
    change: dict[str, object], parts: tuple[str, ...] | None
) -> None:
    """Changed and added parts are told by name; a file saved anew is no correction."""
    assert changed(replace(REPORT, **change)) == parts  # type: ignore[arg-type]  # any field


def test_a_note_counts_once() -> None:
    """Left standing in the report, it does not speak for a later change."""
    noted = replace(REPORT, correction="It said 3%.")
    first = correction_of(BEFORE, noted, NOW)
    assert first == Correction(NOW, "It said 3%.", ())
    after = replace(BEFORE, corrections=(first,))
    assert correction_of(after, noted, NOW) is None
    again = correction_of(after, replace(noted, title="Other"), NOW)
    assert again == Correction(NOW, "", (":title",))


def test_a_record_that_knows_no_parts_tells_none() -> None:
    """A release of an earlier audiobrief is corrected, though nobody can say in what."""
    assert correction_of(episode(), REPORT, NOW) == Correction(NOW)


@pytest.mark.parametrize(
    ("correction", "text"),
    [
        (Correction(NOW, "It said 3%.", (":title",)), "Updated March 6, 2026: It said 3%."),
        (
            Correction(NOW, "", (":title", ":sources", "Outlook")),
            "Updated March 6, 2026: New or changed: Headline, Sources, Outlook",
        ),
        (Correction(NOW), ""),
    ],
)
def test_a_correction_is_told_in_words(correction: Correction, text: str) -> None:
    """The desk's own note, or else the parts by their names."""
    assert correction_told(correction, load_wording("en")) == text


@pytest.mark.parametrize("language", languages())
def test_every_field_has_a_name_in_every_language(language: str) -> None:
    """No part is told by the name that only the code knows."""
    wording = load_wording(language)
    names = (*wording.labels.values(), *(section.heading for section in REPORT.sections))
    for part in (*parts_of(REPORT), REMOVED):
        assert correction_told(Correction(NOW, "", (part,)), wording).endswith(names)


def test_notes_tell_the_newest_corrections() -> None:
    """Three of them, the newest first, behind the summary, in text and in HTML."""
    log = tuple(Correction(NOW, f"Note {number}.") for number in range(5))
    notes = show_notes(episode(corrections=log), "Disclosure.", load_wording("en"))
    assert notes.plain.split("\n\n")[1:4] == [
        f"Updated March 6, 2026: Note {number}." for number in (4, 3, 2)
    ]
    assert "<p>Updated March 6, 2026: Note 4.</p>" in html_notes(notes)


def test_corrections_are_kept_where_notes_are_cut() -> None:
    """However long all is, they stand in notes that stay within their bytes."""
    log = tuple(Correction(NOW, HOSTILE * 90) for _ in range(9))
    long = episode(summary="é" * 9000, corrections=log)
    text = show_notes(long, "Disclosure.", load_wording("en")).plain
    assert len(text.encode()) <= MAX_BYTES
    assert text.count("Updated March 6") == 3
    assert text.endswith("Disclosure.")


def test_a_withdrawn_page_says_when_and_why() -> None:
    """Neither the audio nor the text is on it; directories are told not to list it."""
    one = episode(files={}, withdrawn=Withdrawal(NOW, HOSTILE))
    root: Any = html.fromstring(render_withdrawn(show(), one))
    text = " ".join(root.text_content().split())
    assert "This report was withdrawn on March 6, 2026." in text
    assert "<script>alert('x')</script>" in text
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not root.xpath("//audio | //script")
