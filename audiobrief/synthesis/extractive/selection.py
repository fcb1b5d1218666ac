"""Which sentences are told: the best, each as long as it says something new.

Maximal marginal relevance (Carbonell and Goldstein, 1998, https://doi.org/10.1145/290941.291025).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from audiobrief.synthesis.extractive.candidates import Sentence
from audiobrief.synthesis.extractive.ranking import Ranking

RELEVANCE = 0.5
"""What a sentence's score counts beside what it has in common with those chosen."""

REPEATED = 0.5
"""Likeness (cosine) from which on a sentence says nothing new."""


class Selection:
    """The sentences chosen so far: indexes into ``found``, in the order of choice."""

    def __init__(self, found: Sequence[Sentence], ranking: Ranking) -> None:
        import numpy as np

        self.chosen: list[int] = []
        self._found = found
        self._ranking = ranking
        self._likeness = np.zeros(len(found))
        """How alike each sentence is to the likest that is chosen."""

    def take(
        self, fits: Callable[[tuple[int, ...]], bool], most: int | None = None
    ) -> Iterator[tuple[int, ...]]:
        """Yield what is chosen next, each with the sentences it needs, at most ``most`` times.

        ``fits`` says whether there is room for those; what has none is not asked for again
        in this call.
        """
        passed: set[int] = set()
        taken = 0
        while taken != most and (best := self._best(passed)) is not None:
            group = self._with_needs(best)
            if not group or not fits(group):
                passed.add(best)
                continue
            self._choose(group)
            taken += 1
            yield group

    def _choose(self, group: tuple[int, ...]) -> None:
        import numpy as np

        self.chosen += group
        for index in group:
            self._likeness = np.maximum(self._likeness, self._ranking.alike[index])

    def _repeats(self, index: int) -> bool:
        """Return whether a sentence says what one that is chosen says."""
        return bool(self._likeness[index] >= REPEATED)

    def _best(self, passed: set[int]) -> int | None:
        """Return the sentence that adds most, the first of those; None where none adds anything."""
        import numpy as np

        worth = RELEVANCE * self._ranking.scores - (1 - RELEVANCE) * self._likeness
        worth = np.where(self._likeness >= REPEATED, -np.inf, worth)
        worth[[*passed, *self.chosen]] = -np.inf
        best = int(worth.argmax())
        return best if worth[best] > -np.inf else None

    def _with_needs(self, index: int) -> tuple[int, ...]:
        """Return a sentence behind those it needs that are not chosen yet.

        Nothing where one of them says nothing new.
        """
        needed = [one for one in self._found[index].needs if one not in self.chosen]
        return () if any(map(self._repeats, needed)) else (*needed, index)
