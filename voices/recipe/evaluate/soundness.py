"""Whether every word is said, and said once.

Two witnesses: the voice's own account of when it says each word, checked against the sound, and
a recogniser, which must find every word in order, told them or not, and must not hear any twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from voices.recipe.evaluate.recogniser import Found
from voices.recipe.evaluate.said import Contestant, Said
from voices.recipe.evaluate.words import doubled, words_of
from voices.recipe.sound import Array, Floats

SHORTEST, LONGEST = 0.025, 0.3
"""Seconds a sound, on average over a word: less is a word swallowed, more one that got stuck."""
_ALLOWANCE = 0.15
"""Seconds that a word of one or two sounds may take on top of that, before a pause."""
SILENT_BELOW = 35.0
"""Decibels under the loudest word; a word quieter than that isn't heard."""
_FEWEST_SOUNDS = 3
"""Sounds of a word, below which being hurried over is natural."""
_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line as it was said."""

    text: str
    what: str


@dataclass(frozen=True, slots=True)
class Soundness:
    """Of ``lines`` said: all faults; and how many of ``words`` the recogniser doesn't know."""

    lines: int
    words: int
    unknown: int
    faults: tuple[Fault, ...]


class Listener(Protocol):
    """What is needed of a recogniser."""

    def hear(self, said: Said) -> tuple[str, ...]:
        """Return the words that are heard."""
        ...

    def knows(self, word: str) -> bool:
        """Return whether the dictionary has a word."""
        ...

    def find(self, said: Said, words: Sequence[str]) -> tuple[Found, ...]:
        """Return where the ``words`` are said in order; nothing where they aren't."""
        ...


def soundness(
    ear: Listener,
    contestant: Contestant,
    lines: Sequence[str],
    seed: int = 0,
    told: Callable[[str], None] = lambda _: None,
) -> Soundness:
    """Return what is wrong with ``lines`` as a contestant says them."""
    faults: list[Fault] = []
    unknown = words = 0
    for line in lines:
        said = contestant.say(line, seed)
        wanted = words_of(line)
        known = [word for word in wanted if ear.knows(word)]
        words += len(wanted)
        unknown += len(wanted) - len(known)
        heard = ear.hear(said)
        whats = [*misplaced(said), *repeated(heard, wanted)]
        if heard != wanted:
            whats += unheard(ear, said, known)
        faults += [Fault(line, what) for what in whats]
    told(f"{contestant.name}: {len(lines)} lines checked word by word")
    return Soundness(len(lines), words, unknown, tuple(faults))


def misplaced(said: Said) -> Iterator[str]:
    """Yield which words of a timed utterance get too little time or too much, or no sound."""
    if not said.timed:
        return
    edges = said.edges
    spans = list(spoken_words(said))
    levels = [_level(said.samples, said.rate, edges[first], edges[last]) for first, last in spans]
    for (first, last), level in zip(spans, levels, strict=True):
        word = "".join(token.mark for token in said.tokens[first:last])
        seconds, sounds = edges[last] - edges[first], last - first
        if seconds < SHORTEST * sounds:
            yield f"/{word}/ gets {seconds:.3f} s"
        if seconds > LONGEST * sounds + _ALLOWANCE:
            yield f"/{word}/ takes {seconds:.2f} s"
        if level < max(levels) - SILENT_BELOW:
            yield f"/{word}/ is silent"


def spoken_words(said: Said) -> Iterator[tuple[int, int]]:
    """Yield the first token of each word and the one behind its last."""
    first = None
    for at, token in enumerate(said.tokens):
        if first is not None and token.pause:
            yield first, at
            first = None
        elif first is None and not token.pause:
            first = at


def _level(samples: Floats, rate: int, start: float, end: float) -> float:
    """Return the level in dB between two times in seconds."""
    part: Array = samples[round(start * rate) : round(end * rate)].astype(np.float64)
    return float(10.0 * np.log10((part**2).mean() + _TINY)) if len(part) else -np.inf


def unheard(ear: Listener, said: Said, known: Sequence[str]) -> Iterator[str]:
    """Yield which words the recogniser, told what to look for, doesn't find."""
    if not known:
        return
    found = ear.find(said, known)
    if [one.word for one in found] != list(known):
        yield "its words cannot be found in order"
    for one in found:
        if one.squeezed and one.sounds >= _FEWEST_SOUNDS:
            yield f"{one.word!r} is hardly found"


def repeated(heard: Sequence[str], wanted: Sequence[str]) -> Iterator[str]:
    """Yield what the recogniser hears twice in a row that was written once."""
    for run in doubled(wanted, heard):
        yield f"{run!r} is heard twice"
