"""Words said otherwise than they are written, found in a text as whole words.

Layers lie over one another: audiobrief's own file, the workspace's, the show's. Of the entries
that match at a place the longest wins, then the one in the latest layer, then the one with
the narrower context.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["say", "ipa", "spell", "word"]
Case = Literal["exact", "any"]

_FIRST = re.compile(r"[^\W_]+")
_APOSTROPHE = "['’]"
_NO_TAIL = rf"(?:{_APOSTROPHE}s)?"
_TAILS = rf"(?:{_APOSTROPHE}?s)?"
_END = rf"(?![^\W_]|{_APOSTROPHE}[^\W_]|[.@][^\W_])"
_LONGEST_CONTEXT = 60
_SHORTEST_SHOUTED = 4
_LONGEST_SPELLED = 3
_HISSES = re.compile(r"[szʃʒ]ː?$")
_VOICELESS = re.compile(r"[ptkfθ]ː?$")


@dataclass(frozen=True, slots=True)
class Entry:
    """How one written form is said, and where that is laid down.

    ``spoken`` is the respelling of ``say``, the phonemes of ``ipa``, and empty otherwise.
    ``before`` and ``after`` hold words of which one must stand there, if any are given.
    """

    written: str
    kind: Kind
    spoken: str = ""
    case: Case = "exact"
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    sense: str = ""
    source: str = ""
    file: str = ""
    line: int = 0

    @property
    def place(self) -> tuple[str, Case, tuple[str, ...], tuple[str, ...]]:
        """What it applies to: of two entries with the same place only one can speak."""
        written = self.written.casefold() if self.case == "any" else self.written
        return written.replace("’", "'"), self.case, self.before, self.after

    def __str__(self) -> str:
        """Return the entry as an editor reads it: ``Xi → [[ʃˈiː]]``."""
        return f"{self.written} → {spoken_as(self, self.written)}"


@dataclass(frozen=True)
class _Rule:
    """An entry, ready to match."""

    entry: Entry

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Its whole words; compiled when a text first holds the first of them."""
        return _compiled(self.entry)

    def end(self, text: str, start: int) -> int:
        """Return where the entry's match at ``start`` ends; 0 where it does not apply."""
        match = self.pattern.match(text, start)
        if not match or not self._in_context(text, start, match.end()):
            return 0
        return match.end()

    def _in_context(self, text: str, start: int, end: int) -> bool:
        entry = self.entry
        if entry.before:
            behind = re.split(
                r"[\s-]+", text[max(0, start - _LONGEST_CONTEXT) : start].rstrip(" -")
            )
            if not _among(behind[-1], entry.before):
                return False
        if entry.after:
            ahead = re.split(r"[\s-]+", text[end : end + _LONGEST_CONTEXT].lstrip(" -,"))
            return _among(ahead[0], entry.after)
        return True


class Lexicon:
    """Entries in layers, the last of them on top; never changed once made."""

    def __init__(self, *layers: tuple[Entry, ...]) -> None:
        self.entries = tuple(entry for layer in layers for entry in layer)
        self._index = _indexed(layers)

    def at(self, text: str, position: int) -> tuple[Entry, int] | None:
        """Return the entry for the word that begins at ``position``, and where its match ends.

        The match takes in a possessive ending, and a plural's "s" behind what is spelled.
        """
        first = _FIRST.match(text, position)
        if not first:
            return None
        rules = self._index.get(first[0].casefold())
        if not rules or (position and text[position - 1].isalnum()):
            return None
        for rule in rules:
            end = rule.end(text, position)
            if end:
                return rule.entry, end
        return None

    def found(self, text: str) -> Iterator[tuple[Entry, int, int]]:
        """Yield the entries that apply in a text, each with where its match begins and ends."""
        end = 0
        for word in _FIRST.finditer(text):
            match = self.at(text, word.start()) if word.start() >= end else None
            if match:
                entry, end = match
                yield entry, word.start(), end

    def knows(self, word: str) -> bool:
        """Return whether ``word`` stands in an entry, as written or as respelled."""
        return word.casefold() in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        respelled = (entry.spoken for entry in self.entries if entry.kind == "say")
        texts = [*(entry.written for entry in self.entries), *respelled]
        return frozenset(word.casefold() for text in texts for word in _FIRST.findall(text))


def spoken_as(entry: Entry, matched: str) -> str:
    """Return what is said for ``matched``, the part of a text that an entry applies to.

    Phonemes come in double brackets, letters to spell as capitals parted by spaces.
    """
    tail = matched[len(entry.written) :].replace("’", "'")
    if entry.kind == "word":
        # espeak spells short capitals ("COP") and says "GIFs" as "GIF".
        short = entry.written.isupper() and len(entry.written) <= _LONGEST_SPELLED
        plain = matched.replace("’", "'")
        return plain.lower() if short or tail == "s" else plain
    if entry.kind == "say":
        return entry.spoken + tail
    if entry.kind == "ipa":
        return f"[[{entry.spoken}{_ending(entry.spoken) if tail else ''}]]"
    written = matched[: len(entry.written)]
    return " ".join(character.upper() for character in written if character.isalnum()) + tail


def _ending(phonemes: str) -> str:
    """Return how the English ending "'s" sounds behind ``phonemes``."""
    if _HISSES.search(phonemes):
        return "ᵻz"
    return "s" if _VOICELESS.search(phonemes) else "z"


def _among(word: str, words: tuple[str, ...]) -> bool:
    bare = word.strip(",;:.!?\"'“”‘’()").casefold()
    return any(bare == one.casefold() or word == one for one in words)


def _indexed(layers: Iterable[tuple[Entry, ...]]) -> Mapping[str, tuple[_Rule, ...]]:
    """Return the entries by their first word, those that go before others first."""
    index: dict[str, list[tuple[tuple[int, int, bool], _Rule]]] = {}
    for layer, entries in enumerate(layers):
        for entry in entries:
            rank = (len(entry.written), layer, bool(entry.before or entry.after))
            for word in _first_words(entry):
                index.setdefault(word, []).append((rank, _Rule(entry)))
    return {
        word: tuple(rule for _, rule in sorted(ranked, key=lambda one: one[0], reverse=True))
        for word, ranked in index.items()
    }


def _compiled(entry: Entry) -> re.Pattern[str]:
    """Return the pattern of a whole word; a name in exact case may stand in capitals too."""
    forms = [entry.written]
    shouted = entry.written.upper()
    name = entry.kind in ("say", "ipa") and len(shouted) == len(entry.written)
    if name and len(shouted) >= _SHORTEST_SHOUTED:
        forms.append(shouted)
    tail = _TAILS if _countable(entry) else _NO_TAIL
    written = "|".join(re.escape(form).replace("'", _APOSTROPHE) for form in forms)
    flags = re.IGNORECASE if entry.case == "any" else re.NOFLAG
    return re.compile(f"(?:{written}){tail}{_END}", flags)


def _first_words(entry: Entry) -> Iterable[str]:
    """Return the words of a text at which an entry may apply, in lower case."""
    first = _FIRST.match(entry.written)
    if not first:
        return ()
    word = first[0].casefold()
    alone = first[0] == entry.written
    return (word, f"{word}s") if alone and _countable(entry) else (word,)


def _countable(entry: Entry) -> bool:
    return entry.kind in ("spell", "word") or entry.written.islower()
