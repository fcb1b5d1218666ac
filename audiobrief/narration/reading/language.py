"""Everything that reading one language aloud takes: its tables and its rules."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from audiobrief.narration.reading.rules import POINT, Rule, load_rules
from audiobrief.narration.reading.vocabulary import Vocabulary, load_vocabulary


@dataclass(frozen=True, slots=True)
class Language:
    """A language as one region writes and says it."""

    vocabulary: Vocabulary
    rules: tuple[Rule, ...]
    by_start: dict[str, tuple[Rule, ...]] = field(default_factory=dict, repr=False)
    """The rules worth trying at a character, found when it is first met."""

    def rule_at(self, text: str, start: int) -> tuple[str, str, int] | None:
        """Return the first rule that speaks at ``start``: its name, its words, and its end."""
        point = text[start] == "." and text[start + 1 : start + 2].isdecimal()
        for rule in self._rules_for(POINT if point else text[start]):
            match = rule.pattern.match(text, start)
            read = rule.read(match, self.vocabulary) if match else None
            if read is not None:
                return rule.name, *read
        return None

    def _rules_for(self, character: str) -> tuple[Rule, ...]:
        found = self.by_start.get(character)
        if found is None:
            met = {character, character[0]}
            found = tuple(
                rule for rule in self.rules if not rule.starts or not met.isdisjoint(rule.starts)
            )
            self.by_start[character] = found
        return found


@cache
def load_language(locale: str) -> Language:
    """Return the language of ``locale`` ("en-US").

    Raises:
        ConfigError: audiobrief has no tables for it; the message names those to write.
    """
    vocabulary = load_vocabulary(_normal(locale))
    return Language(vocabulary, load_rules(vocabulary))


def _normal(locale: str) -> str:
    language, *rest = re.split(r"[-_]", locale)
    return "-".join([language.lower(), *(part.upper() for part in rest[:1])])
