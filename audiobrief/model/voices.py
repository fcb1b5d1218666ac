"""Which voice is asked for."""

from __future__ import annotations

from dataclasses import dataclass

MAX_SEED = 2**63 - 1
"""The largest seed: a voice's network takes it as a signed integer of 64 bits."""


@dataclass(frozen=True, slots=True)
class VoiceRef:
    """A voice as it is asked for: ``NAME``, or ``NAME:SPEAKER`` for one of its speakers.

    ``speaker`` is a name or a number that the voice knows; empty for its default.
    """

    name: str
    speaker: str = ""

    @classmethod
    def read(cls, text: str) -> VoiceRef:
        """Return what ``text`` asks for.

        Raises:
            ValueError: it is not written so.
        """
        name, colon, speaker = text.partition(":")
        parts = [name, speaker] if colon else [name]
        if any(not part or part != part.strip() for part in parts):
            msg = f"{text!r} names no voice: write NAME, or NAME:SPEAKER without spaces"
            raise ValueError(msg)
        return cls(name, speaker)

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.name}:{self.speaker}" if self.speaker else self.name
