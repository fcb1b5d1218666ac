"""A story written as a draft: headline, summary and sections."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from audiobrief.errors import WriterError
from audiobrief.model import Draft, DraftSection, Method, Statement, Story
from audiobrief.synthesis.extractive.candidates import Sentence, candidates
from audiobrief.synthesis.extractive.cues import PREVIOUS, SITUATION, Cues, load_cues
from audiobrief.synthesis.extractive.earlier import earlier_sentences
from audiobrief.synthesis.extractive.headline import headline
from audiobrief.synthesis.extractive.naming import namer
from audiobrief.synthesis.extractive.quoted import quotations
from audiobrief.synthesis.extractive.ranking import rank
from audiobrief.synthesis.extractive.sections import Plan, section_of
from audiobrief.synthesis.extractive.selection import REPEATED, Selection
from audiobrief.synthesis.extractive.support import support
from audiobrief.synthesis.extractive.vectors import terms, vectors
from audiobrief.wording import load_wording

WRITER = "built-in"

MOST_WORDS = 650
"""Words of summary and sections: about four minutes, read aloud."""

SUMMARY_SENTENCES = 3
SUMMARY_WORDS = 60
LEAST_FOR_SUMMARY = 4
"""Sentences below which a story is told in one piece: it is a summary already."""

PARAGRAPH = 3
"""Sentences of a paragraph, though none is parted from one that it leans on."""

EARLIER = 3
"""Sentences of the desk's own earlier reports."""

AKIN = 0.05
"""Likeness (cosine) below which an earlier sentence is of another matter."""


def write(story: Story, *, language: str, now: datetime) -> Draft:
    """Return the report of a story, made of sentences of its sources.

    ``language`` is that of the sources and of the report. Sentiment and quiz are left to who
    has checked the draft.

    Raises:
        ConfigError: there are no tables for the language.
        WriterError: no sentence of the sources can be told.
    """
    cues = load_cues(language)
    found = candidates(story, cues, language, now)
    if not found:
        raise WriterError(
            "has no sentence that can be told by itself",
            where=story.key,
            remedy="Give the story a source with running text in the show's language.",
        )
    writer = _Writer(story, cues, found, Selection(found, rank(found, story, cues)))
    months = load_wording(language).dates["months"]
    return writer.draft(earlier_sentences(story, cues, language), now.year, months)


@dataclass(frozen=True, slots=True)
class _Writer:
    story: Story
    cues: Cues
    found: Sequence[Sentence]
    selection: Selection

    def draft(self, earlier: Sequence[Sentence], year: int, months: Collection[str]) -> Draft:
        """Return the whole draft; what its summary tells, its sections do not tell again."""
        summary = self._summary(year)
        room = MOST_WORDS - sum(self.found[one].words for one in summary)
        plan = Plan(self.found, self.cues, year, room)
        for group in self.selection.take(plan.fits):
            plan.add(group)
        rests, names = support(self.story, self.cues), namer(self.found, self.cues, months)

        def stated(index: int) -> Statement:
            return names.named(rests.statement(self.found[index]))

        return Draft(
            title=headline(self.story, self.cues),
            summary=tuple(map(stated, summary)),
            sections=tuple(self._sections(plan, stated, self._before(earlier))),
            method=Method(WRITER),
        )

    def _summary(self, year: int) -> tuple[int, ...]:
        """Choose sentences that tell the news in short, those that open an article first."""
        told: list[int] = []

        def fits(group: tuple[int, ...]) -> bool:
            first = self.found[group[0]]
            words = sum(self.found[one].words for one in (*told, *group))
            news = section_of(first.text, self.cues, year) != PREVIOUS
            news = news and not quotations(first.text, self.cues.quotes)
            return len(group) == 1 and not first.needs and news and words <= SUMMARY_WORDS

        if len(self.found) >= LEAST_FOR_SUMMARY:
            for group in self.selection.take(fits, SUMMARY_SENTENCES):
                told += group
        return tuple(sorted(told, key=lambda one: (self.found[one].place, one)))

    def _before(self, earlier: Sequence[Sentence]) -> list[Sentence]:
        """Return what earlier reports told of these matters, and this one does not."""
        said = [self.found[one].text for one in self.selection.chosen]
        texts = [terms(text, self.cues.small) for text in (*said, *(one.text for one in earlier))]
        rows = vectors(texts)
        kept: list[int] = []
        for at in range(len(said), len(rows)):
            likeness = rows[at] @ rows[[*range(len(said)), *kept]].T
            if len(kept) < EARLIER and AKIN <= likeness.max(initial=0) < REPEATED:
                kept.append(at)
        return [earlier[at - len(said)] for at in kept]

    def _sections(
        self, plan: Plan, stated: Callable[[int], Statement], before: Sequence[Sentence]
    ) -> Iterator[DraftSection]:
        """Yield the sections that have something to tell, in the desk's order."""
        for name, groups in plan.groups.items():
            if name != SITUATION:
                groups.sort()
            told = [[*map(stated, group)] for group in groups]
            if name == PREVIOUS and before:
                told.insert(0, [Statement(one.text, (one.passage,)) for one in before])
            if told:
                yield DraftSection(self.cues.headings[name], tuple(_paragraphs(told)))


def _paragraphs(groups: Iterable[Sequence[Statement]]) -> Iterator[tuple[Statement, ...]]:
    """Yield paragraphs of whole groups."""
    held: list[Statement] = []
    for group in groups:
        if held and len(held) + len(group) > PARAGRAPH:
            yield tuple(held)
            held = []
        held += group
    yield tuple(held)
