"""Spoken words put as espeak needs them, so that it says what the script says.

A script spells letters as capitals parted by spaces ("I A E A") and gives phonemes in double
brackets ("[[kˈiːɪv]]"). espeak takes a capital A that stands alone for the article, and
piper drops the comma behind a bracket; what is done about both was measured with piper 1.8.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_SPELLED = re.compile(
    rf"(?<![^\W_])(?P<head>{_CAPITAL}(?: {_CAPITAL})*) (?P<last>{_CAPITAL})"
    r"(?P<tail>['’]?s)?(?![^\W_]|['’][^\W_])"
)
_RAW = re.compile(r"\[\[([^\[\]]*)\]\]")
_ENDINGS = {"F": "s", "H": "ᵻz", "S": "ᵻz", "X": "ᵻz"}
"""The English ending of a letter's name, where it is not "z"."""
_CUT = re.compile(r"(\[\[[^\[\]]*\]\][,;:.!?]*)")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of an utterance: text for espeak, or phonemes with the pause behind them."""

    text: str
    raw: bool = False


def for_espeak(spoken: str) -> str:
    """Return one word's spoken form as espeak says it right.

    Every word between spaces is then said by itself: phonemes stand alone, one bracket a
    word, with at most marks of punctuation behind them.
    """
    return _SPELLED.sub(_dotted, _RAW.sub(_apart, spoken))


def parts_of(text: str) -> tuple[Part, ...]:
    """Return an utterance cut into text and phonemes, in order."""
    cut = [piece.strip() for piece in _CUT.split(text)]
    return tuple(
        Part(re.sub(r"[\[\]]", "", piece), raw=True) if number % 2 else Part(piece)
        for number, piece in enumerate(cut)
        if piece
    )


def _apart(match: re.Match[str]) -> str:
    """Give each word of phonemes its own brackets, and part them from letters around."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    inside = " ".join(f"[[{word}]]" for word in match[1].split())
    lead = " " if before and not before.endswith(" ") else ""
    glued = after and not re.match(r"[\s,;:.!?]", after)
    return lead + inside + (" " if glued else "")


def _dotted(match: re.Match[str]) -> str:
    """Put points between letters: "I A E A" → "I.A.E.A", "I A E A's" → "I.A.E A's".

    espeak says "E.U's" as "E dot U's" and "M Ps" as "M P S", so a last letter with an ending
    stands apart, and a plural is written as a possessive, which sounds the same. Two letters
    that begin with A leave no such way: their ending is given in phonemes.
    """
    head, last = match["head"].replace(" ", "."), match["last"]
    if not match["tail"]:
        return f"{head}.{last}"
    if head != "A":
        return f"{head} {last}'s"
    return f"{head}.{last} [[{_ENDINGS.get(last, 'z')}]]"
