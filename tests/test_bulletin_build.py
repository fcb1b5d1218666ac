"""The three cuts of a show's reports, built, corrected and told of as one run sees them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.ingest import markdown
from samples import BARE, REPORT, times, write_workspace

CUTS = BARE.replace("quiz = true", 'quiz = true\ncuts = ["full", "flash", "bulletin"]')
LIGHTS = REPORT.replace("Canal tolls rise by 3%", "Isles link their lights").replace(
    "The canal authority raised its tolls.", "One network will watch them all."
)
TIDES = LIGHTS.replace("Isles link their lights", "Barrage opens").replace("01-12", "01-13")
UNDATED = TIDES.replace("date: 2026-01-13\n", "")
BULLETIN = "bulletin-2026-01-12"


def run(workspace: Path, *arguments: str, command: str = "build") -> Result:
    """Run a command in a workspace."""
    return CliRunner().invoke(main, [command, "--workspace", str(workspace), *arguments])


def record(workspace: Path, slug: str) -> dict[str, Any]:
    """Return an episode's record."""
    path = workspace / "output" / "test" / "episodes" / slug / "episode.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def write(workspace: Path, name: str, text: str) -> Path:
    """Write a report of the show."""
    path = workspace / "feeds" / "test" / name
    path.write_text(text)
    return path


def stale(workspace: Path) -> set[str]:
    """Return what a run would make, without making it."""
    lines = run(workspace, "--dry-run", "--log-json").stdout.splitlines()
    events = [json.loads(line) for line in lines]
    return {event["report"] for event in events if event["event"] == "stale"}


def page(workspace: Path, slug: str) -> str:
    """Return an episode's page."""
    return (workspace / "output/test/episodes" / slug / "index.html").read_text("utf-8")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of two days and three cuts, built once."""
    root = tmp_path_factory.mktemp("cuts") / "desk"
    workspace = write_workspace(root, CUTS, tolls=REPORT, lights=LIGHTS, tides=TIDES)
    result = run(workspace)
    assert result.exit_code == 0, result.output
    assert "8 built" in result.output
    return workspace


@pytest.fixture
def built(once: Path, tmp_path: Path) -> Path:
    """Return a copy of it to change."""
    return shutil.copytree(once, tmp_path / "desk")


def test_each_cut_is_an_item_with_a_title_of_its_own(once: Path) -> None:
    """Eight episodes: full and flash of each report, the bulletins of both days."""
    titles = {
        slug: record(once, slug)["title"]
        for slug in ("tolls", "tolls-flash", "lights", BULLETIN, "bulletin-2026-01-13")
    }
    assert titles == {
        "tolls": "Canal tolls rise by 3%",
        "tolls-flash": "In a minute: Canal tolls rise by 3%",
        "lights": "Isles link their lights",
        BULLETIN: "The headlines for Monday, January 12, 2026",
        "bulletin-2026-01-13": "The headlines for Tuesday, January 13, 2026",
    }
    feed = (once / "output/test/feed.xml").read_text("utf-8")
    assert feed.count("<item>") == 8
    assert len({record(once, slug)["guid"] for slug in titles}) == 5


def test_a_record_says_its_cut_and_its_reports(once: Path) -> None:
    """What an episode was made of is known without reading the reports again."""
    assert record(once, "tolls-flash")["cut"] == "flash"
    found = record(once, BULLETIN)
    assert found["cut"] == "bulletin"
    assert [(one["slug"], one["day"]) for one in found["origins"]] == [
        ("lights", "2026-01-12"),
        ("tolls", "2026-01-12"),
    ]


def test_a_bulletin_has_a_chapter_a_story(once: Path) -> None:
    """Apps list the run-down and each headline."""
    titles = [mark["title"] for mark in record(once, BULLETIN)["chapters"]]
    assert titles[1:4] == ["Headlines", "Isles link their lights", "Canal tolls rise by 3%"]


def test_shorter_cuts_link_to_the_full_ones(once: Path) -> None:
    """A page leads to the briefings it was cut from; theirs lead nowhere else."""
    assert 'href="../tolls/index.html"' in page(once, "tolls-flash")
    assert 'href="../tolls/index.html"' in page(once, BULLETIN)
    assert 'href="../lights/index.html"' in page(once, BULLETIN)
    assert "In full" not in page(once, "tolls")


def test_a_second_run_reads_and_writes_nothing(
    built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No report is parsed where the records know it in all its cuts."""

    def refuse(path: Path) -> None:
        raise AssertionError(path)

    monkeypatch.setattr(markdown, "read_markdown", refuse)
    before = times(built)
    result = run(built)
    assert result.exit_code == 0
    assert result.output.startswith("Nothing to do: 8 up to date")
    after = times(built)
    assert after == before


def test_a_correction_reaches_its_three_cuts(built: Path) -> None:
    """Full, flash and bulletin are made anew under their GUIDs; no other episode is."""
    slugs = ("tolls", "tolls-flash", BULLETIN)
    before = {slug: record(built, slug) for slug in slugs}
    write(built, "tolls.md", REPORT.replace("raised its tolls.", "raised its dues."))
    assert stale(built) == set(slugs)
    result = run(built)
    assert result.exit_code == 0, result.output
    assert "3 built, 5 up to date" in result.output
    for slug in slugs:
        after = record(built, slug)
        assert after["guid"] == before[slug]["guid"]
        assert after["files"]["mp3"]["name"] != before[slug]["files"]["mp3"]["name"]
        assert after["updated"] > before[slug]["updated"]


