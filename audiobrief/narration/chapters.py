"""The chapters of a report as they are spoken: what each part of it sounds like.

Everything said comes from the report, the show file or the phrase table; nothing is
invented. The same report and show give the same script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from audiobrief.config import Show
from audiobrief.model import (
    Chapter,
    Line,
    QuizItem,
    Report,
    Section,
    Source,
    Word,
    person,
)
from audiobrief.narration.phrases import Phrases, chapter_title
from audiobrief.narration.publishers import publisher
from audiobrief.narration.sentences import sentences
from audiobrief.narration.speakable import Reader

SENTENCE_PAUSE = 320
PARAGRAPH_PAUSE = 620
CHAPTER_PAUSE = 1000
THINKING_PAUSE = 2500
"""Milliseconds of silence after a line."""

EDITORS_TAKE = "editor's take"


@dataclass(frozen=True, slots=True)
class Narrator:
    """One report, read by one show: each method gives the chapters of one part."""

    report: Report
    show: Show
    reader: Reader
    phrases: Phrases

    def opening(self) -> Chapter:
        day = spoken_day(self.report.published) if self.report.published else ""
        lines = [
            self.phrases.opening(self.show.title, day),
            _sentence(self.report.title),
            self.show.disclosure.spoken,
        ]
        return self._chapter(chapter_title("opening"), [lines])

    def summary(self) -> Iterator[Chapter]:
        """Yield the summary, unless a section says the same in the same words."""
        summary = self.report.summary
        said = [" ".join(section.paragraphs) for section in self._chosen()]
        if summary and not any(_repeats(summary, text) for text in said):
            yield self._chapter(
                chapter_title("summary"), [[self.phrases.say("summary")], [summary]]
            )

    def sections(self) -> Iterator[Chapter]:
        for section in self._chosen():
            paragraphs = [
                [self.phrases.transition(section.heading)],
                *([text] for text in section.paragraphs),
            ]
            editor = _key(section.heading) == EDITORS_TAKE and self.show.voices.editor
            yield self._chapter(section.heading, paragraphs, editor or "")

    def sentiment(self) -> Iterator[Chapter]:
        mood = self.report.sentiment
        if not mood or not self.show.reports.sentiment:
            return
        if mood.note:
            said = mood.note
        elif mood.tone:
            form = "tone" if mood.sector else "tone_only"
            said = self.phrases.say(form, sector=mood.sector, tone=mood.tone.lower())
        else:
            return
        yield self._chapter(chapter_title("sentiment"), [[self.phrases.say("sentiment")], [said]])

    def sources(self) -> Iterator[Chapter]:
        if self.report.sources and self.show.reports.sources:
            said = [self._attribution(source) for source in self.report.sources]
            yield self._chapter(
                chapter_title("sources"),
                [[self.phrases.say("sources")], *([text] for text in said)],
            )

    def quiz(self) -> Iterator[Chapter]:
        items = [item for item in self.report.quiz if item.answer]
        if items and self.show.reports.quiz:
            voice = self.show.voices.quiz or self.show.voices.narrator
            lines = list(self._lines([[self.phrases.say("quiz")]], voice))
            for number, item in enumerate(items, start=1):
                lines += self._question(item, number, voice)
            yield Chapter(chapter_title("quiz"), _ending(lines, CHAPTER_PAUSE))

    def closing(self) -> Chapter:
        name = person(self.report.byline)
        lines = [self.phrases.say("byline", byline=name)] if name else []
        return self._chapter(
            chapter_title("closing"), [[*lines, self.phrases.say("sign_off", show=self.show.title)]]
        )

    def _attribution(self, source: Source) -> str:
        name = source.publisher or publisher(source.url)
        title = _sentence(source.title)
        if not name:
            return self.phrases.say("source", title=title)
        said = self.phrases.say("attribution", publisher=name, title=title)
        return said[0].upper() + said[1:]

    def _question(self, item: QuizItem, number: int, voice: str) -> list[Line]:
        """Return a question, its choices, time to think, and the answer."""
        asked = [self.phrases.say("question", number=number), item.question]
        asked += [
            _sentence(self.phrases.say("choice", letter=chr(ord("A") + i), choice=choice))
            for i, choice in enumerate(item.choices)
        ]
        answer = [_sentence(self.phrases.say("answer", answer=item.answer)), item.explanation]
        before = _ending(self._lines([asked], voice), THINKING_PAUSE)
        return [*before, *self._lines([[text for text in answer if text]], voice)]

    def _chosen(self) -> list[Section]:
        """Return the sections that the show reads, in its order."""
        wanted = self.show.reports.sections
        if not wanted:
            return [section for section in self.report.sections if section.paragraphs]
        by_heading = {_key(section.heading): section for section in self.report.sections}
        return [by_heading[_key(heading)] for heading in wanted if _key(heading) in by_heading]

    def _chapter(self, title: str, paragraphs: Iterable[Iterable[str]], voice: str = "") -> Chapter:
        lines = self._lines(paragraphs, voice or self.show.voices.narrator)
        return Chapter(title, _ending(lines, CHAPTER_PAUSE))

    def _lines(self, paragraphs: Iterable[Iterable[str]], voice: str) -> Iterator[Line]:
        """Yield a line for each sentence, a longer pause after each paragraph."""
        for paragraph in paragraphs:
            texts = [s for text in paragraph for s in sentences(text, self.show.language)]
            spoken = [self.reader.words(text) for text in texts]
            heard = [_stopped(words) for words in spoken if any(word.spoken for word in words)]
            for number, words in enumerate(heard, start=1):
                last = number == len(heard)
                yield Line(words, voice, PARAGRAPH_PAUSE if last else SENTENCE_PAUSE)


def spoken_day(moment: datetime) -> str:
    """Return a day as it is written out for the opening: "Monday, December 15, 2025"."""
    return f"{moment:%A, %B} {moment.day}, {moment.year}"


def _ending(lines: Iterable[Line], pause_ms: int) -> tuple[Line, ...]:
    *most, last = lines
    return (*most, replace(last, pause_ms=pause_ms))


def _stopped(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Give the last audible word a stop, so that the voice falls: headlines have none."""
    last = max(i for i, word in enumerate(words) if word.spoken)
    said = words[last].spoken
    if said[-1] in ".!?":
        return words
    stopped = replace(words[last], spoken=said.rstrip(",;:") + ".")
    return (*words[:last], stopped, *words[last + 1 :])


def _sentence(text: str) -> str:
    return text if text.rstrip("\"'”’)").endswith((".", "!", "?", "…")) else f"{text}."


def _key(heading: str) -> str:
    return heading.casefold().replace("’", "'").strip()


def _repeats(text: str, within: str) -> bool:
    """Return whether ``within`` says ``text`` too, punctuation and case aside."""

    def bare(words: str) -> str:
        return " ".join(["", *re.findall(r"[^\W_]+", words.casefold()), ""])

    return bare(text) in bare(within)
