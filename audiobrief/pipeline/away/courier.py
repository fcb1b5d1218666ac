"""The run's side of the store: what a task needs is sent, what came of it is put on the shelf."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial

from audiobrief.errors import AudiobriefError, NetworkError
from audiobrief.files import staging
from audiobrief.model import Episode
from audiobrief.net.storage.place import Stored
from audiobrief.pipeline.away import needs
from audiobrief.pipeline.away.order import Order
from audiobrief.pipeline.away.parcel import unpack
from audiobrief.pipeline.away.store import Store, address
from audiobrief.pipeline.away.worker import make_away
from audiobrief.pipeline.events import Event, Notify
from audiobrief.pipeline.task import Made, Task
from audiobrief.publishing.shelf import PAGE


class StoreCourier:
    """Brings tasks to workers, and what they make back, by way of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kits: dict[str, Mapping[str, Stored]] = {}

    def send(self, task: Task) -> Callable[[], Made]:
        """Put what a task needs into the store, and return what a worker is to call.

        Raises:
            NetworkError: the store fails.
        """
        store, show = self._store, task.show
        if show.slug not in self._kits:
            files = needs.kit(show, task.workspace)
            self._kits[show.slug] = store.send(files, lasting=True)
        own = store.send(needs.own(task), lasting=False)
        return partial(make_away, Order(store.url, store.run, task, self._kits[show.slug], own))

    def receive(self, task: Task, made: Made) -> Made:
        """Put a release that a worker made on the shelf, and return what came of it."""
        if made.parcel is None or isinstance(made.result, AudiobriefError):
            return made
        try:
            self._shelve(task, made.result, made.parcel)
        except AudiobriefError as error:
            return Made(made.events, error)
        return made

    def _shelve(self, task: Task, episode: Episode, parcel: Stored) -> None:
        shelf = task.workspace.shelf
        with staging(shelf.root) as stage:
            self._store.fetch(parcel, stage / "parcel")
            unpack(stage / "parcel", stage)
            pages = {name: (stage / name).read_bytes() for name in (PAGE, *episode.pages)}
            shelf.commit_episode(task.show.slug, episode, stage, pages)


@contextmanager
def by_store(url: str, run: str, notify: Notify) -> Iterator[StoreCourier]:
    """Yield a courier by way of the store at ``url``; what the run leaves there is removed.

    Args:
        url: a store, as ``s3://bucket/path``, or a folder that all machines see.
        run: a name that no other run has.
        notify: told where it cannot be removed.

    Raises:
        UsageError: no such kind of store, or its packages are not installed.
        NetworkError: the store cannot be reached, or refuses.
    """
    store = Store(address(url), run)
    with closing(store.place):
        store.begin()
        try:
            yield StoreCourier(store)
        finally:
            try:
                store.end()
            except NetworkError as error:
                notify(Event("warning", "", error=str(error)))
