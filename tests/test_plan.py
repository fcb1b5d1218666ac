"""What is stale, and why."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audiobrief.config import Cut
from audiobrief.model import Episode, Loudness, Origin
from audiobrief.pipeline.candidates import Candidate, ReportFile
from audiobrief.pipeline.plan import decide, report_digest, settings_digest
from samples import SHOW, load

INPUTS = {
    "show": "s",
    "lexicon": "l",
    "voices": "v",
    "music": "m",
    "artwork": "a",
    "recipe": "2",
}
NOW = datetime(2026, 1, 12, tzinfo=UTC)


def origins(**reports: str) -> tuple[Origin, ...]:
    """Return what is known of reports of one day, by slug and digest."""
    return tuple(Origin(slug, digest, date(2026, 1, 12)) for slug, digest in reports.items())


def episode(slug: str, of: tuple[Origin, ...] | None = None, **inputs: str) -> Episode:
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
        inputs={**INPUTS, **inputs},
        origins=origins(a="r") if of is None else of,
    )


def candidate(slug: str, cut: Cut = "full", **reports: str) -> Candidate:
    """Return a cut of report files, by slug and digest."""
    files = (ReportFile(Path(f"{one.slug}.md"), one) for one in origins(**reports or {"a": "r"}))
    return Candidate(cut, slug, tuple(files))


@pytest.mark.parametrize(
    ("record", "reasons"),
    [
        (episode("a"), ()),
        (episode("a", origins(a="x")), ("the report changed",)),
        (episode("a", voices="x"), ("a voice changed",)),
        (
            episode("a", music="x", recipe="0"),
            ("the music changed", "audiobrief changed how episodes are made"),
        ),
        (episode("a", (), recipe="1"), ("audiobrief changed how episodes are made",)),
        (episode("b"), ("new report",)),
    ],
)
def test_reasons_are_named(record: Episode, reasons: tuple[str, ...]) -> None:
    """A report is stale for what changed since its record, and fresh otherwise."""
    (decision,) = decide([candidate("a")], [record], INPUTS, {})
    assert decision.reasons == reasons


@pytest.mark.parametrize(
    ("cut", "reason"),
    [("flash", "new flash"), ("bulletin", "new bulletin"), ("full", "new report")],
)
def test_a_new_cut_is_named(cut: Cut, reason: str) -> None:
    """What a show asks for afresh is told by its cut."""
    (decision,) = decide([candidate("a", cut)], [], INPUTS, {})
    assert decision.reasons == (reason,)


@pytest.mark.parametrize(
    ("now", "stale"),
    [
        ({"a": "r", "b": "r2"}, False),
        ({"a": "r", "b": "r3"}, True),
        ({"a": "r", "b": "r2", "c": "r4"}, True),
        ({"a": "r"}, False),
    ],
    ids=["as it was", "one corrected", "one more", "one cleared away"],
)
def test_a_bulletin_is_stale_for_its_reports(now: dict[str, str], stale: bool) -> None:
    """A report corrected or added makes it anew; one that is gone takes no story off the air."""
    record = episode("bulletin", origins(a="r", b="r2"))
    (decision,) = decide([candidate("bulletin", "bulletin", **now)], [record], INPUTS, {})
    assert decision.reasons == (("a report of the day is new or changed",) if stale else ())


def test_a_report_dated_anew_leaves_its_old_bulletin() -> None:
    """It is there still, but not of that day."""
    record = episode("monday", origins(a="r", b="r2"))
    cuts = [candidate("monday", "bulletin", a="r"), candidate("tuesday", "bulletin", b="r3")]
    monday, tuesday = decide(cuts, [record], INPUTS, {})
    assert monday.reasons == ("a report of the day is new or changed",)
    assert tuesday.reasons == ("new bulletin",)


def test_missing_files_are_reasons() -> None:
    """A published file that is gone is made again."""
    (decision,) = decide([candidate("a")], [episode("a")], INPUTS, {"a": ["a.mp3"]})
    assert decision.reasons == ("a.mp3 is missing or cut short",)


def test_force_takes_all() -> None:
    """What is fresh is made too, and says it was asked for."""
    (decision,) = decide([candidate("a")], [episode("a")], INPUTS, {}, force=True)
    assert decision.reasons == ("asked for by --force",)


def test_a_report_is_its_name_and_words() -> None:
    """The same words under another name are another report."""
    one, two = report_digest(Path("a.md"), b"x"), report_digest(Path("b.md"), b"x")
    assert one != two
    assert one == report_digest(Path("elsewhere/a.md"), b"x")


def test_feed_settings_leave_episodes_alone(tmp_path: Path) -> None:
    """What only the feed says, or another cut, makes no episode stale; what is heard does."""
    base = settings_digest(load(tmp_path))
    described = SHOW.replace("A show for tests.", "Another text.").replace("test/*", "test/*.md")
    assert settings_digest(load(tmp_path, described)) == base
    more = SHOW.replace("quiz = true", 'quiz = true\ncuts = ["full", "flash"]')
    assert settings_digest(load(tmp_path, more)) == base
    gathered = SHOW + '[[sources]]\nfeed = "https://a.example/"\n[gather]\npause = 2.0\n'
    assert settings_digest(load(tmp_path, gathered)) == base
    assert settings_digest(load(tmp_path, SHOW + "speed = 1.1\n")) != base
