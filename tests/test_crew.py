"""Whole episodes beside one another: processes here, and a real Dask cluster on loopback."""

from __future__ import annotations

import pickle
import signal
import sys
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audiobrief.cli import main
from audiobrief.errors import ReportError, UsageError, WorkerError
from audiobrief.pipeline.crew import Crew, cluster_crew, local_crew
from audiobrief.pipeline.events import Event
from audiobrief.pipeline.outcome import Options, Outcome
from audiobrief.pipeline.run import build
from audiobrief.pipeline.workspace import Workspace
from dask_cluster import cluster
from samples import BARE, PLAIN, REPORT, write_workspace

NOW = datetime(2026, 1, 12, 6, tzinfo=UTC)
NAMES = ("ash", "birch", "cedar", "elm")


def desk(root: Path, names: tuple[str, ...] = NAMES, show: str = PLAIN) -> Workspace:
    """Return a workspace with a report of each name, and a cache of its own."""
    reports = {name: REPORT.replace("Canal tolls", f"The {name} tolls") for name in names}
    write_workspace(root, show, **reports)
    return Workspace(root, root / "cache")


def run(
    at: Workspace, crew: Crew | None, notify: Callable[[Event], None] = lambda _: None
) -> Outcome:
    """Build everything."""
    with ThreadPoolExecutor(1) as pool:
        return build(at, Options(), pool, NOW, notify, crew=crew)


def shelf(at: Workspace) -> dict[str, bytes]:
    """Return every published file, notes of the run aside."""
    files = (path for path in at.shelf.root.rglob("*") if path.is_file())
    found = {str(path.relative_to(at.shelf.root)): path.read_bytes() for path in files}
    return {name: data for name, data in found.items() if not name.startswith(".")}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return the shelf as one process makes it."""
    at = desk(tmp_path_factory.mktemp("alone") / "desk")
    run(at, None)
    return shelf(at)


def test_processes_make_the_same_bytes(tmp_path: Path, alone: dict[str, bytes]) -> None:
    """Two processes publish what one does, to the byte, and tell of the episodes in order."""
    at = desk(tmp_path)
    told: list[Event] = []
    with local_crew(2) as crew:
        outcome = run(at, crew, told.append)
    assert not outcome.failed
    assert [event.slug for event in told if event.kind == "episode"] == sorted(NAMES)
    assert shelf(at) == alone


def test_the_command_line_has_processes(tmp_path: Path) -> None:
    """``build --processes 2`` builds, from wherever it is called."""
    at = desk(tmp_path / "desk", ("ash", "elm"))
    options = ["--workspace", str(at.root), "--processes", "2"]
    done = CliRunner().invoke(main, ["build", *options])
    assert done.exit_code == 0, done.output
    assert "2 built" in done.output


def test_a_lost_worker_costs_nothing(tmp_path: Path, alone: dict[str, bytes]) -> None:
    """One of two workers is killed in the middle: the other makes what it had, the same bytes."""
    at = desk(tmp_path / "desk")
    told: list[Event] = []
    with cluster(tmp_path, 2) as dask, cluster_crew(dask.address) as crew:

        def notify(event: Event) -> None:
            told.append(event)
            if event.kind == "episode" and dask.workers[0].poll() is None:
                dask.workers[0].send_signal(signal.SIGKILL)
                dask.workers[0].wait()

        outcome = run(at, crew, notify)
    assert dask.workers[0].returncode == -signal.SIGKILL
    assert not outcome.failed
    assert [event.slug for event in told if event.kind == "episode"] == sorted(NAMES)
    assert shelf(at) == alone


def test_a_bad_report_stops_no_other(tmp_path: Path) -> None:
    """What a worker cannot make comes back as the error it is, with its place."""
    at = desk(tmp_path, ("ash", "elm"))
    (at.root / "feeds" / "test" / "ash.md").write_text("---\ntitle: X\n---\n", "utf-8")
    with local_crew(1) as crew:
        outcome = run(at, crew)
    assert [failure.show for failure in outcome.failed] == ["test"]
    assert "ash.md" in str(outcome.failed[0].error)
    assert [episode.slug for _, episode in outcome.built] == ["elm"]


class Lost(Executor):
    """An executor whose workers are lost with all they have."""

    def submit(self, *_: Any, **__: Any) -> Future[Any]:
        """Return a future that fails as a broken pool's do."""
        future: Future[Any] = Future()
        future.set_exception(BrokenExecutor())
        return future


