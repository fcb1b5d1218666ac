"""Text for the eye → words that carry both what is seen and what is said.

Every character of the text stays in some word's ``display``; figures, signs and short
forms get the ``spoken`` words of English news. Other languages pass as they are written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audiobrief.model import Word
from audiobrief.narration import rules
from audiobrief.narration.lexicon import Lexicon, shipped

_LEAD = re.compile(r"[(\[{\"'“‘«#@*_~`]*")
_REST = re.compile(r"\S+")
_STOPS = ",;:.!?"
_CAPITALS = re.compile(r"(?P<letters>[A-Z]{2,6})(?P<tail>s|['’]s)?")
_DASHES = frozenset({"-", "–", "—", "--"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns text into words to say, in one language, with the lexicons laid over its own."""

    locale: str

    def words(self, text: str) -> tuple[Word, ...]:
        """Return ``text`` as words in order, shown as written and said as a newsreader would."""
        return speakable(text, self.locale)

    def said(self, text: str) -> str:
        """Return what is heard of ``text``."""
        return " ".join(word.spoken for word in self.words(text) if word.spoken)


def open_reader(locale: str, *lexicons: Path) -> Reader:
    """Return the reader of ``locale`` ("en-US"); a later lexicon file has the last word."""
    del lexicons
    return Reader(locale)


def speakable(text: str, language: str = "en") -> tuple[Word, ...]:
    """Return ``text`` as words in order: shown as written, said as a newsreader would.

    Joining the ``display`` of all words by spaces gives the text back, whitespace aside.
    """
    flat = " ".join(text.split())
    if not language.lower().startswith("en"):
        return tuple(Word(part, _plain(part)) for part in flat.split())
    words: list[Word] = []
    position = 0
    while position < len(flat):
        word, position = _next_word(flat, position)
        words.append(word)
        position += 1
    return _joined_pauses(words)


def _next_word(text: str, start: int) -> tuple[Word, int]:
    """Return the word at ``start`` and where it ends; a word ends before a space."""
    body = start + len(_match(_LEAD, text, start))
    said, end = _by_rule(text, body)
    rest = _match(_REST, text, end) if end < len(text) else ""
    if said is None:
        said = _one_word(rest, shipped())
    elif rest:
        said = f"{said}{_after(rest)}"
    end += len(rest)
    pause = "," if "(" in text[start:body] or "[" in text[start:body] else ""
    return Word(text[start:end], pause + said), end


def _match(pattern: re.Pattern[str], text: str, at: int) -> str:
    found = pattern.match(text, at)
    return found[0] if found else ""


@cache
def _rules() -> tuple[rules.Rule, ...]:
    return rules.build(shipped())


def _by_rule(text: str, at: int) -> tuple[str | None, int]:
    for rule in _rules():
        match = rule.pattern.match(text, at)
        if match:
            said = rule.say(match, shipped())
            if said is not None:
                return said, match.end()
    return None, at


def _after(rest: str) -> str:
    """Say what is glued behind figures: stops stay, "-a-year" becomes words."""
    stripped = _plain(rest).lstrip("-")
    glued = stripped and stripped[0].isalnum()
    return (" " if glued else "") + (stripped.replace("-", " ") if glued else stripped)


def _one_word(written: str, lexicon: Lexicon) -> str:
    """Say a run without spaces that no rule for figures took."""
    if written in _DASHES:
        return ","
    core = written.rstrip("\"'”’)]»,;:!?")
    closing = _pause(written[len(core) :])
    if core in lexicon.abbreviations:
        return lexicon.abbreviations[core] + closing
    core = core.rstrip(".…")
    closing = closing or _pause(written[len(core) :])
    if core in lexicon.symbols:
        return lexicon.symbols[core] + closing
    apart = re.sub(r"(?<=\w)[—–](?=\w)", ", ", core).replace("&", " and ")
    said = " ".join(_part(part, lexicon) for part in re.split(r"[/\s]+", apart))
    return (said + closing) if said.strip(_STOPS) else closing


def _part(part: str, lexicon: Lexicon) -> str:
    head = part.rstrip(",")
    return _hyphenated(head, lexicon) + part[len(head) :]


def _hyphenated(core: str, lexicon: Lexicon) -> str:
    return "-".join(_capitals(part, lexicon) for part in _plain(core).split("-"))


def _capitals(core: str, lexicon: Lexicon) -> str:
    """Spell a run of capitals that is not read as a word: "IAEA" → "I.A.E.A"."""
    match = _CAPITALS.fullmatch(core)
    if not match or match["letters"] in lexicon.acronyms:
        return core
    # espeak reads "E.U" as letters, but "E.U's" as "E dot U's".
    return " ".join(match["letters"]) + "'s" if match["tail"] else ".".join(match["letters"])


def _pause(marks: str) -> str:
    """Return the one stop that a run of closing marks is heard as."""
    for stop in "?!.:;,":
        if stop in marks:
            return stop
    return "." if "…" in marks else "," if ")" in marks or "]" in marks else ""


def _plain(text: str) -> str:
    """Drop what cannot be said: quotation marks, markup signs, pictures."""
    kept = "".join(_digit(c) for c in text.replace("’", "'") if _audible(c))
    return kept.strip("'").strip() if not any(c.isalnum() for c in kept) else kept


def _digit(character: str) -> str:
    """Return a raised, lowered or circled digit as a plain one: espeak is silent on some."""
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain.isdecimal() else character


def _audible(character: str) -> bool:
    if character in "'-,.;:!?%":
        return True
    return unicodedata.category(character)[0] in "LMN"


def _joined_pauses(words: list[Word]) -> tuple[Word, ...]:
    """Hang a leading pause on the word before it, where the voice can hear it."""
    joined: list[Word] = []
    for word in words:
        said = word.spoken
        if said[:1] in _STOPS and said:
            mark, said = said[0], said[1:].strip()
            before = next((i for i in range(len(joined) - 1, -1, -1) if joined[i].spoken), None)
            if before is not None and joined[before].spoken[-1] not in _STOPS:
                old = joined[before]
                joined[before] = Word(old.display, old.spoken + mark)
        joined.append(Word(word.display, said))
    return tuple(joined)
