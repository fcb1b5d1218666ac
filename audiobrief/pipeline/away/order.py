"""A task as it is sent to a worker that shares no folder with the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from audiobrief.net.storage.place import Stored
from audiobrief.pipeline.task import Task


@dataclass(frozen=True, slots=True)
class Order:
    """A task, and where in the store lies what it is made from.

    ``kit`` is what all tasks of its show share, ``own`` the rest: both map the path of a file on
    the run's machine to what is stored of it. The store's address may hold a password, and a
    worker logs the orders that it fails at: it is not shown.
    """

    store: str = field(repr=False)
    run: str
    task: Task
    kit: Mapping[str, Stored]
    own: Mapping[str, Stored]
