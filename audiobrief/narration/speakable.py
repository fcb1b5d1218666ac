"""Text for the eye → words that carry both what is seen and what is said.

Every character of the text stays in some word's ``display``. A word of the lexicon is said
as it has it; what is not written as it is said (figures, signs, short forms) is said by the
first rule of the language that matches; all else passes, its punctuation heard as pauses.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from sys import intern

from audiobrief.model import Word
from audiobrief.narration.lexicon import Lexicon
from audiobrief.narration.lexicon_file import load_lexicon
from audiobrief.narration.reading.joining import worded
from audiobrief.narration.reading.language import Language, load_language
from audiobrief.narration.reading.scan import Scan
from audiobrief.sentences import primary

_READINGS = 3


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns text into words to say, in one language, with lexicons laid over its own."""

    locale: str
    language: Language
    lexicon: Lexicon

    def words(self, text: str) -> tuple[Word, ...]:
        """Return ``text`` as words in order, shown as written and said as a newsreader would.

        Joining the ``display`` of all words by spaces gives the text back, whitespace aside.
        A word that the lexicon has in phonemes is said as ``[[phonemes]]``, as Piper reads.
        """
        return self._settled(text, phonemes=True)

    def said(self, text: str) -> str:
        """Return what is heard of ``text`` in words, its pauses as punctuation.

        A word that the lexicon has in phonemes stands as it is written.
        """
        return _line(self._settled(text, phonemes=False))

    def _settled(self, text: str, *, phonemes: bool) -> tuple[Word, ...]:
        """Read until reading what is said gives the same again.

        A first reading may lay bare what a second one reads: "Gen:Ito" → "Gen Ito".
        """
        words = self._read(text, phonemes=phonemes)
        for _ in range(_READINGS):
            spoken = _line(words)
            if spoken == text:
                break  # it would be read as it was
            again = self._read(spoken, phonemes=phonemes)
            if _line(again) == spoken:
                break
            words = _carried(words, again)
        return words

    def _read(self, text: str, *, phonemes: bool) -> tuple[Word, ...]:
        flat = " ".join(text.split())
        return worded(flat, list(Scan(flat, self.language, self.lexicon, phonemes).pieces()))

    def explain(self, text: str) -> tuple[tuple[str, str, str], ...]:
        """Return what was not said as it is written: the part, what is said, and the rule."""
        flat = " ".join(text.split())
        return tuple(
            (flat[piece.start : piece.end], piece.spoken, piece.rule)
            for piece in Scan(flat, self.language, self.lexicon).pieces()
            if piece.rule
        )


def open_reader(locale: str, *lexicons: Path) -> Reader:
    """Return the reader of ``locale`` ("en-US"); a later lexicon file has the last word.

    Raises:
        ConfigError: the language has no tables, or a lexicon has faults.
    """
    language = load_language(locale)
    return Reader(locale, language, load_lexicon(primary(locale), *lexicons))


def _line(words: tuple[Word, ...]) -> str:
    return " ".join(word.spoken for word in words if word.spoken)


def _carried(words: tuple[Word, ...], again: tuple[Word, ...]) -> tuple[Word, ...]:
    """Give ``words`` the sound of their second reading, each to the word it begins in."""
    owners = [number for number, word in enumerate(words) for _ in word.spoken.split()]
    said: list[list[str]] = [[] for _ in words]
    at = 0
    for word in again:
        said[owners[at]] += [word.spoken] if word.spoken else []
        at += len(word.display.split())
    return tuple(
        Word(word.display, intern(" ".join(parts))) for word, parts in zip(words, said, strict=True)
    )
