"""A story told: written, checked, made a report, and put where it belongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from audiobrief.config import Show
from audiobrief.errors import AudiobriefError, ReportError
from audiobrief.files import slugify
from audiobrief.model import Story
from audiobrief.pipeline.memory import Memory
from audiobrief.pipeline.reporting.drawer import Drawer, digest_of, drawer_of
from audiobrief.pipeline.reporting.making import Making, evidence_of
from audiobrief.pipeline.reporting.told import Step, Telling, Watch
from audiobrief.pipeline.reporting.writing import Written, write
from audiobrief.pipeline.workspace import Workspace
from audiobrief.sentences import primary
from audiobrief.synthesis.compose import as_report
from audiobrief.synthesis.extractive.writer import WRITER
from audiobrief.synthesis.grounding import too_many_drops
from audiobrief.synthesis.manuscript import manuscript
from audiobrief.synthesis.methodology import Making as Done
from audiobrief.synthesis.ollama import Progress
from audiobrief.wording import load_wording


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Where one show's reports are made, and when."""

    show: Show
    drawer: Drawer
    memory: Memory
    now: datetime
    watch: Watch

    def tell(self, story: Story) -> Telling:
        """Make the report of a story; what fails is told, and stops no other story.

        A report that lost too many sentences is held, whatever the show says of review.
        """
        before = self._todays(story)
        if before and self.drawer.is_edited(before.slug):
            return Telling(story.key, "edited", self.drawer.path(before.slug))
        try:
            written = write(story, self.show, self.now, self._watch_model)
            return self._kept(story, written, before)
        except AudiobriefError as error:
            return Telling(story.key, "failed", error=error)

    def _todays(self, story: Story) -> Making | None:
        """Return the record of the report of this story that was made today."""
        today = self.now.astimezone(UTC).date()
        made = (one for one in self.drawer.makings.all() if one.story == story.key)
        return next((one for one in made if one.at.astimezone(UTC).date() == today), None)

    def _kept(self, story: Story, written: Written, before: Making | None) -> Telling:
        draft = written.draft
        doubtful = too_many_drops(draft)
        hold = doubtful or self.show.writer.review == "required"
        at = before.at if before else self.now.astimezone(UTC).replace(microsecond=0)
        slug = before.slug if before else self._slug(draft.title.text, at)
        wording = load_wording(self.show.language)
        said, own = wording.methodology, draft.method.writer == WRITER
        report = as_report(
            draft,
            story,
            slug=slug,
            published=at,
            byline=self.show.writer.byline or said["by_built_in" if own else "by_model"],
            wording=wording,
            # What is held is on the air once a person has approved it, and not before.
            making=Done(
                checked=True, reviewed=hold, sentiment=written.sentiment, quiz=written.quiz
            ),
        )
        text = manuscript(report)
        making = Making(
            slug=slug,
            story=story.key,
            at=at,
            written=digest_of(text),
            method=draft.method,
            evidence=evidence_of(draft, story),
            dropped=draft.dropped,
            repaired=draft.repaired,
        )
        path = self.drawer.put(text, making, hold=hold)
        self.memory.remember(story, self.drawer.path(slug), self.now)
        return Telling(
            story.key,
            "failed" if doubtful else "held" if hold else "made",
            path,
            _doubt(making, path) if doubtful else None,
            draft.dropped,
            draft.method.fell_back,
        )

    def _slug(self, title: str, at: datetime) -> str:
        """Return a free name for a report, which is its episode's for good."""
        name = f"{at:%Y-%m-%d}-{slugify(title) or 'report'}"
        names = (name if turn == 1 else f"{name}-{turn}" for turn in range(1, 1000))
        return next(one for one in names if self.drawer.is_free(one))

    def _watch_model(self, progress: Progress) -> None:
        parts = f" {progress.number} of {progress.total}" if progress.total > 1 else ""
        reason = f": {progress.reason}" if progress.reason else ""
        about = f" ({progress.about})" if progress.about else ""
        self.watch(Step("writing", f"{progress.kind}{parts}{about}{reason}"))


def open_newsroom(show: Show, workspace: Workspace, now: datetime, watch: Watch) -> Newsroom:
    """Return the newsroom of a show."""
    memory = Memory(workspace.desk / show.slug, show.folder)
    return Newsroom(show, drawer_of(show, workspace), memory, now, watch)


def _doubt(making: Making, path: object) -> ReportError:
    lost = f"{len(making.dropped)} dropped, {len(making.evidence)} left"
    return ReportError(
        f"its sources bear out too little of it ({lost}), so it is held",
        where=path,
        remedy=f"Read it; then `audiobrief approve {making.slug}` or `audiobrief reject` it.",
    )


def told_in(language: str, stories: Sequence[Story]) -> Iterator[Story]:
    """Yield the stories that have articles in ``language``, with those articles alone.

    An article that does not say its language is taken to be in the show's.
    """
    for story in stories:
        own = tuple(one for one in story.articles if _same(one.language, language))
        if own:
            yield replace(story, articles=own)


def _same(tag: str, language: str) -> bool:
    return primary(tag) in ("", primary(language))
