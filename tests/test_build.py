"""A whole run: from report files to a shelf, and what cron sees of it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import tiny_voice
from audiobrief.audio.loudness import measure
from audiobrief.audio.pcm import decode
from audiobrief.cli import main
from audiobrief.publishing import artwork
from audiobrief.speech.voice import Voice
from samples import BARE, NOTES, REPORT, SHOW, times, write_workspace


def run(workspace: Path, *arguments: str) -> Result:
    """Run ``audiobrief build`` in a workspace."""
    return CliRunner().invoke(main, ["build", "--workspace", str(workspace), *arguments])


def shelf(workspace: Path) -> dict[str, bytes]:
    """Return everything published, by path; lock and note are not."""
    root = workspace / "output"
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and path.name not in NOTES)
    return {str(path.relative_to(root)): path.read_bytes() for path in files}


def record(workspace: Path, slug: str = "tolls") -> dict[str, object]:
    """Return an episode's record."""
    path = workspace / "output" / "test" / "episodes" / slug / "episode.json"
    found: dict[str, object] = json.loads(path.read_text())
    return found


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return a workspace with one bare show and one report, nothing built."""
    return write_workspace(tmp_path / "desk", BARE)


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """Return a workspace that has been built once."""
    return shutil.copytree(built_once, tmp_path / "desk")


def test_a_report_becomes_an_episode(tmp_path: Path) -> None:
    """One command makes every file of a release and says where, how long and how loud."""
    workspace = write_workspace(tmp_path / "desk")
    result = run(workspace)
    assert result.exit_code == 0, result.output
    names = {Path(name).name.split(".", 1)[1] for name in shelf(workspace)}
    assert names == {
        *("mp3", "opus", "vtt", "srt", "json", "html", "txt", "xml", "jpg"),
        *("transcript.html", "chapters.json"),
    }
    assert "LUFS" in result.output
    assert "feed.xml" in result.output
    assert "1 built" in result.output


def test_pictures_are_drawn_before_a_voice_is_loaded(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes as much memory as the other, and so they take turns."""
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(workspace / "cache"))
    order: list[str] = []

    def noted(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            order.append(name)
            return real(*arguments)

        return call

    monkeypatch.setattr(artwork, "draw_cover", noted("picture", artwork.draw_cover))
    monkeypatch.setattr(Voice, "_load", noted("voice", Voice._load))
    assert run(workspace).exit_code == 0
    assert order == ["picture", "picture", "voice"]


@pytest.mark.parametrize(
    ("change", "spoiled", "drawn"),
    [
        (("by 3% on", "by 4% on"), False, []),
        (("by 3% on", "by 4% on"), True, ["Canal tolls rise by 3%"]),
        (("title: Canal tolls rise by 3%", "title: Tolls"), False, ["Tolls"]),
    ],
)
def test_a_cover_that_would_be_the_same_is_kept(
    built: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: tuple[str, str],
    spoiled: bool,
    drawn: list[str],
) -> None:
    """It shows the titles alone, and is drawn again where one changes or it is damaged."""
    (cover,) = (built / "output" / "test" / "episodes" / "tolls").glob("tolls-*.jpg")
    kept = cover.read_bytes()
    headlines: list[str] = []

    def draw(title: str, headline: str = "", **given: Any) -> bytes:
        headlines.append(headline)
        return real(title, headline, **given)

    real = artwork.draw_cover
    monkeypatch.setattr(artwork, "draw_cover", draw)
    if spoiled:
        cover.write_bytes(kept[:-1])
    path = built / "feeds" / "test" / "tolls.md"
    path.write_text(REPORT.replace(*change))
    assert run(built).exit_code == 0
    assert headlines == drawn
    assert cover.read_bytes() == kept


def test_the_mp3_is_what_the_record_says(built: Path) -> None:
    """Duration and loudness of the decoded MP3 are those in the record and the feed."""
    found = record(built)
    folder = built / "output" / "test" / "episodes" / "tolls"
    (mp3,) = folder.glob("*.mp3")
    samples = np.concatenate(list(decode(mp3, 44_100)))
    assert len(samples) / 44.1 == pytest.approx(found["duration_ms"], abs=1)
    loudness = measure([samples], 44_100)
    assert loudness.integrated == pytest.approx(-16.0, abs=0.5)
    assert loudness.true_peak <= -1.0
    feed = (built / "output" / "test" / "feed.xml").read_text("utf-8")
    (enclosure,) = re.findall("<enclosure [^>]*>", feed)
    assert f'length="{mp3.stat().st_size}"' in enclosure
    assert f'{mp3.name}"' in enclosure
    assert f"<itunes:duration>{round(len(samples) / 44_100)}</itunes:duration>" in feed


def test_transcript_lies_under_the_speech(built: Path) -> None:
    """Sound starts where the first cue says and is there during every cue."""
    folder = built / "output" / "test" / "episodes" / "tolls"
    (mp3,) = folder.glob("*.mp3")
    (transcript,) = (path for path in folder.glob("tolls-*.json") if "chapters" not in path.name)
    samples = np.concatenate(list(decode(mp3, 44_100)))
    for segment in json.loads(transcript.read_text())["segments"]:
        start, end = (int(segment[key] * 44_100) for key in ("startTime", "endTime"))
        assert np.sqrt(np.mean(samples[start:end] ** 2)) > 0.02


def test_second_run_writes_nothing(built: Path) -> None:
    """With nothing changed no byte and no time stamp moves, and the run says so."""
    before = times(built)
    result = run(built)
    assert result.exit_code == 0
    assert result.output.startswith("Nothing to do: 1 up to date")
    after = times(built)
    assert after == before


def test_same_workspace_gives_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """Another machine, another folder, no cache: the same shelf, to the byte."""
    other = write_workspace(tmp_path / "elsewhere")
    env = {"AUDIOBRIEF_CACHE": str(tmp_path / "cache")}
    arguments = ["build", "--workspace", str(other), "--jobs", "1"]
    assert CliRunner(env=env).invoke(main, arguments).exit_code == 0
    assert shelf(other) == shelf(built)


def test_forced_build_changes_nothing(built: Path) -> None:
    """Building what is up to date gives the bytes that were there."""
    before = shelf(built)
    assert "1 built" in run(built, "--force").output
    assert shelf(built) == before


def test_a_correction_keeps_its_guid(built: Path) -> None:
    """A changed report has a new enclosure address and the old GUID; old files stay a while."""
    before = record(built)
    path = built / "feeds" / "test" / "tolls.md"
    path.write_text(REPORT.replace("by 3% on", "by 4% on"))
    result = run(built)
    assert "the report changed" in result.output
    after = record(built)
    assert after["guid"] == before["guid"]
    assert after["files"]["mp3"]["name"] != before["files"]["mp3"]["name"]  # type: ignore[index]  # JSON
    assert before["files"]["mp3"]["name"] in after["superseded"]  # type: ignore[index,operator]  # JSON
    names = {Path(name).name for name in shelf(built)}
    assert before["files"]["mp3"]["name"] in names  # type: ignore[index]  # JSON
    path.write_text(REPORT.replace("by 3% on", "by 5% on"))
    assert run(built).exit_code == 0
    names = {Path(name).name for name in shelf(built)}
    assert before["files"]["mp3"]["name"] not in names  # type: ignore[index]  # JSON


def test_dry_run_tells_and_writes_nothing(workspace: Path) -> None:
    """What is stale and why, and not even a folder."""
    result = run(workspace, "--dry-run")
    assert result.exit_code == 0
    assert "test/tolls: new report" in result.output
    assert "1 stale" in result.output
    assert not (workspace / "output").exists()


def test_lost_files_are_made_again(built: Path) -> None:
    """A published file that went missing is back after the next run."""
    before = shelf(built)
    (mp3,) = (built / "output").rglob("*.mp3")
    mp3.unlink()
    (built / "output" / "test" / "feed.xml").unlink()
    result = run(built)
    assert "is missing or cut short" in result.output
    assert shelf(built) == before


def test_show_settings_reach_the_feed_alone(built: Path) -> None:
    """A new description rewrites feed and pages; no episode is made again."""
    path = built / "feeds" / "test.toml"
    path.write_text(SHOW.replace("A show for tests.", "Another description."))
    result = run(built)
    assert "0 built" in result.output
    assert b"Another description." in shelf(built)["test/feed.xml"]


def test_log_json_is_json(workspace: Path) -> None:
    """Every line is an object with its event; the whole course can be followed."""
    result = run(workspace, "--log-json")
    events = [json.loads(line)["event"] for line in result.output.splitlines()]
    assert events == ["stale", "start", "master", "episode", "show"]


def test_quiet_prints_failures_alone(workspace: Path) -> None:
    """All well: not a word. A failure: one line on standard error."""
    assert run(workspace, "--quiet").output == ""
    (workspace / "feeds" / "test" / "bad.md").write_text("no front matter, no title")
    result = run(workspace, "--quiet")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "bad.md" in result.stderr


def test_one_report_alone(workspace: Path) -> None:
    """--report builds a file that lies elsewhere, and leaves the others."""
    elsewhere = workspace / "special.md"
    elsewhere.write_text(REPORT)
    result = run(workspace, "--report", str(elsewhere))
    assert result.exit_code == 0, result.output
    folders = {path.name for path in (workspace / "output" / "test" / "episodes").iterdir()}
    assert folders == {"special"}


def test_report_among_several_shows(workspace: Path) -> None:
    """With two shows a report finds the one that lists it, or asks for --show."""
    other = BARE.replace("test/*", "other/*").replace("The Test Desk", "Other")
    (workspace / "feeds" / "other.toml").write_text(other)
    listed = workspace / "feeds" / "test" / "tolls.md"
    assert run(workspace, "--report", str(listed)).exit_code == 0
    elsewhere = workspace / "special.md"
    elsewhere.write_text(REPORT)
    result = run(workspace, "--report", str(elsewhere))
    assert result.exit_code == 2
    assert "--show" in result.output
    named = run(workspace, "--report", str(elsewhere), "--show", "other")
    assert named.exit_code == 0
    assert (workspace / "output" / "other" / "feed.xml").exists()
    assert run(workspace, "--show", "nobody").exit_code == 2


def test_reports_may_lie_anywhere(workspace: Path, tmp_path: Path) -> None:
    """A glob may reach below, above, or anywhere on the disk."""
    elsewhere = tmp_path / "elsewhere" / "deep"
    elsewhere.mkdir(parents=True)
    (elsewhere / "far.md").write_text(REPORT)
    files = f'["**/tolls.md", "{tmp_path}/elsewhere/**/*.md"]'
    (workspace / "feeds" / "test.toml").write_text(BARE.replace('["test/*"]', files))
    told = run(workspace, "--dry-run").output
    assert "test/far: new report" in told
    assert "test/tolls: new report" in told


def test_a_published_page_is_a_report_again(built: Path, tmp_path: Path) -> None:
    """Saved by a browser, a briefing's page gives the report it was made from."""
    from audiobrief.ingest.reports import read_report

    saved = tmp_path / "tolls.html"
    shutil.copy(built / "output" / "test" / "episodes" / "tolls" / "index.html", saved)
    page, report = read_report(saved), read_report(built / "feeds" / "test" / "tolls.md")
    assert page.title == report.title
    assert page.summary == report.summary
    assert page.sections == report.sections
    assert page.byline == report.byline
    assert page.category == report.category
    assert page.published == report.published


def test_hidden_files_are_no_reports(workspace: Path) -> None:
    """What an editor or a desktop leaves behind is not read."""
    (workspace / "feeds" / "test" / ".DS_Store").write_bytes(b"\0\1")
    assert run(workspace, "--dry-run").exit_code == 0


def test_empty_show_is_told(workspace: Path) -> None:
    """A show that finds no report says where it looked."""
    (workspace / "feeds" / "test" / "tolls.md").unlink()
    result = run(workspace)
    assert result.exit_code == 1
    assert "no report matches" in result.output


def test_vanished_report_stays_published(built: Path) -> None:
    """Clearing old report files takes nothing off the air."""
    (built / "feeds" / "test" / "tolls.md").unlink()
    before = shelf(built)
    result = run(built)
    assert result.exit_code == 0
    assert shelf(built) == before


def test_page_and_feed_name_the_same_files(built: Path) -> None:
    """Every file the page and the feed link to on the site exists on the shelf."""
    root = built / "output" / "test"
    feed = (root / "feed.xml").read_text("utf-8")
    local = re.findall(r'"https://podcast\.example\.org/test/([^"]*)"', feed)
    assert len(local) > 5
    for name in local:
        path = root / name
        assert path.is_file() or (path / "index.html").is_file(), name


def test_undated_report_keeps_its_first_date(workspace: Path) -> None:
    """Without a date of its own a report is dated once, at its first release."""
    path = workspace / "feeds" / "test" / "tolls.md"
    path.write_text(REPORT.replace("date: 2026-01-12\n", ""))
    assert run(workspace).exit_code == 0
    first = record(workspace)["published"]
    assert run(workspace, "--force").exit_code == 0
    assert record(workspace)["published"] == first


def test_music_can_be_left_out_or_chosen(workspace: Path) -> None:
    """Without music the voice starts at once; with it, after the intro."""
    assert run(workspace).exit_code == 0
    bare = record(workspace)["duration_ms"]
    (workspace / "feeds" / "test.toml").write_text(BARE.replace('"none"', '"default"'))
    assert run(workspace).exit_code == 0
    scored = record(workspace)["duration_ms"]
    assert isinstance(bare, int)
    assert isinstance(scored, int)
    assert scored > bare + 5000
    bed_only = BARE.replace('bed = {file="none"}\n', "")
    (workspace / "feeds" / "test.toml").write_text(bed_only)
    assert run(workspace).exit_code == 0


def test_two_voices_read_one_report(workspace: Path) -> None:
    """A second voice is used where the show says, and its loss is told."""
    tiny_voice.write_voice(workspace / "voices", "en_US-hum-high", pitch=300.0)
    (workspace / "feeds" / "test.toml").write_text(BARE + 'editor = "en_US-hum-high"\n')
    assert run(workspace).exit_code == 0


def test_every_voice_of_a_show_is_looked_for(workspace: Path) -> None:
    """One that only quotations would need is told before the work, not in the middle of it."""
    (workspace / "feeds" / "test.toml").write_text(BARE + 'quotations = "en_US-nobody-low"\n')
    result = run(workspace, "--dry-run")
    assert result.exit_code == 1
    assert "en_US-nobody-low" in result.output


def test_a_lexicon_makes_its_show_stale(built: Path) -> None:
    """What a name sounds like is part of what is heard."""
    lexicon = built / "lexicons" / "names.toml"
    lexicon.parent.mkdir()
    lexicon.write_text('[[word]]\nwritten = "Canal"\nsay = "kanal"\n')
    named = '[narration]\nlexicon = ["../lexicons/names.toml"]\n'
    (built / "feeds" / "test.toml").write_text(SHOW + named)
    assert run(built).exit_code == 0
    assert run(built).output.startswith("Nothing to do")
    lexicon.write_text('[[word]]\nwritten = "Canal"\nsay = "canel"\n')
    assert "the show's lexicon changed" in run(built, "--dry-run").output


def test_given_artwork_is_published(workspace: Path) -> None:
    """A show's own cover is what feed, pages and tags carry."""
    from PIL import Image

    Image.new("RGB", (1400, 1400), "navy").save(workspace / "feeds" / "cover.png")
    (workspace / "feeds" / "test.toml").write_text('artwork = "cover.png"\n' + BARE)
    result = run(workspace)
    assert result.exit_code == 0, result.output
    covers = [name for name in shelf(workspace) if "cover-" in name]
    assert len(covers) == 1
    assert covers[0].endswith(".png")


def test_script_prints_what_is_said(workspace: Path) -> None:
    """An editor reads lines as spoken, with the written form behind those that differ."""
    arguments = ["script", str(workspace / "feeds/test/tolls.md"), "--workspace", str(workspace)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0
    assert "## Situation Report" in result.output
    assert "four point two billion dollars" in result.output
    assert "    | Ships pay $4.2bn a year." in result.output
    data = json.loads(CliRunner().invoke(main, [*arguments, "--json"]).output)
    assert data["chapters"][0]["lines"][0]["words"][0] == {"display": "This", "spoken": "This"}
    assert not (workspace / "output").exists()


def test_say_tries_a_voice(workspace: Path) -> None:
    """A line becomes a mastered MP3."""
    target = workspace / "said.mp3"
    arguments = ["say", "Good morning. It is 6:30.", "-o", str(target), "--workspace"]
    voice = ["--voice", tiny_voice.NAME]
    result = CliRunner().invoke(main, [*arguments, str(workspace), *voice])
    assert result.exit_code == 0, result.output
    samples = np.concatenate(list(decode(target, 44_100)))
    assert measure([samples], 44_100).integrated == pytest.approx(-16.0, abs=0.5)
    nothing = ["say", "…", "-o", str(target), "--workspace", str(workspace), *voice]
    assert CliRunner().invoke(main, nothing).exit_code == 2


@pytest.mark.parametrize(("kind", "key"), [("report", "sections"), ("show", "voices")])
def test_schemas_are_printed(kind: str, key: str) -> None:
    """A JSON Schema for reports and for show files, with what users may write."""
    described = json.loads(CliRunner().invoke(main, ["schema", kind]).output)
    assert key in described["properties"]
    assert "folder" not in described["properties"]
