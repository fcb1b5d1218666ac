"""The passages a sentence rests on: its own, and those of other sources that say the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from audiobrief.model import Passage, Statement, Story
from audiobrief.synthesis.extractive.candidates import LONGEST_PARAGRAPH, Sentence
from audiobrief.synthesis.extractive.cues import Cues
from audiobrief.synthesis.extractive.vectors import terms

SAID_TOO = 0.6
"""The share of a sentence's telling words that a paragraph has which says the same."""

MOST_LOOKED_AT = 80
"""Paragraphs of an article that are compared."""


@dataclass(frozen=True, slots=True)
class Support:
    """The telling words of each paragraph of a story, by its passage."""

    paragraphs: Mapping[Passage, frozenset[str]]
    cues: Cues

    def statement(self, sentence: Sentence) -> Statement:
        """Return a sentence as a statement, one passage an article at most, its own first."""
        told = frozenset(terms(sentence.text, self.cues.small))
        best: dict[int, tuple[float, Passage]] = {}
        for passage, words in self.paragraphs.items():
            share = len(told & words) / max(1, len(told))
            if passage.article == sentence.passage.article or share < SAID_TOO:
                continue
            if not _figures(told) <= words:
                continue
            if share > best.get(passage.article, (0.0, passage))[0]:
                best[passage.article] = share, passage
        others = sorted(passage for _, passage in best.values())
        return Statement(sentence.text, (sentence.passage, *others))


def support(story: Story, cues: Cues) -> Support:
    """Return what the paragraphs of a story say."""
    paragraphs = {
        Passage(number, at): frozenset(terms(text[:LONGEST_PARAGRAPH], cues.small))
        for number, article in enumerate(story.articles)
        for at, text in enumerate(article.paragraphs[:MOST_LOOKED_AT])
    }
    return Support(paragraphs, cues)


def _figures(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if word[0].isdigit())
