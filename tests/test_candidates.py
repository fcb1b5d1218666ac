"""What a show could publish of the reports it found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from audiobrief.model import Origin
from audiobrief.pipeline.candidates import Candidate, ReportFile, candidates, clashes, undated

MONDAY, TUESDAY = date(2026, 1, 12), date(2026, 1, 13)


def file(name: str, day: date | None = MONDAY, slug: str = "") -> ReportFile:
    """Return a report file with a digest of its own."""
    path = Path(name)
    return ReportFile(path, Origin(slug or path.stem, f"digest of {name}", day))


def slugs(made: tuple[Candidate, ...]) -> list[str]:
    """Return the slugs of candidates."""
    return [candidate.slug for candidate in made]


def test_full_is_the_report_under_its_own_slug() -> None:
    """The plain cut is as it always was."""
    (made,) = candidates([file("a.md")], ("full",))
    assert (made.cut, made.slug, made.digest) == ("full", "a", "digest of a.md")


def test_each_cut_has_a_slug_of_its_own() -> None:
    """Full and flash of each report, a bulletin of each day, bulletins last."""
    files = [file("a.md"), file("b.md", TUESDAY), file("c.md")]
    assert slugs(candidates(files, ("bulletin", "flash", "full"))) == [
        *("a", "b", "c"),
        *("a-flash", "b-flash", "c-flash"),
        *("bulletin-2026-01-12", "bulletin-2026-01-13"),
    ]


def test_a_bulletin_holds_the_reports_of_its_day() -> None:
    """In the order found, whatever lies between them."""
    files = [file("a.md"), file("b.md", TUESDAY), file("c.md")]
    monday, tuesday = candidates(files, ("bulletin",))
    assert monday.files == (files[0], files[2])
    assert tuesday.files == (files[1],)


def test_a_bulletin_is_the_sum_of_its_reports() -> None:
    """Its digest tells any report, and no order."""
    a, b, c = file("a.md"), file("b.md"), file("c.md")
    digests = [
        candidates(files, ("bulletin",))[0].digest for files in ([a, b], [b, a], [a, c], [a])
    ]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_a_report_without_a_day_is_in_no_bulletin() -> None:
    """It is told so, with what to do, and keeps its other cuts."""
    files = [file("a.md"), file("timeless.md", None)]
    made = candidates(files, ("full", "bulletin"))
    assert slugs(made) == ["a", "timeless", "bulletin-2026-01-12"]
    assert made[2].files == (files[0],)
    (error,) = undated(files).values()
    assert "timeless.md: has no date" in str(error)
    assert "Give it a `date`" in str(error)


def test_a_shared_slug_stops_both() -> None:
    """Neither of two reports with one slug is published; others are."""
    files = [file("a.md"), file("a.json"), file("b.md")]
    found = clashes(files)
    assert set(found) == set(files[:2])
    assert "claimed by a.md and a.json" in str(found[files[0]])


def test_a_report_may_not_take_a_cuts_slug() -> None:
    """Names that a flash or a bulletin publishes under are told with the cut that wants them."""
    files = [file("a.md"), file("a-flash.md"), file("bulletin-2026-01-12.md")]
    told = [
        str(error) for error in clashes(candidates(files, ("full", "flash", "bulletin"))).values()
    ]
    assert len(told) == 4
    assert any("claimed by a-flash.md and the flash of a.md" in error for error in told)
    assert any("bulletin-2026-01-12.md and the bulletin of 2026-01-12" in error for error in told)
    assert not clashes(candidates(files, ("full",)))
