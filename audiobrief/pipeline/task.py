"""One episode as a task that any process can take: what it is made from in, what came of it out.

Sound never travels with it: a worker writes the release to the shelf it shares with the run that
asked, or puts it where that finds it, and returns its record. The same task gives the same bytes
wherever it is done, so it may be done twice.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from audiobrief.config import Show
from audiobrief.errors import AudiobriefError, WorkerError
from audiobrief.model import Episode
from audiobrief.pipeline.candidates import Candidate
from audiobrief.pipeline.events import Event, Notify
from audiobrief.pipeline.studio import Studio, open_studio
from audiobrief.pipeline.workspace import Workspace

if TYPE_CHECKING:
    from audiobrief.net.storage.place import Stored


@dataclass(frozen=True, slots=True)
class Task:
    """A cut to make, and all that decides what comes of it; ``before`` is what it replaces."""

    workspace: Workspace
    show: Show
    inputs: Mapping[str, str]
    candidate: Candidate
    before: Episode | None
    show_guid: str
    now: datetime
    strict_words: bool


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a task: an episode or the reason for none, and what was told.

    Its files wait in ``parcel`` where it is not on the shelf yet.
    """

    events: tuple[Event, ...]
    result: Episode | AudiobriefError
    parcel: Stored | None = None


def make(task: Task) -> Made:
    """Make one episode and put it on the shelf; what a user can act on is returned, not raised."""
    told: list[Event] = []
    try:
        episode = shelved(task, studio_of(task), told.append)
    except AudiobriefError as error:
        return Made(worth_telling(told), error)
    return Made(worth_telling(told), episode)


def shelved(task: Task, studio: Studio, notify: Notify) -> Episode:
    """Make one episode in a studio, put it on the shelf of its workspace and return its record.

    Raises:
        AudiobriefError: nothing was published; what stood on the shelf still does.
    """
    from audiobrief.pipeline.produce import produce
    from audiobrief.pipeline.recording import Release

    shelf = task.workspace.shelf
    with ThreadPoolExecutor(1) as pool:
        release = Release(studio, shelf, task.show_guid, pool, task.now, notify, task.strict_words)
        return produce(task.candidate, task.before, release)


_STUDIOS: dict[tuple[str, ...], Studio] = {}
"""The studio of the last task: its voices are loaded, and stay so for the next task."""


def studio_of(task: Task) -> Studio:
    """Return the show's studio, kept from one task to the next.

    Raises:
        WorkerError: this machine has another voice, lexicon, artwork or audiobrief.
    """
    key = (str(task.workspace), task.show.slug, *map(str, sorted(task.inputs.items())))
    if key not in _STUDIOS:
        studio = open_studio(task.show, task.workspace)
        strange = sorted(
            name for name, found in studio.inputs.items() if found != task.inputs[name]
        )
        if strange:
            raise WorkerError(
                f"a worker has another {' and '.join(strange)} than the run that asks it",
                where=platform.node(),
                remedy="Give all machines one audiobrief, and one workspace, shared or by --store.",
            )
        _STUDIOS.clear()
        _STUDIOS[key] = studio
    return _STUDIOS[key]


def worth_telling(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events without the single lines, which are spoken by now."""
    return tuple(event for event in events if event.kind == "unsure")
