"""What is on the shelf, show by show, and what its last build came to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from audiobrief.config import Show
from audiobrief.errors import OutputError
from audiobrief.pipeline.lastrun import Built, LastRuns
from audiobrief.publishing.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Standing:
    """A show on the shelf: how many episodes are on air, and the newest one's moment and title.

    ``bytes`` are those of all its files; ``held`` names the reports that wait for a person;
    ``fault`` says why its records cannot be read.
    """

    show: str
    episodes: int = 0
    newest: datetime | None = None
    title: str = ""
    bytes: int = 0
    built: Built | None = None
    held: tuple[str, ...] = ()
    fault: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing failed."""
        return not (self.fault or (self.built and self.built.failed))


def survey(shows: Sequence[Show], shelf: Shelf, runs: LastRuns) -> tuple[Standing, ...]:
    """Return how each show stands; a damaged record stops no other show."""
    return tuple(_standing(show, shelf, runs.builds.get(show.slug)) for show in shows)


def _standing(show: Show, shelf: Shelf, built: Built | None) -> Standing:
    files = (path for path in shelf.show_folder(show.slug).rglob("*") if path.is_file())
    size = sum(path.stat().st_size for path in files)
    held = tuple(sorted(path.stem for path in show.held.glob("*.md")))
    bare = Standing(show.slug, bytes=size, built=built, held=held)
    try:
        episodes = shelf.on_air(show.slug)
    except OutputError as error:
        return replace(bare, fault=str(error))
    if not episodes:
        return bare
    newest = episodes[0]
    return replace(bare, episodes=len(episodes), newest=newest.published, title=newest.title)
