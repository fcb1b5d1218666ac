"""Pieces of a text joined into words: what is glued, what is parted, where a pause falls."""

from __future__ import annotations

from sys import intern

from audiobrief.model import Word
from audiobrief.narration.reading.pauses import PAUSES
from audiobrief.narration.reading.scan import Piece

_STRENGTH = {mark: rank for rank, mark in enumerate(",:;.!?")}


def worded(text: str, pieces: list[Piece]) -> tuple[Word, ...]:
    """Join pieces into words: a word ends before a space that no rule has taken in."""
    words: list[Word] = []
    group: list[Piece] = []
    for piece in [*pieces, Piece(len(text), len(text), "", "space")]:
        if piece.kind != "space":
            group.append(piece)
        elif group:
            lead, said = _said(group)
            if lead:
                _hang(words, lead)
            # An hour says a few words very often: each is held once.
            words.append(Word(intern(text[group[0].start : group[-1].end]), intern(said)))
            group = []
    return tuple(words)


def _said(group: list[Piece]) -> tuple[str, str]:
    """Return the pause that is heard before a group of pieces, and what is said for it."""
    lead, said, hyphen = "", "", False
    before: Piece | None = None
    for piece in group:
        if piece.kind == "pause":
            said, lead = (
                (_paused(said, piece.spoken), lead) if said else ("", _stronger(lead, piece.spoken))
            )
        elif piece.kind == "hyphen":
            hyphen = bool(said)
        elif piece.kind == "word" and piece.spoken:
            joined = hyphen and before is not None and not before.rule and not piece.rule
            parted = "" if said.endswith("'") else " "  # "d'" stays with its "un"
            said += ("-" if joined else parted if said else "") + piece.spoken
            before, hyphen = piece, False
    return lead, said


def _paused(said: str, mark: str) -> str:
    """Hang a pause on what was said; of two pauses at one place the stronger is heard."""
    if said[-1] not in PAUSES:
        return said + mark
    return said[:-1] + _stronger(said[-1], mark)


def _stronger(one: str, other: str) -> str:
    return max(one, other, key=lambda mark: _STRENGTH.get(mark, -1))


def _hang(words: list[Word], mark: str) -> None:
    """Hang a pause on the last word that is heard."""
    for number in range(len(words) - 1, -1, -1):
        word = words[number]
        if word.spoken:
            words[number] = Word(word.display, _paused(word.spoken, mark))
            return
