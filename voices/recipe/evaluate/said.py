"""What every measure takes: a text said by somebody, and when each of its sounds was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from audiobrief.audio.pcm import resampled
from voices.recipe.features import Features, analyse_samples
from voices.recipe.sound import FRAME, RATE, SUBFRAME, Array, Floats
from voices.recipe.symbols import Token

SHORTEST_SECONDS = 0.15
"""Sound shorter than this cannot be analysed: no pitch period is surely in it."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text as sound.

    ``samples`` (samples,) are in -1..1 at ``rate`` Hz. ``frames`` tells how many frames of
    ``hop`` samples each of ``tokens`` lasts, begin and end included; it is empty where the
    speaker doesn't tell.
    """

    samples: Floats
    rate: int
    tokens: tuple[Token, ...] = ()
    frames: tuple[int, ...] = ()
    hop: int = FRAME

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate

    @property
    def timed(self) -> bool:
        """Whether it is known when each token was said."""
        return bool(self.frames)

    @property
    def durations(self) -> Array:
        """Seconds of each token (tokens,)."""
        return np.array(self.frames, np.float64) * self.hop / self.rate

    @property
    def edges(self) -> Array:
        """Where the tokens begin and end, in seconds (tokens + 1,)."""
        return np.concatenate([[0.0], np.cumsum(self.durations)])

    def ready(self) -> Array:
        """Return the samples at the recipe's rate, in double precision."""
        return resampled(self.samples, self.rate, RATE).astype(np.float64)

    def subframes(self) -> Array:
        """Return the tokens' edges (tokens + 1,) as positions on the grid of sub-frames."""
        return self.edges * RATE / SUBFRAME


class Contestant(Protocol):
    """Somebody who says texts.

    ``prompts_only`` where only what was recorded can be said; ``varies`` where another seed
    sounds different.
    """

    @property
    def name(self) -> str:
        """What tables call the contestant."""
        ...

    @property
    def prompts_only(self) -> bool:
        """Whether only the recorded prompts can be said."""
        ...

    @property
    def varies(self) -> bool:
        """Whether another seed sounds different."""
        ...

    def say(self, text: str, seed: int) -> Said:
        """Return ``text`` as sound; another ``seed`` may sound a little different."""
        ...


def analysed(said: Said) -> Features:
    """Return pitch, envelope and aperiodicity of what was said, at the recipe's sub-frames."""
    return Features(*analyse_samples(said.ready()))