def test_a_later_report_joins_the_bulletin(built: Path) -> None:
    """The same episode, corrected: its GUID stays, its enclosure is new, it has a story more."""
    before = record(built, BULLETIN)
    write(built, "evening.md", LIGHTS.replace("Isles link", "Isles at last link"))
    assert stale(built) == {"evening", "evening-flash", BULLETIN}
    assert run(built).exit_code == 0
    after = record(built, BULLETIN)
    assert after["guid"] == before["guid"]
    assert after["files"]["mp3"]["name"] != before["files"]["mp3"]["name"]
    assert before["files"]["mp3"]["name"] in after["superseded"]
    assert len(after["chapters"]) == len(before["chapters"]) + 1


def test_a_cleared_report_takes_no_story_off_the_air(built: Path) -> None:
    """Its bulletin stands as it was."""
    (built / "feeds/test/lights.md").unlink()
    assert run(built).output.startswith("Nothing to do")


def test_an_undated_report_is_told_and_stops_nothing(built: Path) -> None:
    """It has its own cuts; the bulletins are the others'; each run says so until it has a date."""
    write(built, "timeless.md", UNDATED)
    first = run(built)
    assert first.exit_code == 1
    assert "timeless.md: has no date" in first.output
    assert "Give it a `date`" in first.output
    assert "2 built, 8 up to date, 1 failed" in first.output
    second = run(built)
    assert second.exit_code == 1
    assert "0 built, 10 up to date, 1 failed" in second.output
    write(built, "timeless.md", TIDES)
    assert stale(built) == {"timeless", "timeless-flash", "bulletin-2026-01-13"}


def test_a_broken_report_is_told_and_stops_no_bulletin(built: Path) -> None:
    """The others of its day are built; what it said before stays until then."""
    write(built, "lights.md", "---\ntitle: [x\n---\n")
    standing = run(built)
    assert standing.exit_code == 1
    assert "lights.md" in standing.output
    assert "0 built" in standing.output
    write(built, "tolls.md", REPORT.replace("raised its tolls.", "raised its dues."))
    result = run(built)
    assert result.exit_code == 1
    assert "3 built" in result.output
    assert [one["slug"] for one in record(built, BULLETIN)["origins"]] == ["tolls"]


def test_a_new_cut_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    """A show that asks for a flash too has its full briefings made no second time."""
    workspace = write_workspace(tmp_path / "desk", BARE)
    assert run(workspace).exit_code == 0
    (workspace / "feeds/test.toml").write_text(CUTS)
    assert stale(workspace) == {"tolls-flash", BULLETIN}


def test_one_report_brings_its_bulletin(built: Path) -> None:
    """--report builds the cuts of one report, and its bulletin with the day's other reports."""
    lights = write(built, "lights.md", LIGHTS.replace("watch them all", "watch all of them"))
    write(built, "tides.md", TIDES.replace("watch them all", "watch all of them"))
    result = run(built, "--report", str(lights))
    assert result.exit_code == 0, result.output
    assert "3 built, 0 up to date" in result.output
    assert [one["slug"] for one in record(built, BULLETIN)["origins"]] == ["lights", "tolls"]
    assert stale(built) == {"tides", "tides-flash", "bulletin-2026-01-13"}


def test_a_cut_may_have_a_feed_of_its_own(tmp_path: Path) -> None:
    """Another show file lists the same reports; --report builds them in both shows."""
    workspace = write_workspace(tmp_path / "desk", BARE)
    flashes = CUTS.replace('["full", "flash", "bulletin"]', '["flash"]')
    (workspace / "feeds" / "minute.toml").write_text(flashes)
    report = str(workspace / "feeds/test/tolls.md")
    result = run(workspace, "--report", report)
    assert result.exit_code == 0, result.output
    assert (workspace / "output/test/episodes/tolls/index.html").exists()
    episodes = workspace / "output/minute/episodes"
    assert [path.name for path in episodes.iterdir()] == ["tolls-flash"]
    asked = run(workspace, report, command="script")
    assert asked.exit_code == 2
    assert "--show" in asked.output


def test_a_slug_of_a_cut_cannot_be_taken(built: Path) -> None:
    """A report named as another's flash stops that flash and itself, and is told."""
    write(built, "tides-flash.md", TIDES)
    result = run(built, "--dry-run")
    assert result.exit_code == 1
    assert "claimed by tides-flash.md and the flash of tides.md" in result.output


def test_script_prints_a_cut(built: Path) -> None:
    """An editor reads a flash, and the bulletin that a report is part of."""
    tolls = str(built / "feeds/test/tolls.md")
    flash = run(built, tolls, "--cut", "flash", command="script")
    assert flash.exit_code == 0, flash.output
    assert "# In a minute: Canal tolls rise by 3%" in flash.output
    assert "four point two billion" not in flash.output
    bulletin = run(built, tolls, "--cut", "bulletin", command="script")
    assert bulletin.exit_code == 0, bulletin.output
    assert "Story one: Isles link their lights." in bulletin.output
    assert "## Canal tolls rise by 3%" in bulletin.output
    assert "Barrage" not in bulletin.output


def test_script_tells_what_a_bulletin_lacks(built: Path) -> None:
    """A broken report is told beside the others' bulletin; an undated one has none."""
    write(built, "lights.md", "---\ntitle: [x\n---\n")
    tolls = str(built / "feeds/test/tolls.md")
    result = run(built, tolls, "--cut", "bulletin", command="script")
    assert result.exit_code == 1
    assert "## Canal tolls rise by 3%" in result.stdout
    assert "lights.md" in result.stderr
    timeless = write(built, "timeless.md", UNDATED)
    refused = run(built, str(timeless), "--cut", "bulletin", command="script")
    assert refused.exit_code == 1
    assert "has no date" in refused.stderr
