"""A report as it is spoken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A unit shown as ``display`` ("$4.2bn") and said as ``spoken`` ("four point two ...").

    ``spoken`` is empty for what is seen but not heard (a dash, a bullet).
    """

    display: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance: at most a sentence, in one voice, and the pause after it."""

    words: tuple[Word, ...]
    voice: str
    pause_ms: int

    @property
    def display(self) -> str:
        """The line as a reader sees it."""
        return " ".join(word.display for word in self.words if word.display)

    @property
    def spoken(self) -> str:
        """The line as the voice is given it."""
        return " ".join(word.spoken for word in self.words if word.spoken)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled run of lines."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A report as it is spoken."""

    title: str
    chapters: tuple[Chapter, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines in spoken order."""
        return tuple(line for chapter in self.chapters for line in chapter.lines)
