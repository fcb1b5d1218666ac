"""What the desk told of a story before, as far as it still holds without its day."""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.model import Passage, Report, Story
from audiobrief.sentences import sentences
from audiobrief.synthesis.extractive.candidates import Sentence, leans, tellable
from audiobrief.synthesis.extractive.cues import CURRENT, SITUATION, Cues
from audiobrief.synthesis.extractive.quoted import whole_quotes
from audiobrief.synthesis.tables import folded


def earlier_sentences(story: Story, cues: Cues, language: str) -> tuple[Sentence, ...]:
    """Return sentences of earlier reports that stand alone and name no day of their week."""
    return tuple(
        one
        for number, report in enumerate(story.earlier, start=len(story.articles))
        for one in _told(report, number, cues, language)
        if _lasts(one.text, cues)
    )


def _told(report: Report, number: int, cues: Cues, language: str) -> Iterator[Sentence]:
    """Yield the sentences of what a report called news."""
    news = {folded(cues.headings[name]) for name in (SITUATION, CURRENT)}
    at = place = 0
    for section in report.sections:
        for paragraph in section.paragraphs:
            parts = whole_quotes(sentences(paragraph, language), cues.quotes)
            for text in parts if folded(section.heading) in news else ():
                yield Sentence(text, Passage(number, at), place)
                place += 1
            at += 1


def _lasts(text: str, cues: Cues) -> bool:
    plain = folded(text)
    dated = cues.day.search(plain) or cues.week.search(plain)
    return tellable(text, cues) and not leans(text, cues) and not dated
