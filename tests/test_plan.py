"""What is stale, and why."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from audiobrief.model import Episode, Loudness
from audiobrief.pipeline.plan import Candidate, clashes, decide, report_digest, settings_digest
from samples import SHOW, load

INPUTS = {"show": "s", "voices": "v", "music": "m", "artwork": "a", "recipe": "1"}
NOW = datetime(2026, 1, 12, tzinfo=UTC)


def episode(slug: str, **inputs: str) -> Episode:
    """Return a record made from ``INPUTS`` and what is given."""
    return Episode(
        slug=slug,
        guid=slug,
        title=slug,
        summary="",
        category="",
        byline="",
        published=NOW,
        updated=NOW,
        duration_ms=1,
        loudness=Loudness(-16.0, -1.0),
        files={},
        inputs={**INPUTS, "report": "r", **inputs},
    )


def candidate(slug: str, digest: str = "r") -> Candidate:
    """Return a report file."""
    return Candidate(Path(f"{slug}.md"), slug, digest)


@pytest.mark.parametrize(
    ("record", "reasons"),
    [
        (episode("a"), ()),
        (episode("a", report="x"), ("the report changed",)),
        (episode("a", voices="x"), ("a voice changed",)),
        (
            episode("a", music="x", recipe="0"),
            ("the music changed", "audiobrief changed how episodes are made"),
        ),
        (episode("b"), ("new report",)),
    ],
)
def test_reasons_are_named(record: Episode, reasons: tuple[str, ...]) -> None:
    """A report is stale for what changed since its record, and fresh otherwise."""
    (decision,) = decide([candidate("a")], [record], INPUTS, {})
    assert decision.reasons == reasons


def test_missing_files_are_reasons() -> None:
    """A published file that is gone is made again."""
    (decision,) = decide([candidate("a")], [episode("a")], INPUTS, {"a": ["a.mp3"]})
    assert decision.reasons == ("a.mp3 is missing or cut short",)


def test_force_takes_all() -> None:
    """What is fresh is made too, and says it was asked for."""
    (decision,) = decide([candidate("a")], [episode("a")], INPUTS, {}, force=True)
    assert decision.reasons == ("asked for by --force",)


def test_a_shared_slug_stops_both() -> None:
    """Neither of two reports with one slug is published; others are."""
    files = [
        Candidate(Path("a.md"), "a", "1"),
        Candidate(Path("a.json"), "a", "2"),
        Candidate(Path("b.md"), "b", "3"),
    ]
    found = clashes(files)
    assert set(found) == {Path("a.md"), Path("a.json")}
    assert "claimed by a.md and a.json" in str(found[Path("a.md")])


def test_a_report_is_its_name_and_words() -> None:
    """The same words under another name are another report."""
    one, two = report_digest(Path("a.md"), b"x"), report_digest(Path("b.md"), b"x")
    assert one != two
    assert one == report_digest(Path("elsewhere/a.md"), b"x")


def test_feed_settings_leave_episodes_alone(tmp_path: Path) -> None:
    """What only the feed says makes no episode stale; what is heard does."""
    base = settings_digest(load(tmp_path))
    described = SHOW.replace("A show for tests.", "Another text.").replace("test/*", "test/*.md")
    assert settings_digest(load(tmp_path, described)) == base
    assert settings_digest(load(tmp_path, SHOW + "speed = 1.1\n")) != base
