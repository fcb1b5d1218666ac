"""The built-in writer: a report made of sentences that its sources have, by no language model.

Nothing is rephrased. Which sentences are told is decided by how central they are to all sources
of a story (:mod:`.ranking`), how much they add to those already chosen (:mod:`.selection`), and
whether a listener understands them by themselves (:mod:`.candidates`). The same story, language
and moment give the same draft.

What a check then takes out may leave others pointing at nothing; :func:`without_orphans` takes
them out as well.
"""

from __future__ import annotations

from audiobrief.synthesis.extractive.orphans import without_orphans
from audiobrief.synthesis.extractive.writer import write

__all__ = ["without_orphans", "write"]
