"""An ear that cannot be flattered: pocketsphinx with its generic US English model.

It stands for no listener, but it is the same for everybody: a voice that it mishears more often
than another is less clear, all else being equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from audiobrief.audio.pcm import resampled
from voices.recipe.evaluate.said import Contestant, Said
from voices.recipe.evaluate.words import Hearing, WordErrors, hearing, pooled, words_of

EAR_RATE = 16_000
"""What the model was trained at."""
FRAMES_A_SECOND = 100
_FEWEST_FRAMES = 3
"""Frames a sound takes at least: one in each state of its model."""

_RMS = 0.06
"""Level that everything is brought to."""
_AROUND = 0.2
"""Seconds of near silence before and after."""
_NOISE = 1e-4
"""Deviation of the noise throughout: digital silence is nothing that the model knows."""
_FULL_SCALE = 32_767
_NO_WORDS = ("<", "[", "+")
"""How the names of silences and noises begin."""


@dataclass(frozen=True, slots=True)
class Found:
    """A word where forced alignment puts it.

    ``frames`` are hundredths of a second; ``sounds`` is how many the dictionary gives the word.
    """

    word: str
    frames: int
    sounds: int

    @property
    def squeezed(self) -> bool:
        """Whether it got no more time than it had to be given: it was hardly said."""
        return self.frames <= _FEWEST_FRAMES * self.sounds


def prepared(samples: np.typing.NDArray[np.float32], rate: int) -> bytes:
    """Return sound as the recogniser takes it: 16-bit at ``EAR_RATE``, one level, a little air."""
    sound = resampled(samples, rate, EAR_RATE).astype(np.float64)
    rms = float(np.sqrt(np.mean(sound**2))) if len(sound) else 0.0
    if rms:
        sound *= _RMS / rms
    padded = np.pad(sound, round(_AROUND * EAR_RATE))
    padded += _NOISE * np.random.default_rng(0).standard_normal(len(padded))
    return (np.clip(padded, -1.0, 1.0) * _FULL_SCALE).astype("<i2").tobytes()


class Ear:
    """A recogniser. Each hearing is by itself: nothing is carried from one to the next."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._free: Any = Decoder(samprate=EAR_RATE, loglevel="FATAL")
        self._forced: Any = Decoder(samprate=EAR_RATE, lm=None, loglevel="FATAL")

    def hear(self, said: Said) -> tuple[str, ...]:
        """Return the words that are heard."""
        _listen(self._free, prepared(said.samples, said.rate))
        guess = self._free.hyp()
        return words_of(guess.hypstr) if guess else ()

    def knows(self, word: str) -> bool:
        """Return whether the dictionary has a word."""
        return self._forced.lookup_word(word) is not None

    def find(self, said: Said, words: Sequence[str]) -> tuple[Found, ...]:
        """Return where the ``words``, all known, are said in order; nothing where they aren't."""
        self._forced.set_align_text(" ".join(words))
        _listen(self._forced, prepared(said.samples, said.rate))
        guess = self._forced.hyp()
        if not guess:
            return ()
        return tuple(
            Found(bare, segment.end_frame - segment.start_frame + 1, self._sounds(segment.word))
            for segment in self._forced.seg()
            if (bare := segment.word.partition("(")[0]) and not bare.startswith(_NO_WORDS)
        )

    def _sounds(self, word: str) -> int:
        return len(str(self._forced.lookup_word(word) or "").split())


def _listen(decoder: Any, sound: bytes) -> None:
    """Decode a whole utterance at once, so that its own mean normalises it."""
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()


def listen(
    ear: Ear,
    contestant: Contestant,
    lines: Sequence[str],
    seeds: Sequence[int],
    told: Callable[[str], None] = lambda _: None,
) -> tuple[WordErrors, tuple[tuple[Hearing, ...], ...]]:
    """Return the word error rate of a contestant on ``lines``, and every hearing.

    Who doesn't vary is heard once: saying it again changes nothing.
    """
    syntheses: list[tuple[Hearing, ...]] = []
    for seed in seeds if contestant.varies else seeds[:1]:
        syntheses.append(
            tuple(hearing(line, ear.hear(contestant.say(line, seed))) for line in lines)
        )
        told(f"{contestant.name}: {len(lines)} lines heard, seed {seed}")
    return pooled(syntheses), tuple(syntheses)
