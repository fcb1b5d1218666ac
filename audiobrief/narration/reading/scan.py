"""A text cut into pieces, each with what is heard of it and the rule that decided so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from audiobrief.narration.lexicon import Lexicon, spoken_as
from audiobrief.narration.reading.language import Language
from audiobrief.narration.reading.letters import is_shouted, letters_at, read_letters
from audiobrief.narration.reading.pauses import heard_as, is_dot

_LOWER = re.compile(r"[a-z]+(?![\w'’.@:/\-])")
_OWNED = re.compile(r"['’]s\b")
_RAW = re.compile(r"\[\[[^\[\]]+\]\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text and what is heard of it; ``rule`` names what decided so.

    ``kind`` is ``word``, ``pause`` (one mark), ``hyphen``, ``space``, or ``mute``.
    """

    start: int
    end: int
    spoken: str
    kind: Literal["word", "pause", "hyphen", "space", "mute"]
    rule: str = ""


@dataclass(slots=True)
class Scan:
    """One pass over a text, from place to place.

    ``text`` is single-spaced. With ``phonemes`` a word that the lexicon has in phonemes is
    said as ``[[phonemes]]``, else as it is written.
    """

    text: str
    language: Language
    lexicon: Lexicon
    phonemes: bool = True
    shouted: bool = field(init=False)

    def __post_init__(self) -> None:
        self.shouted = is_shouted(self.text)

    def pieces(self) -> Iterator[Piece]:
        """Yield the pieces of the text; together they cover it."""
        at = 0
        while at < len(self.text):
            piece = self._next(at)
            yield piece
            stop = self._stop_within(piece)
            if stop:
                yield Piece(piece.end, piece.end, stop, "pause")
            at = piece.end

    def _next(self, at: int) -> Piece:
        text = self.text
        if text[at] == " ":
            return Piece(at, at + 1, "", "space")
        plain = _LOWER.match(text, at)
        if not plain or self.lexicon.knows(plain[0]):
            known = self._known(at)
            if known:
                return known
        if plain and plain[0] not in self.language.vocabulary.words["figures_in_words"]:
            return Piece(at, plain.end(), plain[0], "word")
        return self._ruled(at) or self._unruled(at)

    def _ruled(self, at: int) -> Piece | None:
        ruled = self.language.rule_at(self.text, at)
        if not ruled:
            return None
        name, said, end = ruled
        owned = _OWNED.match(self.text, end) if said else None
        if owned:
            said, end = f"{said}'s", owned.end()
        return Piece(at, end, said, "word" if said else "mute", name)

    def _known(self, at: int) -> Piece | None:
        raw = _RAW.match(self.text, at)
        if raw:
            return Piece(at, raw.end(), raw[0], "word")
        found = self.lexicon.at(self.text, at)
        if not found:
            return None
        entry, end = found
        written = self.text[at:end]
        if entry.kind == "ipa" and not self.phonemes:
            return Piece(at, end, written.replace("’", "'"), "word")
        said = spoken_as(entry, written)
        return Piece(at, end, said, "word", "lexicon" if said != written else "")

    def _unruled(self, at: int) -> Piece:
        """Read a place that no table knows: a word, a figure, a pause, or nothing."""
        vocabulary = self.language.vocabulary
        letters = letters_at(self.text, at)
        if letters:
            said = read_letters(letters, vocabulary, shouted=self.shouted)
            changed = "letters" if said != letters.replace("’", "'") else ""
            return Piece(at, at + len(letters), said, "word", changed)
        figure = vocabulary.figure_at(self.text, at)
        if figure:
            plain = unicodedata.normalize("NFKC", figure)
            said = vocabulary.numerals.cardinal(plain)
            return Piece(at, at + len(figure), said, "word", "figures")
        return self._sign(at)

    def _sign(self, at: int) -> Piece:
        character = self.text[at]
        symbols = self.language.vocabulary.tables["symbols"]
        if character == "." and is_dot(self.text, at):
            return Piece(at, at + 1, symbols["dot"].one, "word", "symbol")
        if character in symbols:
            return Piece(at, at + 1, symbols[character].one, "word", "symbol")
        mark = heard_as(self.text, at)
        if mark == "-":
            return Piece(at, at + 1, "", "hyphen")
        if mark:
            return Piece(at, at + 1, mark, "pause")
        return self._rare(at)

    def _rare(self, at: int) -> Piece:
        """Read a character that is made of others ("²", "Ⅳ"), a rare figure, or a picture."""
        character = self.text[at]
        compatible = unicodedata.normalize("NFKC", character)
        if compatible != character and any(c.isalnum() for c in compatible):
            inner = Scan(" ".join(compatible.split()), self.language, self.lexicon).pieces()
            said = " ".join(piece.spoken for piece in inner if piece.kind == "word")
            return Piece(at, at + 1, said, "word", "symbol")
        category = unicodedata.category(character)[0]
        if category == "N":
            figure = f"{unicodedata.numeric(character):g}"
            said = self.language.vocabulary.numerals.cardinal(figure)
            return Piece(at, at + 1, said, "word", "symbol")
        if category in "LM":
            return Piece(at, at + 1, character, "word")
        return Piece(at, at + 1, "", "mute")

    def _stop_within(self, piece: Piece) -> str:
        """Give a text its last stop back where a short form took it: "in the U.S."."""
        if piece.kind != "word" or self.text[piece.end - 1] != ".":
            return ""
        return "" if any(c.isalnum() for c in self.text[piece.end :]) else "."
