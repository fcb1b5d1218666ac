"""Ordered rules for what is not written as it is said (``data/<language>/rules.toml``).

The notation, for those who write the tables:

``write``
    A regular expression with slots. ``{number}`` is a slot of the kind ``number``, a pattern
    or a table of ``words.toml``; ``{a:number}`` is one named ``a``. A rule matches only where
    a word begins, and where no letter or digit follows.
``say``
    What is said for it. ``{number:cardinal}`` says a slot in a form of ``forms.py``, and
    ``{unit:count:number}`` lets it agree with another; what names no slot of the rule is an
    agreement of ``words.toml`` itself: ``{number:cardinal:f}``. What stands in square brackets
    is said only if all the slots in it were written. An empty form says a table's term.
``after``, ``before``
    The rule holds only where one of these words stands directly before (``after``) or behind
    (``before``) the match; ``@name`` takes a word list of ``words.toml``. ``not_after`` and
    ``not_before`` forbid them. Case does not matter.
``after_name``
    The word directly before must begin with a capital.
``before_noun``
    A small word must follow that is no function word and no participle: "the 9mm casings".
``glued``
    The match may stand directly before a letter or digit, as a minus sign does.
``locale``
    The rule holds in this region only: ``en-GB``.
``examples``
    Pairs of written and said, tested one by one. Every rule has at least one.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from audiobrief.narration.reading.forms import Slot
from audiobrief.narration.reading.template import Template
from audiobrief.narration.reading.vocabulary import Vocabulary, merged

POINT = ".0"
"""What a figure may begin with beside a digit, told apart from the stop of a sentence."""

_SLOT = re.compile(r"\{([a-z_]\w*)(?::([a-z_]\w*))?\}")
_WORD_BEFORE = re.compile(r"([^\W_]+(?:['’.][^\W_]+)*\.?)[\s\-–(\"“‘]*\Z")
_WORD_BEHIND = re.compile(r"[\s\-–]*([^\W\d_]+)")
_LOOKS_BACK = re.compile(r"\A(?:\(\?<[=!][^()]*\)|\\A)+")
_GROUP = re.compile(r"\(\?P<(\w+)>")
_ATOM = re.compile(r"\\.|\[[^\]]+\]|.", re.DOTALL)
_PLAIN = re.compile(
    r"(?:(?P<one>\\[^\w\s]|[^\\()\[\]{}.*+?^$|])|\[(?P<some>[^\\\]^][^\\\]]*)\])(?![?*]|\{[\d,])"
)
"""A character, or some in brackets, one of which must be there."""

_SPAN = re.compile(r"(.)(?:-(.))?")
_NOUN = re.compile(r"[ ]([a-z]{3,})(?![\w.]\w)")
_REACH = 40
"""Characters looked back for the word before: linear however long the text."""


@dataclass(frozen=True)
class Rule:
    """One rule, ready to try at a place in a text.

    ``written`` is a regular expression; ``starts`` holds the characters it can begin with, or
    :data:`POINT`, and nothing where they are not known.
    """

    name: str
    written: str
    starts: frozenset[str]
    kinds: Mapping[str, str]
    say: Template
    after: frozenset[str]
    before: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    after_name: bool
    before_noun: frozenset[str]
    locale: str
    examples: tuple[tuple[str, str], ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What it is tried by; compiled when a text first holds a character it begins with."""
        return re.compile(self.written)

    def read(self, match: re.Match[str], vocabulary: Vocabulary) -> tuple[str, int] | None:
        """Return what is said for a match of the pattern and where it ends, or None."""
        if not self._fits(match.string, match):
            return None
        slots = {
            name: Slot(written, vocabulary.term(self.kinds.get(name, ""), written))
            for name, written in match.groupdict().items()
            if written is not None
        }
        said = self.say.filled(slots, vocabulary)
        return None if said is None else (" ".join(said.split()), match.end())

    def _fits(self, text: str, match: re.Match[str]) -> bool:
        if self.after or self.not_after or self.after_name:
            found = _WORD_BEFORE.search(text, max(0, match.start() - _REACH), match.start())
            word = _neighbour(found)
            if word in self.not_after or (self.after and word not in self.after):
                return False
            if self.after_name and not (found and found[1][0].isupper()):
                return False
        if self.before_noun and not _is_noun(text, match.end(), self.before_noun):
            return False
        if self.before or self.not_before:
            word = _neighbour(_WORD_BEHIND.match(text, match.end()))
            return word not in self.not_before and (not self.before or word in self.before)
        return True


