"""What a model wrote, looked through for what no report may hold.

It is asked whether the text is a report at all: in its language, of whole sentences that cite
what was shown, without remarks of the model, without addresses, without the prompt. Whether
it is true is asked later, by the grounding of every sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from audiobrief.synthesis.ollama.fencing import gives_orders, pattern
from audiobrief.synthesis.ollama.languages import other_language
from audiobrief.synthesis.ollama.shapes import Cited

LONGEST_SENTENCE = 500
"""Characters."""

_RUN = 8
"""So many words in the order of the prompt are no chance."""

_ADDRESS = re.compile(
    r"\b(?:[a-z][a-z0-9+.-]*://|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w+|\b[\w-]+\.[a-z]{2,}/\S",
    re.IGNORECASE,
)
_SITE = re.compile(r"\b(?=[\w-]*[A-Za-z])[\w-]{2,}\.[a-z]{2,}\b")
"""A name with a dot in it, or two sentences without a space between."""

_MARKUP = re.compile(r"<[^>]*>|[{}`]|\[[ARS]\d|\b[AR]\d+\.P\d+\b|<\||\bMATERIAL-|^#+ |\\[nu\"]")
_WHOLE = re.compile(r"[.!?…][\"'”’»“)\]]*\Z")
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Inspector:
    """What an answer is held against.

    ``shown`` is what the model could read of the sources, in one text; ``prompt`` the rules
    it was given; ``language`` the report's ("en").
    """

    shown: str
    prompt: str
    language: str

    def faults(self, sentences: Sequence[Cited], labels: Iterable[str]) -> list[str]:
        """Return what is wrong with sentences that may cite ``labels``, fit to be sent back."""
        known = frozenset(labels)
        found = [fault for one in sentences for fault in self.citations(one.sources, known)]
        found += [fault for one in sentences for fault in _form(one.text)]
        return found + self.texts([one.text for one in sentences])

    def citations(self, cited: Iterable[str], labels: Iterable[str]) -> list[str]:
        """Return which of the labels that were cited are none of ``labels``."""
        unknown = sorted(set(cited) - set(labels))
        return [f"it cites {label[:20]!r}, which is not there" for label in unknown]

    def texts(self, texts: Sequence[str]) -> list[str]:
        """Return what is wrong with texts that a model wrote, whatever they are."""
        found = [f"{text[:80]!r}: {fault}" for text in texts for fault in self._tells(text)]
        spoken = (other_language(text, self.language) for text in [*texts, " ".join(texts)])
        if other := next(filter(None, spoken), ""):
            found.append(f"it is written in the language {other!r}, not in {self.language!r}")
        return found

    def _tells(self, text: str) -> Iterator[str]:
        if not text.strip():
            yield "it is empty"
        if not text.isprintable() or _MARKUP.search(text):
            yield "it holds marks that are no prose"
        if _ADDRESS.search(text) or self._strange(_SITE, text):
            yield "it holds an address, and a report names none"
        if self._strange(pattern("answers"), text) or gives_orders(text):
            yield "it is a remark on the task, not a sentence of the report"
        if self._recites(text):
            yield "it repeats the instructions"

    def _strange(self, tell: re.Pattern[str], text: str) -> bool:
        """Return whether ``text`` holds a tell that the sources do not hold themselves."""
        shown = self.shown.casefold()
        return any(found[0].casefold() not in shown for found in tell.finditer(text))

    def _recites(self, text: str) -> bool:
        """Return whether a run of the prompt's words is in ``text``."""
        return not _runs(text).isdisjoint(_runs(self.prompt))


def _form(text: str) -> Iterator[str]:
    here = f"{text[:80]!r}"
    if not _WHOLE.search(text):
        yield f"{here}: it is no whole sentence"
    if len(text) > LONGEST_SENTENCE:
        yield f"{here}: it is longer than {LONGEST_SENTENCE} characters"


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORDS.findall(text.casefold())
    return frozenset(tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
