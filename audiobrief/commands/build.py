"""``audiobrief build``: bring every episode, page and feed up to date."""

from __future__ import annotations

import os
import secrets
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.common import command, workspace_option
from audiobrief.commands.console import reporter
from audiobrief.errors import UsageError

if TYPE_CHECKING:
    from audiobrief.pipeline.crew import Courier, Crew
    from audiobrief.pipeline.events import Notify
    from audiobrief.pipeline.outcome import Outcome


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@click.command()
@workspace_option
@click.option("--show", default="", metavar="NAME", help="Build this show alone.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Build the cuts of this report alone, wherever it lies.",
)
@click.option("--force", is_flag=True, help="Build what is up to date too.")
@click.option(
    "--strict-words", is_flag=True, help="Fail reports with words that no lexicon vouches for."
)
@click.option(
    "--no-gather", is_flag=True, help="Build from the reports that are there; ask no source."
)
@click.option("--dry-run", is_flag=True, help="Say what is stale and why; write nothing.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=cores,
    show_default="one a core",
    help="Lines spoken beside one another.",
)
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Episodes made beside one another; from 2 on each in a process of its own.",
)
@click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    envvar="AUDIOBRIEF_CLUSTER",
    help="Have the workers of this Dask scheduler make the episodes.",
)
@click.option(
    "--store",
    default="",
    metavar="ADDRESS",
    envvar="AUDIOBRIEF_STORE",
    help="Reach those workers, who then share no folder with you, by s3://BUCKET/PATH or such.",
)
@click.option(
    "--device",
    type=click.Choice(["cpu", "cuda"]),
    default="cpu",
    envvar="AUDIOBRIEF_DEVICE",
    show_default=True,
    help="Where voices run; cuda takes onnxruntime-gpu.",
)
@click.option("--quiet", is_flag=True, help="Print failures alone.")
@click.option("--log-json", is_flag=True, help="Print each step as a line of JSON.")
@command
def build(
    *,
    workspace: Path,
    show: str,
    report: Path | None,
    force: bool,
    strict_words: bool,
    no_gather: bool,
    dry_run: bool,
    jobs: int,
    processes: int,
    cluster: str,
    store: str,
    device: str,
    quiet: bool,
    log_json: bool,
) -> None:
    """Make the episodes of every report that is new or changed, then the feeds.

    Shows with sources have them read first, and reports made of what is new.

    Exits with 0 if all is well, 1 if any report failed (the others are built), 2 if the
    command or a show file is wrong, 130 if interrupted.
    """
    from audiobrief import heap
    from audiobrief.pipeline.outcome import Options
    from audiobrief.pipeline.run import build
    from audiobrief.pipeline.workspace import open_workspace

    # cron and systemd stop a run by SIGTERM: it ends as Ctrl-C does, nothing half-made.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began = time.monotonic()
    heap.bound()
    notify = reporter(quiet=quiet, log_json=log_json, terminal=sys.stdout.isatty())
    if processes > 1 or cluster:  # workers may stand in another folder
        workspace, report = workspace.resolve(), report and report.resolve()
    options = Options(show, report, force, dry_run, strict_words, gather=not no_gather)
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="speech")
    try:
        with nullcontext() if dry_run else _crew(processes, cluster, store, notify) as crew:
            at = replace(open_workspace(workspace), device=device)
            outcome = build(at, options, pool, datetime.now(UTC), notify, crew=crew)
    finally:
        pool.shutdown(cancel_futures=True)
    if not quiet and not log_json:
        click.echo(summary(outcome, time.monotonic() - began, dry_run=dry_run))
    if outcome.failed:
        sys.exit(1)


@contextmanager
def _crew(processes: int, cluster: str, store: str, notify: Notify) -> Iterator[Crew | None]:
    if store and not cluster:
        raise UsageError(
            "a store is for the workers of a cluster",
            where="--store",
            remedy="Name one with --cluster, or leave --store (AUDIOBRIEF_STORE) out.",
        )
    if not cluster and processes == 1:
        yield None
        return
    from audiobrief.pipeline.crew import cluster_crew, local_crew

    if cluster:
        with _courier(store, notify) as courier, cluster_crew(cluster, courier) as crew:
            yield crew
    else:
        with local_crew(processes) as crew:
            yield crew


def _courier(store: str, notify: Notify) -> AbstractContextManager[Courier]:
    from audiobrief.pipeline.crew import SHARED_FOLDER

    if not store:
        return nullcontext(SHARED_FOLDER)
    from audiobrief.pipeline.away.courier import by_store

    # Dated for whoever finds what a run that was killed has left there.
    run = f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}-{secrets.token_hex(4)}"
    return by_store(store, run, notify)


def summary(outcome: Outcome, seconds: float, *, dry_run: bool) -> str:
    """Return the last line of a run."""
    parts = [f"{len(outcome.built)} built"] if not dry_run else [f"{outcome.stale} stale"]
    if outcome.withdrawn:
        parts.append(f"{len(outcome.withdrawn)} withdrawn")
    parts.append(f"{outcome.fresh} up to date")
    if outcome.failed:
        parts.append(f"{len(outcome.failed)} failed")
    if not (outcome.stale or outcome.failed or outcome.published):
        return f"Nothing to do: {outcome.fresh} up to date ({seconds:.1f} s)."
    return f"{', '.join(parts)} ({seconds:.1f} s)."
