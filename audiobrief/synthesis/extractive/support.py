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

LEAST_SHARED = 4
"""Telling words that they share at least: two short sentences are soon alike."""

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
            if passage.article == sentence.passage.article or not _says_too(words, told):
                continue
            share = len(told & words) / len(told)
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


def _says_too(words: frozenset[str], told: frozenset[str]) -> bool:
    """Return whether a paragraph says what a sentence tells, each figure of it included."""
    shared = told & words
    figures = {word for word in told if word[0].isdigit()}
    return len(shared) >= max(LEAST_SHARED, SAID_TOO * len(told)) and figures <= words
