"""Those whose readings are compared: ours, piper's alone, and two normalisers of the field.

Raw piper has no words to compare: espeak-ng, inside it, turns the written text into phonemes.
It is right where they are the phonemes of an accepted reading, by the same espeak-ng in the
same voice. Stress, length, pauses and word breaks are left out, and the vowels and the
flapped t that espeak-ng weakens by their place in a word are taken for one another.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from audiobrief.narration.speakable import Reader, open_reader

from .cases import Case
from .scoring import readings

_WEAKENED = str.maketrans({"ɐ": "ə", "\u026a": "i", "ᵻ": "i", "ɾ": "t", "ɚ": "ə"})
_UNHEARD = re.compile(r"[^\w\s]|[ˈˌːʲˑ]")
_VOICES = {"en-US": "en-us", "en-GB": "en-gb-x-rp", "pt-BR": "pt-br"}
"""espeak-ng's voices in Piper, where a region has another than its language."""
_SPELLED = re.compile(r"\b[A-Z](?: [A-Z]\b)+")


@dataclass(frozen=True, slots=True)
class Contestant:
    """A reader of written text: what it says, for people to read, and whether that is right.

    ``only`` is the one language it reads, or empty.
    """

    name: str
    said: Callable[[Case], str]
    is_right: Callable[[Case], bool]
    only: str = ""

    def reads(self, case: Case) -> bool:
        """Return whether the case is in a language that it reads."""
        return self.only in ("", _language(case))


@dataclass(frozen=True, slots=True)
class Missing:
    """A contestant that cannot be imported here, and why."""

    name: str
    reason: str


def contestants() -> Iterator[Contestant | Missing]:
    """Yield ours first, then the others."""
    yield _of_words("ours", lambda case: _reader(case.locale).said(case.text))
    for name, opener in (("piper", _piper), ("NeMo", _nemo), ("wetext", _wetext)):
        try:
            yield opener()
        except ImportError as error:
            yield Missing(name, str(error))


@cache
def _reader(locale: str) -> Reader:
    return open_reader(locale)


def _language(case: Case) -> str:
    return case.locale.partition("-")[0]


def _of_words(name: str, said: Callable[[Case], str], only: str = "") -> Contestant:
    return Contestant(name, said, lambda case: case.is_right(said(case)), only)


def _nemo() -> Contestant:
    normalize = import_module("nemo_text_processing.text_normalization.normalize")
    grammars = Path(tempfile.gettempdir()) / "audiobrief-bench-nemo"
    normalizer = normalize.Normalizer(input_case="cased", lang="en", cache_dir=str(grammars))
    return _of_words(
        "NeMo", lambda case: str(normalizer.normalize(case.text, punct_post_process=True)), "en"
    )


def _wetext() -> Contestant:
    normalizer = import_module("wetext").Normalizer(lang="en", operator="tn")
    return _of_words("wetext", lambda case: str(normalizer.normalize(case.text)), "en")


def _piper() -> Contestant:
    from piper.phonemize_espeak import EspeakPhonemizer

    phonemize = EspeakPhonemizer().phonemize

    def phonemes(case: Case, text: str) -> str:
        sentences = phonemize(_VOICES.get(case.locale, _language(case)), text)
        return " ".join("".join(sentence) for sentence in sentences)

    def is_right(case: Case) -> bool:
        wanted = _sound(phonemes(case, case.text))
        return any(_sound(phonemes(case, text)) == wanted for text in _written_out(case))

    return Contestant("piper", lambda case: phonemes(case, case.text), is_right)


def _written_out(case: Case) -> Iterator[str]:
    """Yield the accepted readings, letters as espeak-ng is sure to spell them and as they are."""
    for reading in readings(case.accept):
        yield reading
        dotted = _SPELLED.sub(lambda run: run[0].replace(" ", ".") + ".", reading)
        if dotted != reading:
            yield dotted


def _sound(phonemes: str) -> str:
    words = _UNHEARD.sub("", phonemes).translate(_WEAKENED).split()
    return "".join("ə" if word == "ei" else word for word in words)
