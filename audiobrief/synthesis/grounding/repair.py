"""A draft made to hold: each sentence checked, mended once by its writer, or taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from audiobrief.model import Draft, DraftSection, Drop, Passage, Statement, Story
from audiobrief.synthesis.grounding.check import faults
from audiobrief.synthesis.grounding.fault import Fault
from audiobrief.synthesis.grounding.parts import checked_quiz, checked_sentiment
from audiobrief.synthesis.grounding.sources import passage_text

Rewrite = Callable[[Statement, tuple[Fault, ...]], Statement | None]
"""Asks the writer to mend a statement: what is wrong with it → another, or None for none."""

TITLE, SUMMARY = ":title", ":summary"
"""What a drop gives for a heading where the sentence stood under none."""

MOST_DROPPED = 1 / 3
"""The share of its sentences that a report may lose and still be published."""


def ground(draft: Draft, story: Story, rewrite: Rewrite, *, language: str) -> Draft:
    """Return ``draft`` with nothing in it that its sources do not bear out.

    A statement that does not hold is given to ``rewrite`` once; if what comes back does not
    hold either it is dropped, with its heading and the reason. Paragraphs and sections that
    are left empty vanish. A title that cannot be mended gives way to a source's headline.
    The note on sentiment and the quiz are held against the statements that are left.
    """
    bench = _Bench(story, rewrite, language, repaired=draft.repaired)
    summary = bench.kept(draft.summary, SUMMARY)
    sections = tuple(filter(_filled, (bench.section(one) for one in draft.sections)))
    title = bench.title(draft.title, sections)
    held = replace(draft, title=title, summary=summary, sections=sections)
    sentiment, moody = checked_sentiment(held, language)
    quiz, asked = checked_quiz(held, language)
    return replace(
        held,
        sentiment=sentiment,
        quiz=quiz,
        dropped=(*draft.dropped, *bench.dropped, *moody, *asked),
        repaired=bench.repaired,
    )


def too_many_drops(draft: Draft) -> bool:
    """Return whether a draft lost too much, or all, of what was written for it.

    More than a third (:data:`MOST_DROPPED`) of the sentences of summary and sections is too
    much: what is left is no longer what the writer meant to say. Title, quiz and sentiment
    do not count.
    """
    lost = sum(not one.heading.startswith(":") or one.heading == SUMMARY for one in draft.dropped)
    kept = len(draft.statements)
    return not kept or lost > MOST_DROPPED * (kept + lost)


def _filled(section: DraftSection) -> bool:
    return bool(section.paragraphs)


@dataclass(slots=True)
class _Bench:
    """What one draft is mended with, and what came of it."""

    story: Story
    rewrite: Rewrite
    language: str
    repaired: int = 0
    dropped: list[Drop] = field(default_factory=list)

    def section(self, section: DraftSection) -> DraftSection:
        kept = (self.kept(paragraph, section.heading) for paragraph in section.paragraphs)
        return replace(section, paragraphs=tuple(paragraph for paragraph in kept if paragraph))

    def kept(self, statements: Iterable[Statement], heading: str) -> tuple[Statement, ...]:
        mended = (self.mended(one, heading) for one in statements)
        return tuple(one for one in mended if one)

    def mended(self, statement: Statement, heading: str) -> Statement | None:
        """Return a statement that holds, or None with the drop noted."""
        found = self._faults(statement)
        if not found:
            return statement
        again = self.rewrite(statement, found)
        if again and again.text.strip() and not self._faults(again):
            self.repaired += 1
            return again
        reason = "; ".join(map(str, found))
        self.dropped.append(Drop(statement.text, heading, reason))
        return None

    def title(self, title: Statement, sections: tuple[DraftSection, ...]) -> Statement:
        """Return the title, mended, or the headline of the source that most of it rests on."""
        return self.mended(title, TITLE) or _headline(self.story, sections, title)

    def _faults(self, statement: Statement) -> tuple[Fault, ...]:
        return faults(statement, self.story, language=self.language)


def _headline(story: Story, sections: tuple[DraftSection, ...], title: Statement) -> Statement:
    """Return the title of the article that most statements rest on, the weightiest of equals."""
    rests = [
        passage.article
        for section in sections
        for paragraph in section.paragraphs
        for one in paragraph
        for passage in one.passages
    ]
    if not story.articles:
        return title
    best = max(range(len(story.articles)), key=lambda place: (rests.count(place), -place))
    passage = Passage(best, -1)
    return Statement(passage_text(passage, story) or title.text, (passage,))
