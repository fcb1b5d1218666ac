"""From sources to the air: feeds, saved pages and a model, through a whole build."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import tiny_voice
from audiobrief.cli import main
from audiobrief.config import load_show
from audiobrief.ingest.reports import read_report
from audiobrief.ingest.worker import Worker
from audiobrief.pipeline.reporting.run import report_news
from audiobrief.pipeline.reporting.told import Step
from audiobrief.pipeline.workspace import open_workspace
from canal_story import TOLLS, WATER
from ollama_server import MODEL, ollama_serving
from press_pages import ENGLISH, news_site
from press_server import PressServer, Reply, press
from voice_server import spend_no_time

SHOW = """\
title = "The Wire"
description = "Reports written from sources, for tests."
author = "The Desk"
email = "desk@example.org"
url = "https://podcast.example.org/wire/"

[reports]
sources = false
sentiment = false

[audio]
opus = 0

[music]
intro = { file = "none" }
bed = { file = "none" }
outro = { file = "none" }

[voices]
narrator = "en_US-hum-tiny"

[gather]
pause = 0.0
allow_private = true
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    spend_no_time(monkeypatch)
    monkeypatch.setattr(Worker, "run", lambda _self, _where, read, *args, **_more: read(*args))


@pytest.fixture
def server() -> Iterator[PressServer]:
    """Serve a feed of one article."""
    page = news_site(TOLLS.title, TOLLS.paragraphs)
    stamp = datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    item = f"<item><title>{TOLLS.title}</title><link>/tolls</link><pubDate>{stamp}</pubDate></item>"
    text = f'<rss version="2.0"><channel><title>Sea</title>{item}</channel></rss>'
    with press() as served:
        served.replies["/tolls"] = Reply(page.replace("outer-basin", "tolls").encode())
        served.replies["/feed"] = Reply(text.encode(), "application/rss+xml")
        yield served


def desk(root: Path, *tables: str) -> Path:
    """Write a workspace whose show has ``tables`` beside the rest."""
    (root / "feeds" / "wire" / "saved").mkdir(parents=True)
    (root / "feeds" / "wire.toml").write_text("\n".join((SHOW, *tables)), encoding="utf-8")
    page = news_site("Corvenna closes its outer basin", ENGLISH)
    (root / "feeds" / "wire" / "saved" / "basin.html").write_text(page, encoding="utf-8")
    tiny_voice.write_voice(root / "voices")
    return root


def feed(server: PressServer) -> str:
    """Return the source of the served feed."""
    return f'[[sources]]\nfeed = "{server.url}/feed"\nname = "The Gazette"\n'


SAVED = '[[sources]]\nsaved = ["wire/saved"]\ndays = 366\n'


def run(workspace: Path, *arguments: str) -> Result:
    """Run a command in a workspace."""
    return CliRunner().invoke(main, [*arguments, "--workspace", str(workspace)])


def records(workspace: Path) -> list[dict[str, object]]:
    """Return the records on the shelf."""
    paths = sorted(workspace.glob("output/wire/episodes/*/episode.json"))
    return [json.loads(path.read_bytes()) for path in paths]


def made(workspace: Path, folder: str = "made") -> list[Path]:
    """Return the reports made, by name."""
    return sorted((workspace / "feeds" / "wire" / folder).glob("*.md"))


def test_sources_become_episodes(server: PressServer, tmp_path: Path) -> None:
    """One build reads feed and saved pages, writes a report of each story, and airs them."""
    workspace = desk(tmp_path, feed(server), SAVED)
    result = run(workspace, "build")
    assert result.exit_code == 0, result.output
    assert "2 built" in result.output
    titles = {str(record["title"]) for record in records(workspace)}
    assert titles == {TOLLS.title, "Corvenna closes its outer basin"}
    page = next((workspace / "output/wire/episodes").glob("*canal*/index.html")).read_text("utf-8")
    assert "The Gazette" in page
    assert TOLLS.paragraphs[1].split(",")[0] in page


def test_its_page_is_a_report_again(server: PressServer, tmp_path: Path) -> None:
    """The marks that name sources are no part of the sentences that they stand behind."""
    workspace = desk(tmp_path, feed(server))
    run(workspace, "build")
    (written,) = map(read_report, made(workspace))
    (page,) = (workspace / "output/wire/episodes").glob("*/index.html")
    assert "noteref" in page.read_text("utf-8")
    assert read_report(page).sections == written.sections


def test_a_second_build_tells_nothing_twice(server: PressServer, tmp_path: Path) -> None:
    """Sources that say nothing new leave the shelf as it is."""
    workspace = desk(tmp_path, feed(server), SAVED)
    run(workspace, "build")
    result = run(workspace, "build")
    assert result.exit_code == 0, result.output
    assert "Nothing to do: 2 up to date" in result.output


