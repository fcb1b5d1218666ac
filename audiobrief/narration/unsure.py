"""Words that nobody has vouched for: not in the lexicon, and not in the language's word list.

They are names never heard of before, acronyms, and words of other languages: what a voice is
likely to get wrong, and what an editor should hear before air.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from audiobrief.model import Word
from audiobrief.narration.lexicon import Lexicon
from audiobrief.narration.reading.vocabulary import load_vocabulary, merged, read_table
from audiobrief.narration.words import Words, load_words

_RAW = re.compile(r"\[\[[^\[\]]*\]\]")
_SPELLED = re.compile(r"(?<![^\W_])[^\W\d_](?: [^\W\d_])+(?![^\W_])")
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SLOT = re.compile(r"\{[^{}]*\}")
_SHORT_INITIALS = 3
"""Letters; so few are nearly always spelled, as the rules do."""
_SHORTEST_WORD = 3
_SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of a language, and the affixes that make others of them."""

    words: Words
    told: frozenset[str]
    """Words that the language's own tables say: "kilowatts", "hashtag"."""
    endings: Mapping[str, tuple[str, ...]]
    beginnings: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Return whether ``word`` is in the list or made of what is, as initials are not."""
        lower = word.casefold()
        if self._simple(lower) or word.isupper():
            return self._simple(lower)
        return self._ended(lower) or self._begun(lower) or self._joined(lower)

    def _simple(self, word: str) -> bool:
        return word in self.words or word in self.told

    def _ended(self, word: str) -> bool:
        for ending, instead in self.endings.items():
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= _SHORTEST_WORD:
                doubled = [stem[:-1]] if stem[-1] == stem[-2] else []
                if any(map(self._simple, [*(stem + one for one in instead), *doubled])):
                    return True
        return False

    def _begun(self, word: str) -> bool:
        stems = (word.removeprefix(one) for one in self.beginnings if word.startswith(one))
        return any(
            len(stem) >= _SHORTEST_PART and (self._simple(stem) or self._ended(stem))
            for stem in stems
        )

    def _joined(self, word: str) -> bool:
        """Return whether two words of the list make it up, as in "boathouse"."""
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        return any(
            self._simple(word[:cut]) and (self._simple(word[cut:]) or self._ended(word[cut:]))
            for cut in cuts
        )


def unsure(words: Iterable[Word], lexicon: Lexicon, language: str) -> tuple[str, ...]:
    """Return the distinct words said that neither lexicon nor word list knows, in order.

    Initials that are spelled come as they are said ("T D R S"), and only where they are long
    enough to be read as a word by others.
    ``language`` is its code ("en"); one without a word list has no words to be unsure of.
    """
    known = word_list(language)
    if known is None:
        return ()
    heard = dict.fromkeys(said for word in words for said in _said(word.spoken))
    return tuple(said for said in heard if not _is_known(said, lexicon, known))


@cache
def word_list(language: str) -> WordList | None:
    """Return the word list of a language ("en"), or None where there is none."""
    words = load_words(language)
    if words is None:
        return None
    table = read_table(language, "affixes.toml") or {}
    endings = table.get("endings", {})
    longest_first = sorted(endings, key=len, reverse=True)
    return WordList(
        words,
        _told(language),
        {ending: tuple(endings[ending]) for ending in longest_first},
        tuple(sorted(table.get("beginnings", {}).get("words", ()), key=len, reverse=True)),
    )


def _told(language: str) -> frozenset[str]:
    """Return the words with which the tables and rules of a language speak."""
    tables = load_vocabulary(language).tables.values()
    terms = [text for table in tables for term in table.values() for text in (term.one, term.many)]
    rules = [table["say"] for table in merged(language, "rules.toml")["rule"]]
    words = _LETTERS.findall(" ".join([*terms, *(_SLOT.sub(" ", say) for say in rules)]))
    return frozenset(word.casefold() for word in words)


def _said(spoken: str) -> Iterator[str]:
    """Yield the words in what is said, and spelled letters as one; phonemes are vouched for."""
    plain = _RAW.sub(" ", spoken)
    for letters in _SPELLED.findall(plain):
        if len(letters.split()) > _SHORT_INITIALS:
            yield letters
    for word in _LETTERS.findall(_SPELLED.sub(" ", plain)):
        yield word.removesuffix("'s").removesuffix("'")


def _is_known(said: str, lexicon: Lexicon, known: WordList) -> bool:
    if " " in said:
        return lexicon.knows(said.replace(" ", ""))
    if len(said) < _SHORTEST_WORD or lexicon.knows(said):
        return True
    return known.has(said) or ("'" in said and all(map(known.has, said.split("'"))))
