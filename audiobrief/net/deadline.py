"""A deadline for a request as a whole: connecting, each byte sent, each byte that comes."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore

from audiobrief.errors import NetworkError


@dataclass
class Deadline:
    """When all of a request must have ended, on the monotonic clock; it may be set anew."""

    ends: float = float("inf")
    seconds: float = 0.0

    def start(self, seconds: float) -> None:
        """Give what comes now so many ``seconds`` in all."""
        self.seconds, self.ends = seconds, time.monotonic() + seconds

    def left(self, timeout: float | None) -> float | None:
        """Return the seconds that one wait may take, ``timeout`` at most.

        Raises:
            NetworkError: there are none left.
        """
        rest = self.ends - time.monotonic()
        if rest <= 0:
            raise NetworkError(
                f"took longer than {self.seconds:g} seconds", remedy="Run again later."
            )
        return rest if timeout is None else min(rest, timeout)

    @contextmanager
    def waiting(self, timeout: float | None) -> Iterator[float | None]:
        """Yield the seconds one wait may take; a wait that met the deadline says so."""
        seconds = self.left(timeout)
        try:
            yield seconds
        except httpcore.TimeoutException:
            self.left(None)
            raise


class TimedStream(httpcore.NetworkStream):
    """A connection whose every wait ends with the deadline."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what comes, or nothing at the end."""
        with self._deadline.waiting(timeout) as seconds:
            return self._inner.read(max_bytes, seconds)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``."""
        with self._deadline.waiting(timeout) as seconds:
            self._inner.write(buffer, seconds)

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return the connection with TLS on it, under the same deadline."""
        with self._deadline.waiting(timeout) as seconds:
            inner = self._inner.start_tls(ssl_context, server_hostname, seconds)
        return TimedStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection says of itself."""
        return self._inner.get_extra_info(info)
