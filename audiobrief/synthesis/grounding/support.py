"""Whether a sentence's words come from its passages at all."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.reading import Reading
from audiobrief.synthesis.grounding.sources import Sources

LEAST = 0.34
"""The share of a sentence's words of content that its articles must have."""
_FEW = 3
"""Up to so many words of content any may be a synonym."""
_LISTED = 4


def unsupported(statement: Reading, sources: Sources) -> Iterator[Fault]:
    """Yield a sentence most of whose words of content stand in none of its sources."""
    known = {key for one in sources.cited for key in one.keys}
    near = {key for one in sources.around for key in one.keys} - known
    # Figures, times and names that are in no source have been found before.
    words = [key for key in statement.keys if key and (key[0] not in "#@^" or key in known)]
    if len(words) <= _FEW:
        return
    share = sum(1.0 if key in known else 0.5 * (key in near) for key in words) / len(words)
    if share < LEAST:
        strange = [one for one in words if one not in known][:_LISTED]
        listed = ", ".join(strange)
        yield Fault(
            "support", listed, f"too few of its words are in the passages cited: not {listed}"
        )
