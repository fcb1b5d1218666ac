"""Paragraphs to lines: one utterance each, in its voice, with the silence behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from audiobrief.config import Show
from audiobrief.model import Line, Word
from audiobrief.narration.ear.clauses import parted
from audiobrief.narration.ear.habits import Ear, load_ear
from audiobrief.narration.ear.lists import read_out
from audiobrief.narration.ear.quotes import by_speaker
from audiobrief.narration.marks import read_marks
from audiobrief.narration.phrases import Phrases
from audiobrief.narration.speakable import Reader
from audiobrief.sentences import sentences


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a show reads whatever it is given: words, voices and pauses."""

    show: Show
    reader: Reader
    phrases: Phrases

    def lines(self, paragraphs: Iterable[Iterable[str]], voice: str) -> tuple[Line, ...]:
        """Return the lines of ``paragraphs``, each of them texts of a sentence or more.

        A paragraph of one :class:`~audiobrief.model.Item` is an entry of a list. Marks are
        obeyed; what cannot be heard makes no line.
        """
        pauses, lines = self.show.narration.pauses, list[Line]()
        written = [tuple(texts) for texts in paragraphs]
        for texts, followed in read_out(written, self.phrases, self._ear):
            self._read(texts, voice, pauses.item if followed else pauses.paragraph, lines)
        return tuple(lines)

    @property
    def _ear(self) -> Ear:
        return load_ear(self.show.language)

    def _read(self, texts: Iterable[str], voice: str, pause: float, lines: list[Line]) -> None:
        """Add the lines of a paragraph; a break has the last word on the silence before it."""
        before, broken = len(lines), False
        between = milliseconds(self.show.narration.pauses.sentence)
        for words, silence, quoted in (run for text in texts for run in self._runs(text)):
            if words:
                own = quoted and self.show.voices.quotations
                lines.append(Line(words, own or voice, between))
                broken = False
            if silence is not None and lines:
                lines[-1] = replace(lines[-1], pause_ms=silence)
                broken = True
        if len(lines) > before and not broken:
            lines[-1] = replace(lines[-1], pause_ms=milliseconds(pause))

    def _runs(self, text: str) -> Iterator[tuple[tuple[Word, ...], int | None, bool]]:
        """Yield what is said in one breath, the break behind it in ms, and whether it is quoted."""
        rounds = self.show.narration.round_numbers
        marked = read_marks(self._ear.rounded(text) if rounds else text, self.reader)
        pieces = self._pieces(marked.text)
        if self.show.voices.quotations:
            parts = by_speaker(pieces, self.show.language)
        else:
            parts = ((piece, False) for piece in pieces)
        for piece, quoted in parts:
            for run, silence in marked.runs(piece):
                words = marked.words(run, self.reader)
                heard = any(word.spoken for word in words)
                yield _stopped(words, silence) if heard else (), silence, quoted

    def _pieces(self, text: str) -> Iterator[str]:
        """Yield the sentences of ``text`` as they are heard, the long ones parted."""
        language = self.show.language
        for sentence in sentences(text, language):
            heard = self._ear.heard(sentence)
            if heard:
                yield from parted(heard, self.show.narration.longest_sentence, language)


def milliseconds(seconds: float) -> int:
    """Return ``seconds`` in whole milliseconds."""
    return round(seconds * 1000)


def _stopped(words: tuple[Word, ...], silence: int | None) -> tuple[Word, ...]:
    """Give the last audible word a mark, so that the voice falls: headlines have none.

    Before a break within a sentence it is a comma, and the voice stays up.
    """
    last = max(i for i, word in enumerate(words) if word.spoken)
    said = words[last].spoken
    if said[-1] in ".!?:;,":
        return words
    stopped = replace(words[last], spoken=said + ("." if silence is None else ","))
    return (*words[:last], stopped, *words[last + 1 :])