def test_lost_for_good_is_told(tmp_path: Path) -> None:
    """Where no worker is left, each report fails by name and the shelf stays whole."""
    at = desk(tmp_path, ("ash",))
    outcome = run(at, Crew(Lost()))
    assert isinstance(outcome.failed[0].error, WorkerError)
    assert "ash.md: the workers that had it were lost" in str(outcome.failed[0].error)
    assert not any(name.endswith(".mp3") for name in shelf(at))


def test_an_interrupted_run_waits_for_what_is_begun(tmp_path: Path) -> None:
    """Left in the middle, a crew takes back what waits; no half episode is on the shelf."""
    at = desk(tmp_path)

    def stop(event: Event) -> None:
        if event.kind == "episode":
            raise KeyboardInterrupt

    with ThreadPoolExecutor(1) as pool, pytest.raises(KeyboardInterrupt):
        run(at, Crew(pool), stop)
    folders = list((at.shelf.root / "test" / "episodes").iterdir())
    assert 1 <= len(folders) < len(NAMES)
    assert all((folder / "episode.json").exists() for folder in folders)
    assert not list(at.shelf.root.glob(".stage-*"))
    assert not run(at, None).failed


def test_shorter_cuts_wait_for_the_full_ones(tmp_path: Path) -> None:
    """A flash's page links to the briefing in full, whichever worker was quicker."""
    show = BARE.replace('files = ["test/*"]', 'files = ["test/*"]\ncuts = ["full", "flash"]')
    at = desk(tmp_path, ("ash",), show)
    with ThreadPoolExecutor(2) as pool:
        run(at, Crew(pool))
    assert b"../ash/" in shelf(at)["test/episodes/ash-flash/index.html"]


def test_withdrawn_reports_need_no_worker(tmp_path: Path) -> None:
    """A report that is taken back goes off the air without one."""
    at = desk(tmp_path, ("ash",))
    run(at, None)
    path = at.root / "feeds" / "test" / "ash.md"
    path.write_text(
        path.read_text("utf-8").replace("---\n", "---\nwithdrawn: Wrong.\n", 1), "utf-8"
    )
    assert [episode.slug for _, episode in run(at, Crew(Lost())).withdrawn] == ["ash"]


def test_a_worker_with_other_files_is_refused(tmp_path: Path) -> None:
    """A worker whose voice is another makes nothing: bytes must not depend on who works."""
    at = desk(tmp_path, ("ash",))

    class Elsewhere(Lost):
        def submit(self, *call: Any, **_: Any) -> Future[Any]:
            function, *arguments = call
            future: Future[Any] = Future()
            config = next((at.root / "voices").rglob("*.onnx.json"))
            config.write_text(config.read_text("utf-8") + "\n", "utf-8")
            future.set_result(function(*arguments))
            return future

    [failure] = run(at, Crew(Elsewhere())).failed
    assert "a worker has another voices than the run that asks it" in str(failure.error)


def test_errors_travel() -> None:
    """An error keeps its place and its remedy on the way back from another process."""
    error = ReportError("is no report", where="a.md", remedy="Write one.")
    assert str(pickle.loads(pickle.dumps(error))) == "a.md: is no report. Write one."  # noqa: S301 -- our own bytes


def test_no_scheduler_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nobody listens is named, with what to start."""
    monkeypatch.setattr("audiobrief.pipeline.crew._PATIENCE", 0.3)
    with pytest.raises(WorkerError, match=r"tcp://127.0.0.1:9: no scheduler answers"):
        cluster_crew("tcp://127.0.0.1:9").__enter__()


def test_no_address_is_an_error() -> None:
    """What is no address is said to be none."""
    with pytest.raises(UsageError, match=r"'gopher://x:1' is no scheduler's address"):
        cluster_crew("gopher://x:1").__enter__()


def test_no_workers_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler without workers is named, with how to start one."""
    with cluster(tmp_path, 0) as dask:
        monkeypatch.setattr("audiobrief.pipeline.crew._PATIENCE", 2)
        with pytest.raises(WorkerError, match=f"{dask.address}: the scheduler has no workers"):
            cluster_crew(dask.address).__enter__()


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """``--cluster`` without Dask says what to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = CliRunner().invoke(main, ["build", "--cluster", "tcp://127.0.0.1:1"])
    assert done.exit_code == 2
    assert 'pip install "audiobrief[cluster]"' in done.output
