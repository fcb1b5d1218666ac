"""A process that reads what strangers wrote, and is killed where that takes too long.

A parser that hangs in C code cannot be stopped from within its own process.
"""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable
from concurrent.futures import TimeoutError as TookTooLong
from functools import cached_property
from types import TracebackType
from typing import Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from audiobrief.errors import ArticleError, AudiobriefError

SECONDS = 4.0
"""What one page may take to be read."""

FEED_SECONDS = 15.0
"""What a feed may take: some hold a whole archive, a megabyte a second."""

T = TypeVar("T")


class Worker:
    """One process, started when it is first needed; threads may share it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if "_pool" in self.__dict__:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble types it in part
            self._pool.join()

    def run(self, where: str, read: Callable[..., T], *args: object, seconds: float = SECONDS) -> T:
        """Return ``read(*args)``, done there; ``where`` is named in what goes wrong.

        Raises:
            ArticleError: it took too long, or the process died of it, or ``read`` failed.
            AudiobriefError: what ``read`` raises on purpose.
        """
        future = self._pool.schedule(read, args=args, timeout=seconds)
        try:
            return future.result()
        except TookTooLong as error:
            what = f"takes longer than {seconds:g} seconds to read"
            raise ArticleError(what, where=where, remedy="It was left out.") from error
        except ProcessExpired as error:
            what = f"cannot be read: its reader ended ({error})"
            raise ArticleError(what, where=where, remedy="It was left out.") from error
        except AudiobriefError:
            raise
        except Exception as error:  # parsers of strangers' text raise whatever they like
            what = f"cannot be read: its reader failed ({type(error).__name__})"
            raise ArticleError(what, where=where, remedy="It was left out.") from error

    @cached_property
    def _pool(self) -> ProcessPool:
        # Spawned, for a fork of a process with threads may hang.
        context = multiprocessing.get_context("spawn")
        return ProcessPool(max_workers=1, initializer=_warm, context=context)


def _warm() -> None:
    """Load what takes long before any clock runs."""
    import feedparser  # noqa: F401
    import trafilatura  # noqa: F401

    import audiobrief.ingest.articles  # noqa: F401

    # It reports each page without text, which is told as a refusal already.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
