"""A whole run: every show's reports planned, the stale ones made, the feeds published.

One bad report never stops another, and one bad show never stops the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from audiobrief.config import Show, load_shows
from audiobrief.errors import AudiobriefError, ReportError, UsageError
from audiobrief.files import exclusive
from audiobrief.model import Episode
from audiobrief.pipeline.candidates import Candidate
from audiobrief.pipeline.crew import Crew
from audiobrief.pipeline.events import Event, Kind, Notify
from audiobrief.pipeline.find import find, report_files
from audiobrief.pipeline.hubs import tell_hubs
from audiobrief.pipeline.lastrun import Built, Failed, last_runs, note_builds
from audiobrief.pipeline.plan import Decision, decide
from audiobrief.pipeline.studio import Studio, open_studio
from audiobrief.pipeline.task import Made, Task
from audiobrief.pipeline.workspace import Workspace
from audiobrief.speech.kept import prune


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for; ``show`` and ``report`` narrow it to one.

    ``strict_words`` fails reports with words that nobody has vouched for; ``gather`` has the
    shows' sources read and reports made of what they tell.
    """

    show: str = ""
    report: Path | None = None
    force: bool = False
    dry_run: bool = False
    strict_words: bool = False
    gather: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    """A cut of a report, or a whole show where ``path`` is None, that could not be made."""

    show: str
    path: Path | None
    error: AudiobriefError


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: releases by show, failures, and how many episodes wanted nothing."""

    built: tuple[tuple[Show, Episode], ...] = ()
    withdrawn: tuple[tuple[Show, Episode], ...] = ()
    published: tuple[Show, ...] = ()
    failed: tuple[Failure, ...] = ()
    fresh: int = 0
    stale: int = 0

    def __add__(self, other: Outcome) -> Outcome:
        """Return both outcomes as one."""
        return Outcome(
            self.built + other.built,
            self.withdrawn + other.withdrawn,
            self.published + other.published,
            self.failed + other.failed,
            self.fresh + other.fresh,
            self.stale + other.stale,
        )


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
    chosen = _chosen(shows, options)
    holding = nullcontext() if options.dry_run else exclusive(workspace.shelf.root)
    runs: dict[str, Outcome] = {}
    with holding:
        for show in chosen:
            run = _ShowRun(show, workspace, options, pool, now, notify, crew)
            runs[show.slug] = run()
        outcome = sum(runs.values(), Outcome())
        # What a show that failed as a whole has published may not be readable.
        if not options.dry_run and all(failure.path for failure in outcome.failed):
            from audiobrief.pipeline.publish import publish_index

            publish_index(shows, workspace.shelf)
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


def _chosen(shows: tuple[Show, ...], options: Options) -> list[Show]:
    if options.show:
        named = [show for show in shows if show.slug == options.show]
        if not named:
            raise UsageError(
                f"no show named {options.show!r}",
                remedy=f"This workspace has: {', '.join(show.slug for show in shows)}.",
            )
        return named
    if options.report and len(shows) > 1:
        path = options.report.resolve()
        listing = [show for show in shows if path in {one.resolve() for one in report_files(show)}]
        if not listing:
            raise UsageError(
                "no show lists this report",
                where=options.report,
                remedy="Say which with --show NAME.",
            )
        return listing
    return list(shows)


def show_for(root: Path, options: Options) -> Show:
    """Return the one show that ``options`` point to, or that lists their report.

    Raises:
        ConfigError: a show file is wrong.
        UsageError: it could be more than one, or none.
    """
    chosen = _chosen(load_shows(root), options)
    if len(chosen) > 1:
        raise UsageError(
            f"{' and '.join(show.slug for show in chosen)} list this report",
            where=options.report,
            remedy="Say which with --show NAME.",
        )
    return chosen[0]


@dataclass(frozen=True, slots=True)
class _ShowRun:
    """One show's part of a run."""

    show: Show
    workspace: Workspace
    options: Options
    pool: Executor
    now: datetime
    notify: Notify
    crew: Crew | None

    def __call__(self) -> Outcome:
        """Return what became of the show; its failure as a whole is an outcome too."""
        outcome = Outcome()
        try:
            for step in self._steps():
                outcome += step
        except AudiobriefError as error:
            outcome += Outcome(failed=(self._failure("", None, error),))
        return outcome

    def _steps(self) -> Iterator[Outcome]:
        """Yield the outcome of each step, so that a later failure takes back no earlier one."""
        yield from self._report()
        records = {record.slug: record for record in self.workspace.shelf.episodes(self.show.slug)}
        found = find(self.show, records.values(), self.options.report)
        failed = (self._failure(one.name, one.path, one.error) for one in found.faults)
        yield Outcome(failed=tuple(failed))
        if not (found.candidates or found.faults or records):
            if self.show.sources:
                return  # its reports wait for a person, or for news
            raise ReportError(
                "no report matches `reports.files`",
                where=f"feeds/{self.show.slug}.toml",
                remedy=f"Put one where {', '.join(self.show.reports.files)} finds it.",
            )
        studio = open_studio(self.show, self.workspace)
        decisions = self._decisions(found.candidates, records, studio)
        yield _tally(decisions)
        if any(decision.reasons for decision in decisions):
            studio.load()
        if self.options.dry_run:
            return
        guid = self._guid()
        stale = [decision.candidate for decision in decisions if decision.reasons]
        yield from self._made(stale, records, studio, guid)
        yield self._publish(studio, guid)

    def _report(self) -> Iterator[Outcome]:
        """Have reports made of the show's sources, where it has some and the run is for all."""
        options = self.options
        if not self.show.sources or options.report or options.dry_run or not options.gather:
            return
        from audiobrief.pipeline.reporting.in_build import reports_made

        for telling in reports_made(self.show, self.workspace, self.now, self.notify):
            if telling.error:
                where = telling.path or self.show.made
                yield Outcome(failed=(self._failure(telling.story, where, telling.error),))

    def _decisions(
        self, candidates: Sequence[Candidate], records: dict[str, Episode], studio: Studio
    ) -> tuple[Decision, ...]:
        shelf, show = self.workspace.shelf, self.show.slug
        missing = {slug: shelf.missing(show, record) for slug, record in records.items()}
        decisions = decide(
            candidates,
            records.values(),
            studio.inputs,
            missing,
            force=self.options.force,
        )
        for decision in decisions:
            kind: Kind = "stale" if decision.reasons else "fresh"
            self.notify(Event(kind, show, decision.candidate.slug, reasons=decision.reasons))
        return decisions

    def _made(
        self,
        stale: Sequence[Candidate],
        records: dict[str, Episode],
        studio: Studio,
        guid: str,
    ) -> Iterator[Outcome]:
        """Yield what became of each candidate; a crew makes the new episodes, if there is one."""
        if self.crew is None:
            for candidate in stale:
                yield self._produce(candidate, records, studio, guid)
            return
        for candidate in stale:
            if candidate.withdrawn:
                yield self._produce(candidate, records, studio, guid)
        # The pages of shorter cuts link to the full ones that are on the shelf.
        told = [one for one in stale if not one.withdrawn]
        for wave in ([o for o in told if o.cut == "full"], [o for o in told if o.cut != "full"]):
            tasks = [
                Task(
                    self.workspace,
                    self.show,
                    studio.inputs,
                    candidate,
                    records.get(candidate.slug),
                    guid,
                    self.now,
                    self.options.strict_words,
                )
                for candidate in wave
            ]
            for task, made in zip(tasks, self.crew.make(tasks), strict=True):
                yield self._delivered(task.candidate, made)

    def _delivered(self, candidate: Candidate, made: Made) -> Outcome:
        """Tell what came of a task, and return it as an outcome."""
        for event in made.events:
            self.notify(event)
        if isinstance(made.result, AudiobriefError):
            return Outcome(failed=(self._failure(candidate.name, candidate.path, made.result),))
        return self._told(made.result)

    def _told(self, episode: Episode) -> Outcome:
        folder = self.workspace.shelf.episode_folder(self.show.slug, episode.slug)
        self.notify(Event("episode", self.show.slug, episode.slug, folder=folder, episode=episode))
        return Outcome(built=((self.show, episode),))

    def _produce(
        self, candidate: Candidate, records: dict[str, Episode], studio: Studio, guid: str
    ) -> Outcome:
        from audiobrief.pipeline.produce import Release, produce, withdraw

        shelf = self.workspace.shelf
        strict = self.options.strict_words
        release = Release(studio, shelf, guid, self.pool, self.now, self.notify, strict)
        before = records.get(candidate.slug)
        folder = shelf.episode_folder(self.show.slug, candidate.slug)
        try:
            if before and candidate.withdrawn:
                episode = withdraw(candidate, before, release)
                self.notify(Event("withdrawn", self.show.slug, episode.slug, folder=folder))
                return Outcome(withdrawn=((self.show, episode),))
            episode = produce(candidate, before, release)
        except AudiobriefError as error:
            failure = self._failure(candidate.name, candidate.path, error)
            return Outcome(failed=(failure,))
        return self._told(episode)

    def _publish(self, studio: Studio, guid: str) -> Outcome:
        from audiobrief.pipeline.publish import publish_show

        shelf, show = self.workspace.shelf, self.show
        changed = publish_show(studio, shelf, guid)
        folder = shelf.show_folder(show.slug)
        self.notify(Event("show" if changed else "unchanged", show.slug, folder=folder))
        if changed:
            for episode in shelf.episodes(show.slug):
                shelf.sweep(show.slug, episode)
        return Outcome(published=(show,) if changed else ())

    def _guid(self) -> str:
        """Return the show's GUID: minted from its first feed address, then kept."""
        record = self.workspace.shelf.show_record(self.show.slug)
        if record:
            return record.guid
        from audiobrief.publishing.feed import show_guid

        return show_guid(self.show.feed_url)

    def _failure(self, name: str, path: Path | None, error: AudiobriefError) -> Failure:
        self.notify(Event("failed", self.show.slug, name, error=str(error)))
        return Failure(self.show.slug, path, error)


def _tally(decisions: tuple[Decision, ...]) -> Outcome:
    stale = sum(1 for decision in decisions if decision.reasons)
    return Outcome(stale=stale, fresh=len(decisions) - stale)
