"""How much each sentence tells of a story: a walk over its sentences, from one to its like.

LexRank (Erkan and Radev, 2004, https://doi.org/10.1613/jair.1523), with a walk that starts
again at sentences which are likely to matter by themselves, as in biased LexRank (Otterbacher,
Erkan and Radev, 2009): early in an article, close to the headlines, fresh, from a weighty source.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobrief.model import Story
from audiobrief.synthesis.extractive.candidates import Sentence
from audiobrief.synthesis.extractive.cues import Cues
from audiobrief.synthesis.extractive.vectors import terms, vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WALK = 0.7
"""How often the walk goes on to a like sentence rather than starting again."""

STEPS = 60
"""Steps of the walk: what lies beyond them weighs less than a billionth."""

FRESH_DAYS = 2.0
"""Days that halve what a sentence is worth beside the newest of its story."""

LEAST_FRESH = 0.4
POSITION = 0.25
HEADLINE = 0.5
PLAIN_LENGTH = (8, 40)
ODD_LENGTH = 0.6


FACT = 0.25
MOST_FACTS = 4
"""What each figure and name adds to a sentence, and how many of them count."""

_FACT = re.compile(r"(?<!\A)(?<![.!?] )\b(?:\d[\d.,]*|[A-ZÀ-ÖØ-Þ][\w’'\-]+)")


@dataclass(frozen=True, slots=True)
class Ranking:
    """The sentences' scores, of which the best is 1, and how alike each two of them are."""

    scores: NDArray[np.float64]
    alike: NDArray[np.float64]


def rank(found: Sequence[Sentence], story: Story, cues: Cues) -> Ranking:
    """Return how much each of ``found``, at least one, tells of the story."""
    import numpy as np

    headlines = [article.title for article in story.articles]
    texts = [terms(text, cues.small) for text in (*(one.text for one in found), *headlines)]
    rows = vectors(texts)
    body, heads = rows[: len(found)], rows[len(found) :]
    alike = body @ body.T
    start = _start(found, story, (body @ heads.T).mean(axis=1))
    links = alike * (1 - np.eye(len(found)))
    links = links / np.maximum(links.sum(axis=1, keepdims=True), 1e-12)
    scores = start
    for _ in range(STEPS):
        scores = WALK * (scores @ links) + (1 - WALK) * start
    return Ranking(scores / scores.max(), alike)


def _start(
    found: Sequence[Sentence], story: Story, headline: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return where the walk starts: a share for each sentence."""
    import numpy as np

    fresh = _freshness(story)
    worth = np.array(
        [
            story.articles[one.passage.article].weight
            * fresh[one.passage.article]
            / (1 + POSITION * one.place)
            * (1 + FACT * min(MOST_FACTS, len(_FACT.findall(one.text))))
            * (1 if PLAIN_LENGTH[0] <= one.words <= PLAIN_LENGTH[1] else ODD_LENGTH)
            for one in found
        ]
    )
    worth = np.maximum(worth, 1e-6) * (0.2 + HEADLINE * headline)
    share: NDArray[np.float64] = worth / worth.sum()
    return share


def _freshness(story: Story) -> list[float]:
    """Return what each article is worth by its age beside the newest; undated ones are new."""
    dates = [article.published for article in story.articles]
    newest = max((date for date in dates if date), default=None)
    if newest is None:
        return [1.0] * len(dates)
    days = [(newest - (date or newest)).total_seconds() / 86_400 for date in dates]
    return [max(LEAST_FRESH, 0.5 ** (age / FRESH_DAYS)) for age in days]