def test_a_model_writes_and_the_build_airs_it(server: PressServer, tmp_path: Path) -> None:
    """The same with a language model: its report is checked, spoken and published."""
    with ollama_serving() as model:
        writer = f'[writer]\nwriter = "ollama"\nmodel = "{MODEL}"\nhost = "{model.url}"\n'
        workspace = desk(tmp_path, feed(server), writer)
        result = run(workspace, "build")
    assert result.exit_code == 0, result.output
    assert len(records(workspace)) == 1
    assert MODEL in made(workspace)[0].read_text("utf-8")


def test_a_source_that_is_down_stops_no_other(server: PressServer, tmp_path: Path) -> None:
    """It is a warning; what the others tell is on the air."""
    down = '[[sources]]\nfeed = "http://127.0.0.1:9/feed"\nname = "Gone"\n'
    workspace = desk(tmp_path, down, feed(server))
    result = run(workspace, "build")
    assert result.exit_code == 0, result.output
    assert "warning: wire: Gone" in result.stderr
    assert len(records(workspace)) == 1


def test_a_report_that_cannot_be_written_stops_no_other(
    server: PressServer, tmp_path: Path
) -> None:
    """The failure is told by story, the exit code is 1, and nothing of it is aired."""
    writer = '[writer]\nwriter = "ollama"\nhost = "127.0.0.1:9"\nfallback = false\n'
    workspace = desk(tmp_path, feed(server), writer)
    own = "---\ntitle: Ours\n---\n## Situation Report\n\nWritten by hand.\n"
    (workspace / "feeds/wire/made").mkdir()
    (workspace / "feeds/wire/made/ours.md").write_text(own, encoding="utf-8")
    result = run(workspace, "build")
    assert result.exit_code == 1
    assert "error:" in result.stderr
    assert [record["title"] for record in records(workspace)] == ["Ours"]


def test_sources_can_be_left_alone(server: PressServer, tmp_path: Path) -> None:
    """With --no-gather, in a dry run, and for one report alone, none is asked."""
    workspace = desk(tmp_path, feed(server))
    (workspace / "feeds/wire/made").mkdir()
    path = workspace / "feeds/wire/made/ours.md"
    path.write_text("---\ntitle: Ours\n---\n## Situation Report\n\nBy hand.\n", encoding="utf-8")
    for more in (["--no-gather"], ["--dry-run"], ["--report", str(path)]):
        assert run(workspace, "build", *more).exit_code == 0
    assert server.requests == []


def test_a_reviewed_show_airs_what_is_approved(server: PressServer, tmp_path: Path) -> None:
    """Reports wait; approved ones are aired by the next build, rejected ones never."""
    workspace = desk(tmp_path, feed(server), SAVED, '[writer]\nreview = "required"\n')
    result = run(workspace, "build")
    assert "holds" in result.output
    assert (result.exit_code, result.stderr) == (0, "")
    assert records(workspace) == []
    basin, canal = sorted(made(workspace, "held"), key=lambda path: "canal" in path.stem)
    assert run(workspace, "approve", canal.stem).exit_code == 0
    assert run(workspace, "reject", str(basin)).exit_code == 0
    assert run(workspace, "build").exit_code == 0
    assert [record["title"] for record in records(workspace)] == [TOLLS.title]
    assert made(workspace, "held") == []


def test_a_build_makes_no_more_than_it_may(server: PressServer, tmp_path: Path) -> None:
    """What is over the number of reports is left for the next run, and said so."""
    workspace = desk(tmp_path, feed(server), SAVED, "[writer]\nmost = 1\n")
    first = run(workspace, "build")
    assert (
        "stories left for the next run, by `most` and `minutes` under [writer]: 1" in first.stdout
    )
    assert "warning" not in first.output
    assert len(records(workspace)) == 1
    run(workspace, "build")
    assert len(records(workspace)) == 2


def test_no_report_is_begun_after_the_time_is_up(server: PressServer, tmp_path: Path) -> None:
    """The clock is asked before each story."""
    workspace = desk(tmp_path, feed(server), SAVED, "[writer]\nminutes = 1.0\n")
    show, ticks = load_show(workspace / "feeds/wire.toml"), iter((0.0, 59.0, 61.0))
    steps: list[Step] = []
    told = list(
        report_news(
            show, open_workspace(workspace), datetime.now(UTC), steps.append, lambda: next(ticks)
        )
    )
    assert [one.state for one in told] == ["made"]
    assert steps[-1].text.startswith("stories left for the next run")


def test_one_report_of_addresses(server: PressServer, tmp_path: Path) -> None:
    """`report URL` needs no source in the show file."""
    own = tmp_path / "feeds" / "wire"
    workspace = desk(tmp_path, SAVED)
    result = run(workspace, "report", f"{server.url}/tolls")
    assert result.exit_code == 0, result.output
    assert [path.parent for path in made(workspace)] == [own / "made"]


def test_one_report_of_a_topic(server: PressServer, tmp_path: Path) -> None:
    """`report TOPIC` takes the story that has its words; without one it says so."""
    workspace = desk(tmp_path, feed(server), SAVED)
    assert run(workspace, "report", "canal", "tolls").exit_code == 0
    assert ["canal" in path.stem for path in made(workspace)] == [True]
    missed = run(workspace, "report", "volcano")
    assert missed.exit_code == 2
    assert "volcano" in missed.stderr


