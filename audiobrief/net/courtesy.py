"""Manners towards hosts, shared by all who fetch in one run: pauses, and who does not answer."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from audiobrief.net.robots import Rules


@dataclass
class Courtesy:
    """What one run knows of hosts; threads may share it.

    ``pause`` is the least time between two requests to one host, in seconds.
    """

    pause: float = 1.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _lock: Lock = field(default_factory=Lock)
    _next: dict[str, float] = field(default_factory=dict)
    _silent: dict[str, str] = field(default_factory=dict)
    _rules: dict[str, Rules] = field(default_factory=dict)
    _asking: defaultdict[str, Lock] = field(default_factory=lambda: defaultdict(Lock))

    def wait_for(self, host: str, delay: float) -> None:
        """Sleep until it is this caller's turn to ask ``host``."""
        with self._lock:
            now = self.clock()
            turn = max(now, self._next.get(host, now))
            self._next[host] = turn + max(self.pause, delay)
        if turn > now:
            self.sleep(turn - now)

    def rules(self, origin: str, ask: Callable[[], Rules]) -> Rules:
        """Return the rules of ``origin``, asked for once in a run."""
        with self._lock:
            asking = self._asking[origin]
        with asking:
            if origin not in self._rules:
                self._rules[origin] = ask()
            return self._rules[origin]

    def gave_up(self, origin: str, why: str) -> None:
        """Note that ``origin`` does not answer, however often it was asked."""
        self._silent[origin] = why

    def silence_of(self, origin: str) -> str:
        """Return why ``origin`` is not asked again, empty where it may be."""
        return self._silent.get(origin, "")
