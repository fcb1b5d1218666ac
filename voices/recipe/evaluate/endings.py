"""Whether it can be heard what an ending means: a question, more to come, or the end.

The movement of pitch from a phrase's last stressed syllable to its last voiced sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from voices.recipe.evaluate.pitch import SEMITONES
from voices.recipe.evaluate.said import Said
from voices.recipe.evaluate.timing import COMMA, Phrase, phrases
from voices.recipe.features import Features
from voices.recipe.sound import RATE, SUBFRAME, Array
from voices.recipe.symbols import Token

RISE = 1.0
"""Semitones upward that are surely heard as a rise, downward as a fall."""
_LAST = round(0.06 * RATE / SUBFRAME)
"""Sub-frames at the end that the last pitch is taken from."""
_FEWEST = 3
_PRIMARY, _SECONDARY = 1, 2


@dataclass(frozen=True, slots=True)
class Ending:
    """How endings of one kind sound.

    ``movement`` is the mean in semitones, ``rise`` and ``fall`` the shares that do so by a
    semitone, ``level`` how many semitones the end lies above the middle of the utterance.
    """

    movement: float
    rise: float
    fall: float
    level: float
    endings: int


@dataclass(frozen=True, slots=True)
class Endings:
    """Endings by what they mean; ``more`` are phrases before a comma."""

    yes_no: Ending | None
    wh: Ending | None
    more: Ending | None
    statements: Ending | None


def final(utterances: Sequence[tuple[Said, Features]]) -> Ending | None:
    """Return how utterances end."""
    return _ending(
        [
            move
            for said, features in utterances
            if said.timed
            for phrase in list(phrases(said.tokens))[-1:]
            for move in _movements(said, features, [phrase])
        ]
    )


def before_commas(utterances: Sequence[tuple[Said, Features]]) -> Ending | None:
    """Return how the phrases before commas end."""
    return _ending(
        [
            move
            for said, features in utterances
            if said.timed
            for move in _movements(said, features, _continued(said))
        ]
    )


def _continued(said: Said) -> list[Phrase]:
    return [phrase for phrase in phrases(said.tokens) if phrase.mark == COMMA]


def stressed(tokens: Sequence[Token], first: int, last: int) -> range:
    """Return the vowel of the last stressed syllable of ``tokens[first:last]``.

    Where none is stressed, it is that of the last syllable.
    """
    vowels = [at for at in range(first, last) if tokens[at].vowel]
    for stress in (_PRIMARY, _SECONDARY, 0):
        found = [at for at in vowels if tokens[at].stress == stress]
        if found:
            end = found[-1] + 1
            while end < last and tokens[end].vowel and not tokens[end].stress:
                end += 1
            return range(found[-1], end)
    return range(first, last)


def _movements(
    said: Said, features: Features, ends: Sequence[Phrase]
) -> Iterator[tuple[float, float]]:
    """Yield the movement and the level of phrases' ends, in semitones."""
    edges = np.round(said.subframes()).astype(int)
    voiced = features.f0 > 0
    log = SEMITONES * np.log(np.maximum(features.f0, 1.0).astype(np.float64))
    if not voiced.any():
        return
    middle = float(np.median(log[voiced]))
    for phrase in ends:
        vowel = stressed(said.tokens, phrase.first, phrase.last)
        start, end = edges[vowel.start], edges[phrase.last]
        heard = np.arange(start, end)
        heard = heard[heard < len(log)]
        track = log[heard[voiced[heard]]]
        if len(track) >= 2 * _FEWEST:
            half = max(_FEWEST, (edges[vowel.stop] - start) // 2)
            close = _close(track)
            yield close - float(np.median(track[:half])), close - middle


def _close(track: Array) -> float:
    """Return the pitch that a track ends on: of no more than its last half."""
    return float(np.median(track[-min(_LAST, len(track) // 2) :]))


def _ending(moves: Sequence[tuple[float, float]]) -> Ending | None:
    if not moves:
        return None
    movement, level = np.array(moves).T
    return Ending(
        movement=float(movement.mean()),
        rise=float((movement > RISE).mean()),
        fall=float((movement < -RISE).mean()),
        level=float(level.mean()),
        endings=len(moves),
    )
