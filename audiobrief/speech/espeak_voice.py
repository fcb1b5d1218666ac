"""espeak's voice, set where it changes alone.

piper sets it anew for each text. Each time espeak reads its dictionary again, a third of the time
that a sentence's phonemes take, and loses 1.3 kilobytes of memory for good.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Chooser:
    """Takes the place of piper's ``set_voice``, which piper calls under a lock of its own."""

    def __init__(self, set_voice: Callable[[str], None]) -> None:
        self._set_voice = set_voice
        self._chosen = ""

    def __call__(self, name: str) -> None:
        """Make ``name`` espeak's voice; errors are those of ``set_voice``."""
        if name != self._chosen:
            self._chosen = ""
            self._set_voice(name)
            self._chosen = name


def choose_once(bridge: Any) -> None:
    """Have piper's ``bridge`` to espeak set a voice only where another one is set."""
    if not isinstance(bridge.set_voice, Chooser):
        bridge.set_voice = Chooser(bridge.set_voice)
