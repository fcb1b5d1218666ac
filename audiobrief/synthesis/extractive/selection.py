"""Which sentences are told: the best, each as long as it says something new.

Maximal marginal relevance (Carbonell and Goldstein, 1998, https://doi.org/10.1145/290941.291025).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from audiobrief.synthesis.extractive.candidates import Sentence
from audiobrief.synthesis.extractive.ranking import Ranking

RELEVANCE = 0.5
"""What a sentence's score counts beside what it has in common with those chosen."""

REPEATED = 0.5
"""Likeness (cosine) from which on a sentence says nothing new."""


@dataclass(slots=True)
class Selection:
    """The sentences chosen so far, by their indexes in ``found``, in the order of choice."""

    found: Sequence[Sentence]
    ranking: Ranking
    chosen: list[int] = field(default_factory=list)

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
            self.chosen += group
            taken += 1
            yield group

    def repeats(self, index: int) -> bool:
        """Return whether a sentence says what one that is chosen says."""
        return self._likeness(index) >= REPEATED

    def _best(self, passed: set[int]) -> int | None:
        """Return the sentence that adds most, or None where none adds anything."""
        open_to = set(range(len(self.found))) - set(self.chosen) - passed
        worth = {index: self._worth(index) for index in open_to if not self.repeats(index)}
        return max(worth, key=lambda index: (worth[index], -index)) if worth else None

    def _worth(self, index: int) -> float:
        score = float(self.ranking.scores[index])
        return RELEVANCE * score - (1 - RELEVANCE) * self._likeness(index)

    def _likeness(self, index: int) -> float:
        row = self.ranking.alike[index]
        return max((float(row[other]) for other in self.chosen), default=0.0)

    def _with_needs(self, index: int) -> tuple[int, ...]:
        """Return a sentence behind those it needs that are not chosen yet.

        Nothing where one of them says nothing new.
        """
        needed = [one for one in self.found[index].needs if one not in self.chosen]
        return () if any(map(self.repeats, needed)) else (*needed, index)
