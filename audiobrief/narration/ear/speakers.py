"""Attributions: "the minister said on Monday" told from words that only look like one.

The tables (``[speakers]`` of ``data/<language>/ear.toml``) are strict: what is more than a
name, a verb of saying and a few words of when and where is no attribution.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from audiobrief.narration.ear.casing import capital_first

_EDGES = ",;:.!?“”\"'’()"
_PHRASES = {"tail", "late_tail", "never_within"}
"""The tables whose entries may be of several words."""


@dataclass(frozen=True, slots=True)
class Speakers:
    """How one language says who speaks."""

    verbs: frozenset[str]
    telling: frozenset[str]
    quoting: frozenset[str]
    tail: tuple[str, ...]
    late_tail: tuple[str, ...]
    longest_tail: int
    longest_name: int
    not_a_name: frozenset[str]
    never_within: tuple[str, ...]
    pronouns: frozenset[str]
    determiners: frozenset[str]
    links: frozenset[str]

    def of_claim(self, written: str) -> str:
        """Return "the authority said on Monday" as it opens a sentence; else nothing."""
        return self._name_first(written.split(), self.verbs)

    def of_quotation(self, written: str) -> str:
        """Return an attribution as it opens a sentence, its verb behind the name."""
        words = written.split()
        verbs = self.verbs | self.quoting
        return self._name_first(words, verbs) or self._verb_first(words, verbs)

    def is_saying(self, word: str) -> bool:
        """Return whether a word is a verb of saying."""
        return word in self.verbs or word in self.telling

    def is_name(self, words: Sequence[str]) -> bool:
        """Return whether words name a speaker, with an apposition at most."""
        bare = [edged(word) for word in words]
        if not 0 < len(bare) <= self.longest_name or bare[0] in self.not_a_name:
            return False
        if len(bare) > 1 and self.pronouns & set(bare):
            return False
        return not self._is_more(bare) and not self._are_two(words)

    def _name_first(self, words: Sequence[str], verbs: Collection[str]) -> str:
        """Take "the minister told the council on Monday"."""
        at = self._verb(words, verbs)
        if at < 1:
            return ""
        name, tail = words[:at], [edged(word) for word in words[at + 1 :]]
        tells = edged(words[at]) in self.telling
        follows = bool(tail) if tells else not tail or opens(tail, self.tail)
        closed = " ".join(name).count(",") % 2 == 0
        fits = follows and closed and len(tail) <= self.longest_tail and not self._is_more(tail)
        return capital_first(" ".join(words)) if fits and self.is_name(name) else ""

    def _verb_first(self, words: Sequence[str], verbs: Collection[str]) -> str:
        """Take "said the minister, a former pilot" and put the verb behind the name."""
        if self._verb(words, verbs) != 0 or edged(words[0]) in self.telling:
            return ""
        name, tail = self._parted(words[1:])
        if not self.is_name(name) or len(tail) > self.longest_tail or self._is_more(tail):
            return ""
        named = " ".join(name)
        comma = "," if "," in named and not named.endswith(",") else ""
        return capital_first(" ".join([named + comma, words[0], *tail]))

    def _verb(self, words: Sequence[str], verbs: Collection[str]) -> int:
        """Return the place of the one verb of saying, or -1 where there is none or more."""
        bare = [edged(word) for word in words]
        places = [at for at, word in enumerate(bare) if word in verbs or word in self.telling]
        return places[0] if len(places) == 1 else -1

    def _parted(self, words: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
        """Part "the minister on Monday" into who and when."""
        bare = [edged(word) for word in words]
        starts = (at for at in range(1, len(bare)) if opens(bare[at:], self.late_tail))
        at = next(starts, len(bare))
        return words[:at], words[at:]

    def _is_more(self, words: Sequence[str]) -> bool:
        """Return whether words are more than a name, a place or a time."""
        text = f" {' '.join(edged(word) for word in words)} "
        return any(f" {phrase} " in text for phrase in self.never_within)

    def _are_two(self, words: Sequence[str]) -> bool:
        """Return whether a second name begins within: "a move the authority"."""
        return any(
            edged(word) in self.determiners
            and edged(before) not in self.links
            and not before.endswith(",")
            for before, word in pairwise(words)
        )


def speakers(table: Mapping[str, Any]) -> Speakers:
    """Return what ``ear.toml`` knows of speakers."""
    lists = {name: tuple(entry) for name, entry in table.items() if isinstance(entry, list)}
    sets = {name: frozenset(lists[name]) for name in lists.keys() - _PHRASES}
    return Speakers(**{**table, **lists, **sets})


def edged(word: str) -> str:
    """Return a word as the tables have it: small, without the marks at its edges."""
    return word.strip(_EDGES).lower().replace("’", "'")


def opens(words: Sequence[str], phrases: Collection[str]) -> bool:
    """Return whether ``words`` begin with one of ``phrases``."""
    text = " ".join(words[:4]) + " "
    return any(text.startswith(f"{phrase} ") for phrase in phrases)
