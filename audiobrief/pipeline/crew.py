"""Who makes whole episodes beside one another: processes here, or the workers of a cluster."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from audiobrief import heap
from audiobrief.errors import UsageError, WorkerError
from audiobrief.pipeline.task import Made, Task, make

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = 30
"""Seconds within which a scheduler answers and has a worker."""

_LIFETIME = 100
"""Episodes after which a process makes way for a new one: espeak keeps some memory of each line."""

_LIVES = 3
"""How often a task is given to another worker after the one that had it was lost."""


class Courier(Protocol):
    """How a task gets to a worker, and what that makes to the shelf."""

    def send(self, task: Task, /) -> Callable[[], Made]:
        """Return what a worker is to call."""
        ...

    def receive(self, task: Task, made: Made, /) -> Made:
        """Return what came of a task once it is on the shelf."""
        ...


class _SharedFolder:
    """What workers need who see the workspace under its own path: nothing is to be carried."""

    def send(self, task: Task) -> Callable[[], Made]:
        """Return what a worker is to call."""
        return partial(make, task)

    def receive(self, _: Task, made: Made) -> Made:
        """Return ``made``: the worker has put it on the shelf."""
        return made


SHARED_FOLDER: Courier = _SharedFolder()


@dataclass(frozen=True, slots=True)
class Crew:
    """Any executor that takes whole episodes, how its lost workers show, and who carries."""

    executor: Executor
    lost: tuple[type[BaseException], ...] = (BrokenExecutor, CancelledError)
    courier: Courier = SHARED_FOLDER

    def make(self, tasks: Sequence[Task]) -> Iterator[Made]:
        """Yield what came of each task, in their order.

        Left early, it takes back what no worker has begun and waits for what one has: an episode
        is on the shelf whole or not at all.
        """
        futures: list[Future[Made]] = []
        try:
            for task in tasks:
                futures.append(self.executor.submit(self.courier.send(task)))  # noqa: PERF401 -- what is begun when one cannot be sent is waited for
            for task, future in zip(tasks, futures, strict=True):
                try:
                    yield self.courier.receive(task, future.result())
                except self.lost as error:
                    yield Made((), _lost(task, error))
        finally:
            for future in futures:
                future.cancel()
            wait(futures)


def _lost(task: Task, error: BaseException) -> WorkerError:
    return WorkerError(
        f"the workers that had it were lost ({type(error).__name__})",
        where=task.candidate.path,
        remedy="Run again; if it happens again, see whether they have enough memory.",
    )


@contextmanager
def local_crew(processes: int) -> Iterator[Crew]:
    """Yield a crew of processes on this machine."""
    # A process that was forked would share its parent's locks and threads.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, fresh, _begin, max_tasks_per_child=_LIFETIME) as pool:
        yield Crew(pool)


def _begin() -> None:
    """Leave Ctrl-C to the run, which lets each worker finish its episode; keep memory small."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    heap.bound()


@contextmanager
def cluster_crew(address: str, courier: Courier = SHARED_FOLDER) -> Iterator[Crew]:
    """Yield the workers of the Dask scheduler at ``address``, "tcp://host:8786".

    Raises:
        UsageError: Dask is not installed here, or the address is not one.
        WorkerError: no scheduler answers there, or it has no workers.
    """
    try:
        from distributed import Client
        from distributed.scheduler import KilledWorker
    except ImportError as error:
        raise UsageError(
            "a cluster takes Dask, which is not installed",
            where="--cluster",
            remedy='Install it: pip install "audiobrief[cluster]".',
        ) from error
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except ValueError as error:
        raise UsageError(
            f"{address!r} is no scheduler's address",
            where="--cluster",
            remedy="Write it as tcp://HOST:8786.",
        ) from error
    except OSError as error:
        raise WorkerError(
            "no scheduler answers", where=address, remedy="Start `dask scheduler` there."
        ) from error
    with client:
        _await_workers(client, address)
        executor = client.get_executor(pure=False, retries=_LIVES)
        yield Crew(executor, (CancelledError, KilledWorker), courier)


def _await_workers(client: Client, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        raise WorkerError(
            "the scheduler has no workers",
            where=address,
            remedy=f"Start some: dask worker {address}.",
        ) from error
