"""Where each token stands: in its word, its phrase, its sentence.

Counts are by comparing all tokens with all: plain tensor arithmetic that means the same in
training and in the exported graph, on hundreds of tokens at most.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from voices.recipe.symbols import PAUSES, SPACE

PAUSE_SYMBOLS = tuple(dict.fromkeys(PAUSES.values()))
"""The first symbols of every alphabet."""
_SPACE = PAUSE_SYMBOLS.index(SPACE)
_LEVELS = 3
_COUNTED = 3
CONTEXT = _LEVELS * _COUNTED * 3 + 2 * len(PAUSE_SYMBOLS) + 3
"""Values that tell a token's place."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """Tokens as numbers.

    Each is (batch, tokens): ``symbol``, ``stress`` 0 to 2, ``long`` and ``vowel`` 0 or 1;
    ``mask`` (batch, tokens, 1) is 0.0 on padding.
    """

    symbol: Tensor
    stress: Tensor
    long: Tensor
    vowel: Tensor
    mask: Tensor

    @property
    def pause(self) -> Tensor:
        """Whether each token is a boundary, as 0.0 or 1.0."""
        return (self.symbol < len(PAUSE_SYMBOLS)).float()

    @property
    def phrase(self) -> Tensor:
        """The number of each token's phrase; a mark belongs to what it ends."""
        ends = self.pause * (self.symbol != _SPACE).float()
        return torch.cumsum(ends, 1) - ends


def place(spoken: Spoken) -> Tensor:
    """Return (batch, tokens, CONTEXT): how much lies before and behind, at three levels."""
    pause, phrase = spoken.pause, spoken.phrase
    real = spoken.mask[..., 0]
    before = torch.cat([torch.zeros_like(pause[:, :1]), spoken.vowel[:, :-1].float()], 1)
    nucleus = spoken.vowel.float() * (1.0 - before) * real
    stressed = spoken.vowel.float() * (spoken.stress == 1).float() * real
    word_end = pause * real
    word = torch.cumsum(pause, 1) - pause
    counted = torch.stack([nucleus, stressed, word_end], 2)
    levels = [_around(counted, group) for group in (word, phrase, torch.zeros_like(phrase))]
    ending, opening = _marks(spoken, phrase)
    flags = torch.stack([pause, spoken.vowel.float(), (spoken.stress == 1).float()], 2)
    return torch.cat([*levels, ending, opening, flags], 2)


def _around(counted: Tensor, group: Tensor) -> Tensor:
    """Return logarithmic counts before and behind each token in its group, and the share."""
    length = group.shape[1]
    at = torch.arange(length, device=group.device)
    same = (group[:, :, None] == group[:, None, :]).float()
    behind = (at[None, :] > at[:, None]).float()
    ahead = (at[None, :] < at[:, None]).float()
    earlier = (same * ahead) @ counted
    later = (same * behind) @ counted
    share = (earlier + 0.5) / (earlier + later + 1.0)
    return torch.cat([torch.log1p(earlier), torch.log1p(later), share], 2)


def _marks(spoken: Spoken, phrase: Tensor) -> tuple[Tensor, Tensor]:
    """Return, one of a kind, the marks that end each token's phrase and the one before it."""
    ends = spoken.pause * (spoken.symbol != _SPACE).float() * spoken.mask[..., 0]
    kinds = torch.arange(len(PAUSE_SYMBOLS), device=phrase.device)
    marks = (spoken.symbol[..., None] == kinds).float() * ends[..., None]
    ending = (phrase[:, :, None] == phrase[:, None, :]).float() @ marks
    opening = (phrase[:, :, None] == phrase[:, None, :] + 1.0).float() @ marks
    return ending, opening
