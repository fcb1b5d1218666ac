"""Bounds on what a server sends: so much, and until then, however it is dripped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

import httpx

from audiobrief.errors import WriterError

MAX_ANSWER_BYTES = 16 * 2**20
"""Far more than the longest answer: each token comes with some 150 bytes around it."""


@dataclass(slots=True)
class Deadline:
    """When all work on a report must be done, by a clock that only runs forward."""

    seconds: float
    clock: Callable[[], float] = monotonic
    _ends: float = field(init=False)

    def __post_init__(self) -> None:
        self._ends = self.clock() + self.seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            WriterError: there are none.
        """
        left = self._ends - self.clock()
        if left <= 0:
            raise WriterError(
                f"the report was not done within {self.seconds:g} seconds",
                where="writer.deadline",
                remedy="Allow it longer, or use a smaller model.",
            )
        return left


class Guarded(httpx.SyncByteStream):
    """A body that ends in an error where it grows too long, or drips past the deadline."""

    def __init__(self, body: httpx.SyncByteStream, deadline: Deadline, where: str) -> None:
        self._body, self._deadline, self._where = body, deadline, where

    def __iter__(self) -> Iterator[bytes]:
        """Yield the body's chunks.

        Raises:
            WriterError: it is too long, or too late.
        """
        count = 0
        for chunk in self._body:
            self._deadline.left()
            count += len(chunk)
            if count > MAX_ANSWER_BYTES:
                raise WriterError(
                    f"more than {MAX_ANSWER_BYTES} bytes came in one answer",
                    where=self._where,
                    remedy="Check that it is Ollama that listens there.",
                )
            yield chunk

    def close(self) -> None:
        """Close the connection."""
        self._body.close()