def test_a_report_for_one_of_two_shows_wants_its_name(tmp_path: Path) -> None:
    """Without it, nothing says whose the report is to be."""
    workspace = desk(tmp_path, SAVED)
    other = (workspace / "feeds/wire.toml").read_text("utf-8").replace("wire/", "other/")
    (workspace / "feeds/other.toml").write_text(other, encoding="utf-8")
    result = run(workspace, "report", "canal")
    assert result.exit_code == 2
    assert "could be for other and wire" in result.stderr
    assert "--show" in result.stderr


def test_a_report_that_fails_is_an_error(tmp_path: Path) -> None:
    """`report` exits with 1 where the address has no article."""
    with press() as served:
        served.replies["/empty"] = Reply(b"<html><body><p>Hi</p></body></html>")
        result = run(desk(tmp_path, SAVED), "report", f"{served.url}/empty")
    assert result.exit_code == 1


def test_explain_prints_what_a_sentence_rests_on(server: PressServer, tmp_path: Path) -> None:
    """The passage stands under the sentence, with its source; --json gives the record."""
    workspace = desk(tmp_path, feed(server))
    run(workspace, "build")
    name = made(workspace)[0].stem
    told = run(workspace, "explain", name).output
    assert TOLLS.paragraphs[1] in told
    assert "The Gazette" in told
    record = json.loads(run(workspace, "explain", name, "--json").output)
    assert record["slug"] == name


def test_nothing_is_explained_without_a_record(tmp_path: Path) -> None:
    """A report that others wrote has none, and another name has no report."""
    workspace = desk(tmp_path, SAVED)
    (workspace / "feeds/wire/made").mkdir()
    (workspace / "feeds/wire/made/ours.md").write_text("# Ours\n\nText.\n", encoding="utf-8")
    assert "nothing is known" in run(workspace, "explain", "ours").stderr
    missing = run(workspace, "explain", "theirs")
    assert missing.exit_code == 2
    assert "no reports" in missing.stderr


def test_a_name_in_two_shows_is_told_by_its_path(tmp_path: Path) -> None:
    """Two shows may have made a report of one name."""
    workspace = desk(tmp_path, SAVED)
    other = (workspace / "feeds/wire.toml").read_text("utf-8").replace("wire/", "other/")
    (workspace / "feeds/other.toml").write_text(other, encoding="utf-8")
    for show in ("wire", "other"):
        (workspace / f"feeds/{show}/held").mkdir(parents=True)
        path = workspace / f"feeds/{show}/held/twin.md"
        path.write_text("---\ntitle: Twin\n---\nText.\n", encoding="utf-8")
    assert run(workspace, "approve", "twin").exit_code == 2
    assert run(workspace, "approve", str(path)).exit_code == 0
    assert (workspace / "feeds/other/made/twin.md").exists()
    assert (workspace / "feeds/wire/held/twin.md").exists()


@pytest.mark.skipif(os.name == "nt", reason="the editor is a shell script")
def test_edit_opens_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the editor leaves is checked as a report; a program that is not there is told."""
    workspace = desk(tmp_path, SAVED, '[writer]\nreview = "required"\n')
    run(workspace, "build")
    (path,) = made(workspace, "held")
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\necho "Added by hand." >> "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor))
    assert run(workspace, "edit", path.stem).exit_code == 0
    assert path.read_text("utf-8").endswith("Added by hand.\n")
    monkeypatch.setenv("EDITOR", "/nowhere/editor")
    missing = run(workspace, "edit", path.stem)
    assert missing.exit_code == 2
    assert "EDITOR" in missing.stderr


def test_a_report_with_faults_is_not_approved(tmp_path: Path) -> None:
    """It stays held, with the fault told."""
    workspace = desk(tmp_path, SAVED)
    (workspace / "feeds/wire/held").mkdir()
    path = workspace / "feeds/wire/held/bad.md"
    path.write_text("---\ntitle: Bad\nwhat: none\n---\nText.\n", encoding="utf-8")
    assert run(workspace, "approve", "bad").exit_code == 1
    assert path.exists()


def test_a_story_of_two_sources_rests_on_both(server: PressServer, tmp_path: Path) -> None:
    """Articles on the same events are one report, which names both papers."""
    texts = (*TOLLS.paragraphs[1:4], *WATER.paragraphs)
    twin = news_site("Canal authority raises tolls as lake falls", texts)
    now = datetime.now(UTC).isoformat()
    twin = twin.replace("outer-basin", "twin").replace("2026-01-13T18:20:00+01:00", now)
    server.replies["/twin"] = Reply(twin.encode())
    pages = f'[[sources]]\npages = ["{server.url}/twin"]\nname = "The Review"\n'
    workspace = desk(tmp_path, feed(server), pages)
    result = run(workspace, "build")
    assert result.exit_code == 0, result.output
    (path,) = made(workspace)
    publishers = {source.publisher for source in read_report(path).sources}
    assert publishers == {"The Gazette", "The Review"}
