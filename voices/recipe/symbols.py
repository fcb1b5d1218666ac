"""espeak's phonemes, as Piper writes them, and the smaller alphabet that the model learns.

A *token* is a sound with its stress and length, or a pause: stress and length marks are features
of the sound they belong to, so that every sound is learned from all its occurrences.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

BEGIN, END, SPACE = "^", "$", " "
STRESS = {"ˈ": 1, "ˌ": 2}
LONG = "ː"

PAUSES = {".": ".", "!": ".", "?": ".", ",": ",", ";": ";", ":": ";", "-": SPACE, SPACE: SPACE}
PAUSES |= {"(": SPACE, ")": SPACE, '"': SPACE, BEGIN: BEGIN, END: END}
"""What each mark is to the model: recordings rarely have questions, and colons are scarce."""

VOWELS = frozenset("aeiouyæøœɐɑɒɔɘəɚɛɜɝɞɤɨɪɯɵɶʉʊʌʏᵻε")

_NEAREST = """
    gɡ rɹ xk qk ck yi ɒɑ ɝɜ ɫl ʀɹ ʁɹ çh øɜ œɜ ɬl ɲn βv χh ɣɡ ɨᵻ
    ɯu ɘə ʉu ɕʃ ʑʒ ʂʃ ʐʒ ɻɹ ɽɾ ʍw εɛ ɤʌ ɥw ɱm ʋv ɸf ɭl ɳn ʈt ɖd
    ɟɡ ʎl ʏɪ ɵʊ ɞɜ ɶæ ɦh ħh ʝj ɺɾ ʟl ɴŋ ɢɡ ʦt ɓb ɗd ɠɡ ʕh ʔt ɮl
    ɰw ʜh ⱱv oɔ ɐʌ ᵻɪ ɚə aæ eɛ ʌə ɜə ɔo
"""
NEAREST = {pair[0]: pair[1] for pair in _NEAREST.split()}
"""The sound to say in place of one that the recordings don't have; followed until one is known."""


@dataclass(frozen=True, slots=True)
class Token:
    """A sound or pause: ``stress`` is 0, 1 (primary) or 2; ``mark`` is what was written."""

    symbol: str
    mark: str
    stress: int = 0
    long: bool = False

    @property
    def pause(self) -> bool:
        """Whether it is a boundary rather than a sound."""
        return self.mark in PAUSES

    @property
    def vowel(self) -> bool:
        """Whether it can carry a syllable."""
        return self.mark in VOWELS


def tokens(phonemes: Iterable[str]) -> tuple[Token, ...]:
    """Return the tokens of Piper ``phonemes``, begin and end included."""
    found = [Token(BEGIN, BEGIN)]
    stress = 0
    for phoneme in phonemes:
        if phoneme in STRESS:
            stress = STRESS[phoneme]
        elif phoneme == LONG:
            if not found[-1].pause:
                found[-1] = replace(found[-1], long=True)
        elif phoneme in PAUSES:
            found.append(Token(PAUSES[phoneme], phoneme))
            stress = 0
        elif phoneme.isalpha():
            found.append(Token(phoneme, phoneme, stress))
            stress = 0
    return (*found, Token(END, END))


def alphabet(spoken: Iterable[Sequence[Token]]) -> tuple[str, ...]:
    """Return the symbols of all ``spoken`` tokens in a fixed order, pauses first."""
    seen = {token.symbol for line in spoken for token in line}
    pauses = tuple(dict.fromkeys(PAUSES.values()))
    return (*pauses, *sorted(seen - set(pauses)))


def nearest(phoneme: str, known: Sequence[str]) -> str | None:
    """Return the known symbol to say for ``phoneme``, or None where none comes near."""
    tried: set[str] = set()
    while phoneme not in known:
        tried.add(phoneme)
        phoneme = NEAREST.get(phoneme, "")
        if not phoneme or phoneme in tried:
            return None
    return phoneme
