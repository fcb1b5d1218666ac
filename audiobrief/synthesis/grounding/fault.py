"""What a check finds: a fault of a sentence, in words that a writer can mend it by."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What the sources do not bear out.

    ``kind`` is one of ``sources``, ``number``, ``date``, ``name``, ``quotation``, ``negation``,
    ``direction``, ``certainty``, ``attribution``, ``roles``, ``support``; ``claim`` the words at
    fault; ``reason`` what is wrong with them, a sentence without a full stop.
    """

    kind: str
    claim: str
    reason: str

    def __str__(self) -> str:
        """Return the reason, which quotes the claim."""
        return self.reason
