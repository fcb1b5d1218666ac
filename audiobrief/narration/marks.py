"""Inline marks obeyed: breaks, and words to be said otherwise than they are written.

A marked word becomes one private character, opaque to whatever cuts and turns sentences on
its way to the voice; there it becomes a word again. Marks are the part of SSML 1.1
(https://www.w3.org/TR/speech-synthesis11/) that Piper can do: it has no stress to give, so
``<emphasis>`` is read plainly, as is any mark that is malformed or not closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from operator import add

from audiobrief.markup import MARK
from audiobrief.model import Word
from audiobrief.narration.sayas import said_as
from audiobrief.narration.speakable import Reader

LONGEST_BREAK = 10_000
"""Milliseconds."""

_STRENGTHS = {"none": 0, "x-weak": 100, "weak": 200, "medium": 400, "strong": 700, "x-strong": 1200}
"""Milliseconds of the pauses that SSML names but leaves to the reader."""

_FIRST, _LAST = 0xE000, 0xF8FF
"""The private use area (https://www.unicode.org/faq/private_use.html)."""

_STAND_INS = "".join(map(chr, range(0x12000, 0x1239A)))
"""Cuneiform, which no report is written in."""
_PRIVATE = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_TIME = re.compile(r"(\d{1,6}(?:\.\d{1,3})?|\.\d{1,3})(ms|s)")
_SPANS = frozenset({"say-as", "phoneme", "sub"})


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands at a marked place: a word as shown and as said, or a break's silence."""

    display: str = ""
    spoken: str = ""
    pause_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """A text whose marked words are single characters, and the mark that each stands for."""

    text: str
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def runs(self, piece: str) -> Iterator[tuple[str, int | None]]:
        """Yield the text between the breaks of ``piece``, each with the silence behind it, ms."""
        start = 0
        for place, character in enumerate(piece):
            mark = self.marks.get(character)
            if mark and mark.pause_ms is not None:
                yield piece[start:place].strip(), mark.pause_ms
                start = place + 1
        yield piece[start:].strip(), None

    def words(self, piece: str, reader: Reader) -> tuple[Word, ...]:
        """Return a part of the text as words to show and to say."""
        if not _PRIVATE.search(piece):
            return reader.words(piece)
        stand_in = _stand_in(piece)
        marks = iter([self.marks[character] for character in piece if character in self.marks])
        opened = "".join(stand_in if c in self.marks else c for c in piece)
        return tuple(
            _filled(word, stand_in, [next(marks) for _ in range(word.display.count(stand_in))])
            for word in reader.words(opened)
        )


def read_marks(text: str, reader: Reader) -> Marked:
    """Return ``text`` with its marks taken in; what is marked inside a mark is read plainly."""
    if "<" not in text and not _PRIVATE.search(text):
        return Marked(text)
    taken = _Taking(reader)
    at, plain = 0, _PRIVATE.sub("", text)
    for tag in MARK.finditer(plain):
        taken.words(plain[at : tag.start()])
        taken.tag(tag)
        at = tag.end()
    taken.words(plain[at:])
    return taken.result()


@dataclass(slots=True)
class _Taking:
    """One pass along a text and its tags; ``opened`` is the mark that is not yet closed."""

    reader: Reader
    text: list[str] = field(default_factory=list)
    inside: list[str] = field(default_factory=list)
    opened: tuple[str, dict[str, str]] | None = None
    places: dict[Mark, str] = field(default_factory=dict)

    def words(self, text: str) -> None:
        (self.inside if self.opened else self.text).append(text)

    def tag(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        if name == "break":
            self._break(_attributes(tag["attributes"]))
        elif self.opened and tag["end"] and name == self.opened[0]:
            self._close()
        elif not self.opened and not tag["end"] and name in _SPANS:
            self.opened = name, _attributes(tag["attributes"])

    def result(self) -> Marked:
        whole = "".join(self.text + self.inside)
        return Marked(whole, {place: mark for mark, place in self.places.items()})

    def _break(self, attributes: dict[str, str]) -> None:
        pause_ms = _pause(attributes)
        silent = pause_ms is None or self.opened
        self.words(" " if silent else f" {self._place(Mark(pause_ms=pause_ms))} ")

    def _close(self) -> None:
        name, attributes = self.opened or ("", {})
        shown = " ".join("".join(self.inside).split())
        self.opened, self.inside = None, []
        spoken = _spoken(name, attributes, shown, self.reader) if shown else ""
        self.words(self._place(Mark(shown, spoken)) if spoken else shown)

    def _place(self, mark: Mark) -> str:
        """Return the character that stands for ``mark``; when all are taken, its plain text."""
        if mark not in self.places and _FIRST + len(self.places) > _LAST:
            return mark.display
        return self.places.setdefault(mark, chr(_FIRST + len(self.places)))


def _attributes(written: str) -> dict[str, str]:
    return {
        key.lower(): unescape(double or single)
        for key, double, single in _ATTRIBUTE.findall(written)
    }


def _pause(attributes: dict[str, str]) -> int | None:
    """Return a break's silence in milliseconds, or None for a break that makes no sense."""
    if "time" not in attributes:
        return _STRENGTHS.get(attributes.get("strength", "medium"))
    time = _TIME.fullmatch(attributes["time"].strip())
    if not time:
        return None
    return min(LONGEST_BREAK, round(float(time[1]) * (1000 if time[2] == "s" else 1)))


def _spoken(name: str, attributes: dict[str, str], shown: str, reader: Reader) -> str:
    """Return what is said for a marked text; nothing where the mark is malformed."""
    if name == "sub":
        return reader.said(_PRIVATE.sub("", attributes.get("alias", ""))).rstrip(",;:.!?")
    if name == "phoneme":
        sounds = re.sub(r"[\[\]]", "", _PRIVATE.sub("", attributes.get("ph", ""))).strip()
        known = attributes.get("alphabet", "ipa").lower() == "ipa"
        return f"[[{sounds}]]" if sounds and known else ""
    how = attributes.get("interpret-as", "").lower()
    return said_as(shown, how, attributes.get("format", "").lower(), reader)


def _stand_in(text: str) -> str:
    """Return a letter that every reader says as it is written, and that ``text`` lacks."""
    return next((letter for letter in _STAND_INS if letter not in text), _STAND_INS[0])


def _filled(word: Word, stand_in: str, marks: list[Mark]) -> Word:
    if not marks:
        return word
    shown = _put(word.display, stand_in, [mark.display for mark in marks])
    return Word(shown, _put(word.spoken, stand_in, [mark.spoken for mark in marks]))


def _put(text: str, stand_in: str, words: list[str]) -> str:
    first, *others = text.split(stand_in)
    return first + "".join(map(add, words, others))
