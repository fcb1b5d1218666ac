"""One show's part of a run: its reports made, planned, turned into episodes, and published."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.config import Show
from audiobrief.errors import AudiobriefError, ReportError
from audiobrief.model import Episode
from audiobrief.pipeline.candidates import Candidate
from audiobrief.pipeline.events import Event, Kind, Notify
from audiobrief.pipeline.find import find
from audiobrief.pipeline.outcome import Failure, Options, Outcome
from audiobrief.pipeline.plan import Decision, decide
from audiobrief.pipeline.studio import Studio, open_studio
from audiobrief.pipeline.task import Made, Task
from audiobrief.pipeline.workspace import Workspace
from audiobrief.publishing.shelf import Shelf

if TYPE_CHECKING:
    from audiobrief.pipeline.crew import Crew
    from audiobrief.pipeline.pictures import Pictures


@dataclass(frozen=True, slots=True)
class ShowRun:
    """One show's part of a run."""

    show: Show
    workspace: Workspace
    shelf: Shelf
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
        records = {record.slug: record for record in self.shelf.episodes(self.show.slug)}
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
        pictures = self._pictures(studio) if stale else None
        yield from self._made(stale, records, studio, guid)
        yield self._publish(studio, guid, pictures() if pictures else None)

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
        shelf, show = self.shelf, self.show.slug
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
        folder = self.shelf.episode_folder(self.show.slug, episode.slug)
        self.notify(Event("episode", self.show.slug, episode.slug, folder=folder, episode=episode))
        return Outcome(built=((self.show, episode),))

    def _produce(
        self, candidate: Candidate, records: dict[str, Episode], studio: Studio, guid: str
    ) -> Outcome:
        from audiobrief.pipeline.produce import produce, withdraw
        from audiobrief.pipeline.recording import Release

        shelf = self.shelf
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

    def _pictures(self, studio: Studio) -> Callable[[], Pictures]:
        """Have the show's pictures drawn, and return what gives them.

        They take as much memory as a voice: they are drawn before one is loaded here, or while
        a crew works elsewhere.
        """
        from audiobrief.pipeline.pictures import show_pictures

        if self.crew:
            return self.pool.submit(show_pictures, studio, self.shelf).result
        drawn = show_pictures(studio, self.shelf)
        return lambda: drawn

    def _publish(self, studio: Studio, guid: str, pictures: Pictures | None) -> Outcome:
        from audiobrief.pipeline.publish import publish_show

        shelf, show = self.shelf, self.show
        changed = publish_show(studio, shelf, guid, pictures)
        folder = shelf.show_folder(show.slug)
        self.notify(Event("show" if changed else "unchanged", show.slug, folder=folder))
        if changed:
            for episode in shelf.episodes(show.slug):
                shelf.sweep(show.slug, episode)
        return Outcome(published=(show,) if changed else ())

    def _guid(self) -> str:
        """Return the show's GUID: minted from its first feed address, then kept."""
        record = self.shelf.show_record(self.show.slug)
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
