"""The worker's side of the store: an episode made in a workspace of its own, and sent back."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from audiobrief.audio.forecast import weighed
from audiobrief.errors import AudiobriefError, NetworkError, WorkerError
from audiobrief.files import digest, staging, writing
from audiobrief.kept import prune, touch
from audiobrief.model import Episode
from audiobrief.net.storage.place import Stored
from audiobrief.pipeline.away.clips import SharedClips, unpack_clips
from audiobrief.pipeline.away.mirror import Mirror
from audiobrief.pipeline.away.order import Order
from audiobrief.pipeline.away.parcel import pack
from audiobrief.pipeline.away.store import Store
from audiobrief.pipeline.events import Event, Notify
from audiobrief.pipeline.plan import settings_digest
from audiobrief.pipeline.reporting.drawer import drawer_of
from audiobrief.pipeline.studio import Studio
from audiobrief.pipeline.task import Made, Task, shelved, studio_of, worth_telling
from audiobrief.pipeline.workspace import Workspace, open_workspace
from audiobrief.speech.cache import ClipCache

_PRUNE_EVERY = 50
"""Episodes after which a process sees whether the cache of its machine holds too much."""

_MADE = count()


@dataclass(frozen=True, slots=True)
class _Bench:
    """Where a worker makes one episode.

    ``kit`` mirrors what all of its show's share, and stays; ``own`` the rest, and goes with the
    episode. ``cache`` is this machine's.
    """

    order: Order
    store: Store
    cache: Workspace
    kit: Mirror
    own: Mirror

    def workspace(self, mirror: Mirror) -> Workspace:
        """Return the run's workspace as a mirror has it, with this machine's cache."""
        there = self.order.task.workspace
        return replace(self.cache, root=mirror.path(there.root), device=there.device)

    def lay(self) -> None:
        """Fetch all that the episode is made from."""
        show = self.order.task.show
        for mirror, files in ((self.kit, self.order.kit), (self.own, self.order.own)):
            folder = mirror.path(show.folder)
            with writing(folder):  # which names like "../music.flac" set out from
                folder.mkdir(parents=True, exist_ok=True)
            mirror.lay(files, self.supply)

    def supply(self, file: Stored) -> Path:
        """Return a file of the store, which is fetched where this machine does not keep it."""
        kept = self.cache.supplies / "files" / file.sha256
        if not kept.is_file():
            with staging(kept.parent) as stage:
                self.store.fetch(file, stage / file.sha256)
                with writing(kept):
                    (stage / file.sha256).replace(kept)
        touch(kept)
        return kept

    def studio(self, clips: SharedClips) -> Studio:
        """Return the show's studio, refused where it is another than the run's."""
        task, workspace = self.order.task, self.workspace(self.kit)
        show = self.kit.show(task.show)
        inputs = {**task.inputs, "show": settings_digest(show)}
        studio = studio_of(replace(task, workspace=workspace, show=show, inputs=inputs))
        return replace(
            studio,
            inputs=task.inputs,
            speaker=replace(studio.speaker, cache=clips),
            makings=drawer_of(show, self.workspace(self.own)).makings,
        )

    def task(self) -> Task:
        """Return the task with its reports and its shelf as they are here."""
        task = self.order.task
        files = tuple(replace(one, path=self.own.path(one.path)) for one in task.candidate.files)
        return replace(
            task,
            workspace=self.workspace(self.own),
            candidate=replace(task.candidate, files=files),
        )


def make_away(order: Order) -> Made:
    """Make one episode and send it to the store; what a user can act on is returned, not raised."""
    told: list[Event] = []
    try:
        with TemporaryDirectory(prefix="audiobrief-") as folder, _bench(order, folder) as bench:
            episode, parcel = _made(bench, Path(folder), told.append)
    except AudiobriefError as error:
        error.where = error.where or platform.node()
        return Made(worth_telling(told), error)
    return Made(worth_telling(told), episode, parcel)


@contextmanager
def _bench(order: Order, folder: str) -> Iterator[_Bench]:
    """Yield where an episode is made; in the errors from there files have the names they have."""
    cache = open_workspace(Path())
    if next(_MADE) % _PRUNE_EVERY == 0:
        prune(cache.cache, cache.cache_size, datetime.now(UTC))
    name = digest(repr(sorted(order.kit.items())).encode())[:16]
    kit = Mirror(cache.supplies.resolve() / "desks" / name)
    own = Mirror(Path(folder).resolve() / "desk")
    try:
        yield _Bench(order, _store(order.store, order.run), cache, kit, own)
    except AudiobriefError as error:
        kit.undo(error)
        own.undo(error)
        raise


@lru_cache(maxsize=1)
def _store(url: str, run: str) -> Store:
    return Store(url, run)


def _made(bench: _Bench, folder: Path, notify: Notify) -> tuple[Episode, Stored]:
    """Make the episode and return its record, and the parcel of its files in the store."""
    store, local, task = bench.store, ClipCache(bench.cache.clips, weighed), bench.task()
    there = store.clips(task.show_guid, task.candidate.slug)

    def ask() -> None:
        if store.place.get(there, folder / "asked"):
            unpack_clips(folder / "asked", local)

    bench.lay()
    clips = SharedClips(local, ask)
    episode = shelved(task, bench.studio(clips), notify)
    files = task.workspace.shelf.episode_folder(task.show.slug, episode.slug).iterdir()
    release = pack(files, folder / "release")
    if clips.spoken:
        with suppress(NetworkError):  # the episode is made: these would spare time later
            store.put(there, clips.pack(folder / "clips"))
    # A worker cannot be stopped in the middle: what it makes for a run that is over is let go.
    if not store.is_open():
        raise WorkerError("the run that asked is over", remedy="Run again.")
    return episode, store.put(store.release(task.show.slug, episode.slug), release)
