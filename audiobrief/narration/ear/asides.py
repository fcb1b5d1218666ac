"""Brackets for the ear: an aside between commas, or left out by rule.

What is left out is named in ``data/<language>/ear.toml``: cross-references, captions, and the
short form of a name that stands in full before it. Nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from audiobrief.narration.ear.casing import Casing, casing

_DASHES = "–—"
_ROUND = re.compile(r"(?:^|\s)\((?P<inside>[^()]*)\)(?P<after>[,.;:!?”“\"’»«]|(?=\s|$))")
_SQUARE = re.compile(r"(?<!\[)\[(?P<inside>[^\[\]]*)\](?!\])")
_WHOLE = re.compile(r"\((?P<inside>[^()]*)\)[.!?]?")
_SHORT_FORM = re.compile(r"[^\W\d_][^\W\d_&.]{1,9}")
_MEMBER = re.compile(r"(?P<party>[A-Z])-(?P<place>[A-Z][A-Za-z. ]{1,24})")
_ENUMERATOR = re.compile(r"[a-z]|\d|[ivx]{1,4}")
_ENDED = re.compile(r"(?<=\w{3})[.!?]$")
_FIGURE = r"\d{1,4}[a-z]?(?:\s?[-–]\s?\d{1,4})?"
_LONGEST_NAME = 12
"""Words of a name that a short form may stand for."""


@dataclass(frozen=True, slots=True)
class Asides:
    """One language's brackets: what is left out, and who is meant by (R-Texas)."""

    dropped: re.Pattern[str]
    sentences: re.Pattern[str]
    square: re.Pattern[str]
    unlettered: frozenset[str]
    party_form: str
    parties: Mapping[str, str]
    places: Mapping[str, str]
    casing: Casing

    def taken_in(self, sentence: str) -> str:
        """Return ``sentence`` without brackets; empty where it only points elsewhere."""
        if self.sentences.fullmatch(_core(sentence)):
            return ""
        whole = _WHOLE.fullmatch(sentence)
        if whole:
            return "" if self.dropped.fullmatch(_core(whole["inside"])) else whole["inside"]
        plain = _SQUARE.sub(self._unsquared, sentence) if "[" in sentence else sentence
        plain = _ROUND.sub(self._clause, plain) if "(" in plain else plain
        return " ".join(plain.split())

    def _unsquared(self, found: re.Match[str]) -> str:
        return "" if self.square.fullmatch(_core(found["inside"])) else found["inside"]

    def _clause(self, found: re.Match[str]) -> str:
        """Return what is heard of an aside, and the comma behind it if no other mark is there."""
        inside, after = found["inside"].strip(), found["after"]
        before = found.string[max(0, found.start() - 200) : found.start()].rstrip()
        counted = not before or before[-1] in ",;:"
        if not inside or _ENUMERATOR.fullmatch(inside):
            return found[0]
        if self.dropped.fullmatch(_core(inside)) or self._is_short_form(inside, before):
            return after
        said = self.casing.small_first(_ENDED.sub("", self._named(inside)))
        goes_on = found.string[found.end() :].lstrip()
        behind = after or ("," if goes_on and goes_on[0] not in _DASHES else "")
        return f" {said}{behind}" if counted else f", {said}{behind}"

    def _named(self, inside: str) -> str:
        """Say "R-Texas" as the party and the place."""
        member = _MEMBER.fullmatch(inside)
        party = self.parties.get(member["party"]) if member else None
        if not member or not party:
            return inside
        place = self.places.get(member["place"], member["place"])
        return self.party_form.format(party=party, place=place)

    def _is_short_form(self, inside: str, before: str) -> bool:
        """Return whether an aside is made of the first letters of the words before it."""
        if not _SHORT_FORM.fullmatch(inside) or not inside[0].isupper() or inside[1:].islower():
            return False
        letters = list(inside.removesuffix("s").casefold())
        words = re.findall(r"[^\W_]+(?:['’][^\W_]+)?", before)[-_LONGEST_NAME:]
        while letters and words:
            word = words.pop().casefold()
            if letters[-1] in {part[0] for part in re.split("['’]", word)}:  # "l'Organisation"
                letters.pop()
            elif word not in self.unlettered:
                return False
        return not letters


def asides(tables: Mapping[str, Any]) -> Asides:
    """Return the brackets that ``ear.toml`` describes."""
    table, parties = tables["asides"], tables.get("parties", {})
    return Asides(
        dropped=_any_of(table["dropped"]),
        sentences=_any_of(table["sentences"]),
        square=_any_of(table["square"]),
        unlettered=frozenset(table["unlettered"]),
        party_form=parties.get("form", ""),
        parties=parties.get("names", {}),
        places=tables.get("places", {}),
        casing=casing(tables["small"]),
    )


def _any_of(entries: Iterable[str]) -> re.Pattern[str]:
    """Compile entries as they are written, ``{n}`` a figure and a last ``*`` all that follows."""
    patterns = (re.escape(entry).replace(r"\{n\}", _FIGURE) for entry in entries)
    return re.compile("|".join(re.sub(r"\\\*$", ".*", pattern) for pattern in patterns))


def _core(text: str) -> str:
    return text.strip().rstrip(".!").rstrip().casefold() or text.strip()