def _is_noun(text: str, at: int, function_words: frozenset[str]) -> bool:
    """Guess whether the word behind ``at`` is a noun, or an adjective before one."""
    found = _NOUN.match(text, at)
    return bool(found and found[1] not in function_words and not found[1].endswith("ed"))


def _neighbour(found: re.Match[str] | None) -> str:
    return found[1].casefold().rstrip(".") if found else ""


def load_rules(vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """Return a locale's rules in order, those of other regions left out."""
    tables = merged(vocabulary.locale, "rules.toml")["rule"]
    here = vocabulary.locale.casefold()
    return tuple(
        _rule(table, vocabulary) for table in tables if table.get("locale", here).casefold() == here
    )


def _rule(table: Mapping[str, Any], vocabulary: Vocabulary) -> Rule:
    kinds: dict[str, str] = {}

    def slot(found: re.Match[str]) -> str:
        name, kind = found[1], found[2] or found[1]
        kinds[name] = kind
        return f"(?P<{name}>{vocabulary.pattern(kind)})"

    pattern = _SLOT.sub(slot, table["write"])
    return Rule(
        name=table["name"],
        written=f"(?:{pattern})" + ("" if table.get("glued") else r"(?!\w)"),
        starts=_starts(table["write"], vocabulary),
        kinds=kinds,
        say=Template.of(table["say"], _GROUP.findall(pattern)),
        after=_words(table, "after", vocabulary),
        before=_words(table, "before", vocabulary),
        not_after=_words(table, "not_after", vocabulary),
        not_before=_words(table, "not_before", vocabulary),
        after_name=bool(table.get("after_name")),
        before_noun=vocabulary.words["function_words"] if table.get("before_noun") else frozenset(),
        locale=table.get("locale", ""),
        examples=tuple((written, said) for written, said in table["examples"]),
    )


def _starts(write: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the characters a rule can begin with, so that it is tried only at those.

    They are told from what the tables mostly begin with: a slot, a letter or sign, some of
    them in square brackets. Where it is anything else, nothing is returned.
    """
    found = [_first(_LOOKS_BACK.sub("", one), vocabulary) for one in _alternatives(write)]
    return frozenset().union(*found) if all(found) else frozenset()


def _alternatives(write: str) -> list[str]:
    """Return the parts of a regular expression of which any may match the whole."""
    parts, depth = [""], 0
    for atom in _ATOM.findall(write):
        depth += (atom == "(") - (atom == ")")
        if atom == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += atom
    return parts


def _first(write: str, vocabulary: Vocabulary) -> frozenset[str]:
    slot = _SLOT.match(write)
    if slot:
        optional = write[slot.end() : slot.end() + 1] in ("?", "*")
        return frozenset() if optional else _slot_starts(slot[2] or slot[1], vocabulary)
    plain = _PLAIN.match(write)
    if not plain:
        return frozenset()
    if not plain["some"]:
        return frozenset(plain["one"][-1])
    spans = ((first, last or first) for first, last in _SPAN.findall(plain["some"]))
    return frozenset(chr(one) for a, b in spans for one in range(ord(a), ord(b) + 1))


def _slot_starts(kind: str, vocabulary: Vocabulary) -> frozenset[str]:
    if kind in vocabulary.figures:
        return frozenset("0123456789") | {POINT}
    if kind in vocabulary.capitals:
        return frozenset(string.ascii_uppercase)
    if kind in vocabulary.tables or kind in vocabulary.words:
        written = [*vocabulary.tables.get(kind, ()), *vocabulary.words.get(kind, ())]
        return frozenset(one[0] for text in written for one in (text, text.upper()))
    return _starts(vocabulary.patterns[kind], vocabulary)


def _words(table: Mapping[str, Any], key: str, vocabulary: Vocabulary) -> frozenset[str]:
    found: set[str] = set()
    for word in table.get(key, ()):
        found |= vocabulary.words[word[1:]] if word.startswith("@") else {word}
    return frozenset(word.casefold().rstrip(".") for word in found)
