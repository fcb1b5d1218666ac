"""A whole run: every show's reports planned, the stale ones made, the feeds published.

One bad report never stops another, and one bad show never stops the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING

from audiobrief.config import load_shows
from audiobrief.files import exclusive
from audiobrief.kept import prune
from audiobrief.pipeline.chosen import chosen_shows
from audiobrief.pipeline.events import Notify
from audiobrief.pipeline.hubs import tell_hubs
from audiobrief.pipeline.lastrun import Built, Failed, last_runs, note_builds
from audiobrief.pipeline.outcome import Failure, Options, Outcome
from audiobrief.pipeline.show_run import ShowRun
from audiobrief.pipeline.workspace import Workspace

if TYPE_CHECKING:
    from audiobrief.pipeline.crew import Crew


def build(
    workspace: Workspace,
    options: Options,
    pool: Executor,
    now: datetime,
    notify: Notify,
    *,
    crew: Crew | None = None,
) -> Outcome:
    """Bring everything on the shelf up to date with its reports.

    Args:
        workspace: where to work.
        options: what to narrow the run to.
        pool: speaks lines beside one another.
        now: when undated and corrected reports say they were published.
        notify: told of every step.
        crew: makes whole episodes beside one another; without it they are made here in turn.

    Raises:
        ConfigError: a show file is wrong; nothing was touched.
        UsageError: no such show, or a report that fits none.
        BusyError: another run works on the same shelf.
    """
    shows = load_shows(workspace.root)
    chosen = chosen_shows(shows, options)
    shelf = workspace.shelf
    holding = nullcontext() if options.dry_run else exclusive(shelf.root)
    runs: dict[str, Outcome] = {}
    with holding:
        for show in chosen:
            run = ShowRun(show, workspace, shelf, options, pool, now, notify, crew)
            runs[show.slug] = run()
        outcome = sum(runs.values(), Outcome())
        # What a show that failed as a whole has published may not be readable.
        if not options.dry_run and all(failure.path for failure in outcome.failed):
            from audiobrief.pipeline.publish import publish_index

            publish_index(shows, shelf)
        if not options.dry_run:
            _note(runs, workspace, options, now)
    if outcome.built:
        prune(workspace.cache, workspace.cache_size, now)
    # A show that `publish` sends out changes for listeners only then, and it tells the hubs.
    sent = last_runs(workspace.shelf.root).sent.values()
    elsewhere = {slug for run in sent for slug in run.shows}
    for show in outcome.published:
        if show.slug not in elsewhere:
            tell_hubs(show, notify)
    return outcome


def _note(
    runs: Mapping[str, Outcome], workspace: Workspace, options: Options, now: datetime
) -> None:
    builds = {
        show: Built(now, len(run.built), tuple(map(_noted, run.failed)))
        for show, run in runs.items()
    }
    note_builds(workspace.shelf.root, builds, options.report.name if options.report else "")


def _noted(failure: Failure) -> Failed:
    return Failed(failure.path.name if failure.path else "", str(failure.error))
