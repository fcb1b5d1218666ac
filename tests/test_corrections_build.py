"""Reports corrected and withdrawn, as a run sees them and a listener does."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from samples import BARE, REPORT, write_workspace

CUTS = BARE.replace("quiz = true", 'quiz = true\ncuts = ["full", "bulletin"]')
LIGHTS = REPORT.replace("Canal tolls rise by 3%", "Isles link their lights").replace(
    "Ships pay", "Keepers pay"
)
WITHDRAWN = REPORT.replace("---\n", "---\nwithdrawn: The figures were invented.\n", 1)
BULLETIN = "bulletin-2026-01-12"


def run(workspace: Path, *arguments: str) -> Result:
    """Run ``audiobrief build`` in a workspace."""
    return CliRunner().invoke(main, ["build", "--workspace", str(workspace), *arguments])


def record(workspace: Path, slug: str = "tolls") -> dict[str, Any]:
    """Return an episode's record."""
    path = workspace / "output" / "test" / "episodes" / slug / "episode.json"
    found: dict[str, Any] = json.loads(path.read_text())
    return found


def page(workspace: Path, slug: str = "tolls") -> str:
    """Return an episode's page."""
    return (workspace / "output/test/episodes" / slug / "index.html").read_text("utf-8")


def feed(workspace: Path) -> str:
    """Return the show's feed."""
    return (workspace / "output/test/feed.xml").read_text("utf-8")


def write(workspace: Path, text: str, name: str = "tolls.md") -> None:
    """Write a report of the show."""
    (workspace / "feeds" / "test" / name).write_text(text)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace of two reports of a day and their bulletin, built once."""
    root = tmp_path_factory.mktemp("corrections") / "desk"
    workspace = write_workspace(root, CUTS, tolls=REPORT, lights=LIGHTS)
    result = run(workspace)
    assert result.exit_code == 0, result.output
    return workspace


@pytest.fixture
def built(once: Path, tmp_path: Path) -> Path:
    """Return a copy of it to change."""
    return shutil.copytree(once, tmp_path / "desk")


def test_a_correction_is_told_and_keeps_the_guid(built: Path) -> None:
    """Same GUID, new address, and what changed in record, notes and page."""
    before = record(built)
    noted = REPORT.replace("---\n", "---\ncorrection: An earlier version said 2%.\n", 1)
    write(built, noted.replace("by 3% on", "by 4% on"))
    result = run(built)
    assert result.exit_code == 0, result.output
    after = record(built)
    assert after["guid"] == before["guid"]
    assert after["published"] == before["published"] < after["updated"]
    (correction,) = after["corrections"]
    assert correction["note"] == "An earlier version said 2%."
    assert correction["changed"] == ["Situation Report"]
    old, new = before["files"]["mp3"]["name"], after["files"]["mp3"]["name"]
    assert old not in feed(built)
    assert new in feed(built)
    for text in (feed(built), page(built)):
        assert ": An earlier version said 2%." in text


def test_a_file_saved_anew_is_no_correction(built: Path) -> None:
    """Nothing a listener could tell apart changed, so nothing is called updated."""
    before = record(built)
    write(built, REPORT + "\n\n")
    assert "the report changed" in run(built).output
    after = record(built)
    assert (after["updated"], after["corrections"]) == (before["updated"], [])
    assert after["files"] == before["files"]


def test_a_correction_is_said_where_the_show_asks(built: Path) -> None:
    """The opening of the transcript has it; without the setting it has not."""
    noted = REPORT.replace("---\n", "---\ncorrection: An earlier version said 2%\n", 1)
    write(built, noted)
    run(built)
    folder = built / "output/test/episodes/tolls"
    said = folder / record(built)["files"]["txt"]["name"]
    assert "earlier version" not in said.read_text("utf-8")
    show = built / "feeds" / "test.toml"
    show.write_text(CUTS.replace("quiz = true", "quiz = true\ncorrections = true"))
    assert run(built).exit_code == 0
    for slug in ("tolls", BULLETIN):
        folder = built / "output/test/episodes" / slug
        said = folder / record(built, slug)["files"]["txt"]["name"]
        assert "A correction: An earlier version said 2%." in said.read_text("utf-8")


def test_a_withdrawn_report_leaves_the_air(built: Path) -> None:
    """Not in feed, list or bulletin; its page says why, its record stays, its sound is gone."""
    before = record(built)
    write(built, WITHDRAWN)
    result = run(built)
    assert result.exit_code == 0, result.output
    assert "test/tolls: the report is withdrawn" in result.output
    assert "test/tolls: off the air" in result.output
    assert "1 withdrawn" in result.output
    after = record(built)
    assert (after["guid"], after["files"]) == (before["guid"], {})
    assert after["withdrawn"]["reason"] == "The figures were invented."
    assert "The figures were invented." in page(built)
    # Its player for other sites is gone with it.
    names = {path.name for path in (built / "output/test/episodes/tolls").iterdir()}
    assert names == {"episode.json", "index.html"}
    assert before["guid"] not in feed(built)
    assert "Canal tolls" not in feed(built)
    assert "Canal tolls" not in (built / "output/test/index.html").read_text("utf-8")
    assert record(built, BULLETIN)["corrections"][0]["changed"][-1] == ":removed"


def test_a_withdrawn_report_wants_no_more_work(built: Path) -> None:
    """A second run writes nothing, however the report is shortened meanwhile."""
    write(built, WITHDRAWN)
    run(built)
    assert run(built).output.startswith("Nothing to do")
    write(built, "---\ndate: 2026-01-12\nwithdrawn: The figures were invented.\n---\n")
    assert run(built).exit_code == 0
    assert record(built)["title"] == "Canal tolls rise by 3%"


def test_what_is_withdrawn_in_error_comes_back(built: Path) -> None:
    """Without the sign it is an episode again, under the GUID that apps know."""
    guid = record(built)["guid"]
    write(built, WITHDRAWN)
    run(built)
    write(built, REPORT)
    assert run(built).exit_code == 0
    assert record(built)["withdrawn"] is None
    assert guid in feed(built)
    assert "<audio" in page(built)


def test_a_day_without_a_report_left_has_no_bulletin(built: Path) -> None:
    """With all its reports withdrawn, so is the day's bulletin; the feed is empty and whole."""
    write(built, WITHDRAWN)
    write(built, WITHDRAWN.replace("invented", "borrowed"), "lights.md")
    result = run(built)
    assert result.exit_code == 0, result.output
    assert "3 withdrawn" in result.output
    reason = record(built, BULLETIN)["withdrawn"]["reason"]
    assert set(reason.split(". ")) == {"The figures were borrowed", "The figures were invented."}
    assert "<item>" not in feed(built)
    assert "Canal tolls" not in (built / "output/index.html").read_text("utf-8")


def test_a_report_withdrawn_before_its_release_is_left_alone(tmp_path: Path) -> None:
    """Nothing is made of it, not even by --force, and the others are built."""
    workspace = write_workspace(tmp_path / "desk", BARE, tolls=WITHDRAWN, lights=LIGHTS)
    result = run(workspace, "--force")
    assert result.exit_code == 0, result.output
    folders = {path.name for path in (workspace / "output/test/episodes").iterdir()}
    assert folders == {"lights"}


def test_a_withdrawn_script_is_not_read(built: Path) -> None:
    """The script of a withdrawn report is refused, with the reason."""
    write(built, WITHDRAWN)
    arguments = ["script", str(built / "feeds/test/tolls.md"), "--workspace", str(built)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1
    assert "is withdrawn: The figures were invented." in result.output
