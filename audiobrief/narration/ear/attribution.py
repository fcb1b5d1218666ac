"""Who says it, before what is said.

A reader can look back for the speaker, a listener cannot: broadcasters name the source first.
Only sentences of a plain form are turned, by the tables of ``data/<language>/ear.toml``; all
their words stay, and a quotation's words stay in their order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from audiobrief.narration.ear.casing import Casing, capital_first, casing
from audiobrief.narration.ear.speakers import Speakers, edged, opens, speakers

_QUOTATION = re.compile(
    r"(?P<open>[“\"])(?P<said>[^“”\"]+?)(?P<mark>[,?!]?)(?P<close>[”\"])(?P<comma>,?)"
    r" (?P<who>[^“”\"]+?)(?:, [“\"](?P<rest>[^“”\"]+?)(?P<end>[.!?]?)[”\"])?[.!]?"
)
_CLAIM = re.compile(r"(?P<claim>.+),(?P<close>[”\"]?) (?P<who>[^,“”\"]+)\.")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


@dataclass(frozen=True, slots=True)
class Attribution:
    """How one language puts the source first."""

    speakers: Speakers
    form: str
    sources: str
    according: str
    shortest_claim: int
    leaning: frozenset[str]
    phrases: tuple[str, ...]
    no_phrases: tuple[str, ...]
    casing: Casing

    def first(self, sentence: str) -> str:
        """Return ``sentence`` with its attribution before what is said, if it is that plain."""
        return self._quotation(sentence) or self._claim(sentence) or sentence

    def _quotation(self, sentence: str) -> str:
        """Turn '"We will not yield," said the minister.' round."""
        found = _QUOTATION.fullmatch(sentence)
        if not found or not (found["mark"] or found["comma"]):
            return ""
        said, mark, rest = found["said"], found["mark"] or ",", found["rest"]
        who = self.speakers.of_quotation(found["who"])
        if not who or (rest and mark != ","):
            return ""
        if rest:
            said, mark = f"{said}, {rest}", found["end"] or "."
        stop = "." if mark == "," else mark
        return self.form.format(who=who, claim=f"{found['open']}{said}{stop}{found['close']}")

    def _claim(self, sentence: str) -> str:
        """Turn "Tolls will rise, the authority said on Monday." round."""
        found = _CLAIM.fullmatch(sentence)
        if not found or not self._stands_alone(found["claim"] + found["close"]):
            return ""
        claim = f"{self.casing.small_first(found['claim'])}.{found['close']}"
        source = found["who"].removeprefix(f"{self.according} ")
        if source != found["who"]:
            named = self.speakers.is_name(source.split())
            who = capital_first(found["who"]) if named else ""
            return self.sources.format(who=who, claim=claim) if named else ""
        who = self.speakers.of_claim(found["who"])
        return self.form.format(who=who, claim=claim) if who else ""

    def _stands_alone(self, claim: str) -> bool:
        """Return whether a claim is a sentence of its own that names no other source."""
        words = [edged(word) for word in _QUOTED.sub(" ", claim).split()]
        if len(claim.split()) < self.shortest_claim or not words or words[0] in self.leaning:
            return False
        phrase = opens(words, self.phrases) and not opens(words, self.no_phrases)
        if phrase and "," not in claim:
            return False
        balanced = claim.count("“") == claim.count("”") and claim.count('"') % 2 == 0
        named = any(map(self.speakers.is_saying, words)) or self.according in " ".join(words)
        return balanced and not named


def attribution(tables: Mapping[str, Any]) -> Attribution:
    """Return the attribution that ``ear.toml`` describes."""
    table = tables["attribution"]
    return Attribution(
        speakers=speakers(tables["speakers"]),
        form=table["form"],
        sources=table["sources"],
        according=table["according"],
        shortest_claim=table["shortest_claim"],
        leaning=frozenset(table["leaning"]),
        phrases=tuple(table["phrases"]),
        no_phrases=tuple(table["no_phrases"]),
        casing=casing(tables["small"]),
    )
