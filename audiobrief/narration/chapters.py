"""The chapters of a report as they are spoken: what each part of it sounds like.

Everything said comes from the report, the show file or the phrase table; nothing is
invented. The same report and show give the same script.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from audiobrief.config import Show
from audiobrief.markup import unmarked
from audiobrief.model import Chapter, Line, QuizItem, Report, Section, Source, person
from audiobrief.narration.ear.casing import capital_first
from audiobrief.narration.ear.quotes import CLOSING
from audiobrief.narration.lines import Delivery, milliseconds
from audiobrief.narration.phrases import Phrases, heading_key
from audiobrief.narration.publishers import publisher
from audiobrief.narration.speakable import Reader
from audiobrief.wording import load_wording


@dataclass(frozen=True, slots=True)
class Narrator:
    """One report, read by one show: each method gives the chapters of one part."""

    report: Report
    show: Show
    reader: Reader
    phrases: Phrases

    def opening(self) -> Chapter:
        """Return show, day, headline and disclosure."""
        lines = [
            self.phrases.opening(self.show.title, self.report.published),
            _sentence(self.report.title),
            self.show.disclosure.spoken,
        ]
        return self.chapter(self.phrases.title("opening"), [lines, *self.correction()])

    def correction(self) -> Iterator[list[str]]:
        """Yield the paragraph that says what an earlier version had wrong, if the show does."""
        if self.report.correction and self.show.reports.corrections:
            yield [self.phrases.say("correction", correction=_sentence(self.report.correction))]

    def summary(self) -> Iterator[Chapter]:
        """Yield the summary, unless a section says the same in the same words."""
        summary = self.report.summary
        said = [" ".join(section.paragraphs) for section in self._chosen()]
        if summary and not any(_repeats(summary, text) for text in said):
            yield from self._led(
                self.phrases.title("summary"), self.phrases.say("summary"), [summary]
            )

    def sections(self) -> Iterator[Chapter]:
        """Yield the sections that the show reads; one without a word for the ear is left out."""
        chosen = self._chosen()
        leads = self.phrases.transitions(section.heading for section in chosen)
        for section, lead in zip(chosen, leads, strict=True):
            editor = self.phrases.is_editors(section.heading) and self.show.voices.editor
            yield from self._led(section.heading, lead, section.paragraphs, editor or "")

    def sentiment(self) -> Iterator[Chapter]:
        """Yield the market tone: the desk's own sentence, or one made of sector and tone."""
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
        title, lead = self.phrases.title("sentiment"), self.phrases.say("sentiment")
        yield from self._led(title, lead, [said])

    def sources(self) -> Iterator[Chapter]:
        """Yield the sources, by the names of their publishers."""
        if self.report.sources and self.show.reports.sources:
            said = [self._attribution(at, one) for at, one in enumerate(self.report.sources)]
            yield from self._led(self.phrases.title("sources"), self.phrases.say("sources"), said)

    def quiz(self) -> Iterator[Chapter]:
        """Yield the questions whose answer is known, with time to think."""
        items = [item for item in self.report.quiz if item.answer]
        if items and self.show.reports.quiz:
            voice = self.show.voices.quiz or self.show.voices.narrator
            lines = list(self._lines([[self.phrases.say("quiz")]], voice))
            for number, item in enumerate(items, start=1):
                lines += self._question(item, number, voice)
            yield Chapter(self.phrases.title("quiz"), self._ended(lines))

    def closing(self) -> Chapter:
        """Return who wrote the report, and the sign-off."""
        name = person(load_wording(self.show.language).signed(self.report.byline))
        lines = [self.phrases.say("byline", byline=name)] if name else []
        lines.append(self.phrases.say("sign_off", show=self.show.title))
        return self.chapter(self.phrases.title("closing"), [lines])

    def chapter(self, title: str, paragraphs: Iterable[Iterable[str]], voice: str = "") -> Chapter:
        """Return a chapter of ``paragraphs``, in the narrator's voice where none is given."""
        return Chapter(title, self._ended(self._lines(paragraphs, voice)))

    def _led(
        self, title: str, lead: str, paragraphs: Iterable[str], voice: str = ""
    ) -> Iterator[Chapter]:
        """Yield a chapter behind the sentence that leads into it, if there is anything to say."""
        told = self._lines([[text] for text in paragraphs], voice)
        if told:
            lines = (*self._lines([[lead]], voice), *told)
            yield Chapter(title, self._ended(lines))

    def _lines(self, paragraphs: Iterable[Iterable[str]], voice: str = "") -> tuple[Line, ...]:
        delivery = Delivery(self.show, self.reader, self.phrases)
        return delivery.lines(paragraphs, voice or self.show.voices.narrator)

    def _ended(self, lines: Iterable[Line]) -> tuple[Line, ...]:
        return _ending(lines, self.show.narration.pauses.section)

    def _attribution(self, place: int, source: Source) -> str:
        name = source.publisher or publisher(source.url, self.show.language)
        title = _sentence(source.title)
        if not name:
            return self.phrases.say("source", place, title=title)
        said = self.phrases.say("attribution", place, publisher=name, title=title)
        return capital_first(said)

    def _question(self, item: QuizItem, number: int, voice: str) -> list[Line]:
        """Return a question, its choices, time to think, and the answer."""
        asked = [self.phrases.say("question", number=number), item.question]
        asked += [
            _sentence(self.phrases.say("choice", letter=self.phrases.letter(i), choice=choice))
            for i, choice in enumerate(item.choices)
        ]
        answer = [_sentence(self.phrases.say("answer", answer=item.answer)), item.explanation]
        before = _ending(self._lines([asked], voice), self.show.narration.pauses.thinking)
        return [*before, *self._lines([[text for text in answer if text]], voice)]

    def _chosen(self) -> list[Section]:
        """Return the sections that the show reads, in its order."""
        wanted = self.show.reports.sections
        if not wanted:
            return [section for section in self.report.sections if section.paragraphs]
        by_heading = {heading_key(section.heading): section for section in self.report.sections}
        keys = map(heading_key, wanted)
        return [by_heading[key] for key in keys if key in by_heading]


def _ending(lines: Iterable[Line], seconds: float) -> tuple[Line, ...]:
    """Return ``lines`` with ``seconds`` of silence behind the last."""
    told = tuple(lines)
    return (*told[:-1], *(replace(last, pause_ms=milliseconds(seconds)) for last in told[-1:]))


def _sentence(text: str) -> str:
    ended = unmarked(text).rstrip(CLOSING).endswith((".", "!", "?", "…"))
    return text if ended else f"{text}."


def _repeats(text: str, within: str) -> bool:
    """Return whether ``within`` says ``text`` too, punctuation and case aside."""

    def bare(words: str) -> str:
        return " ".join(["", *re.findall(r"[^\W_]+", unmarked(words).casefold()), ""])

    return bare(text) in bare(within)
