"""What recordings without questions cannot teach: how questions and exclamations end.

A yes/no question ends high: from its last stressed syllable the pitch dips and rises to the end
(the low rise L* H-H% of Pierrehumbert 1980). A question with a question word rises less. An
exclamation is higher and wider.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from voices.recipe.context import Spoken

WH_WORDS = (
    ("w", "ʌ", "t"),
    ("w", "ɛ", "n"),
    ("w", "ɛ", "ɹ"),
    ("w", "a", "ɪ"),
    ("w", "ɪ", "t"),
    ("h", "u", ""),
    ("h", "a", "ʊ"),
)
"""How what, when, where, why, which, who and how begin; an empty symbol is any."""


@dataclass(frozen=True, slots=True)
class Rises:
    """Semitones at the last stressed syllable and at the end, above the speaker's mean."""

    yes_no: tuple[float, float] = (-1.0, 6.0)
    wh: tuple[float, float] = (0.0, 3.0)
    exclaimed: float = 1.0
    wider: float = 1.15


def tail(spoken: Spoken, middles: Tensor) -> Tensor:
    """Return how far each knot lies between the last stressed vowel (0) and the end (1).

    ``middles`` (1, tokens, 3) are the knots' times; knots before that vowel are below 0.
    """
    sound = 1.0 - spoken.pause
    number = torch.arange(spoken.symbol.shape[1], device=middles.device).float()
    vowel = spoken.vowel.float()
    rank = number + 1.0
    stressed = (vowel * (spoken.stress == 1).float() * rank).amax(1, keepdim=True)
    any_vowel = (vowel * rank).amax(1, keepdim=True)
    nucleus = torch.where(stressed > 0, stressed, any_vowel)
    is_nucleus = (rank == nucleus).float()[..., None]
    is_last = (rank == (sound * rank).amax(1, keepdim=True)).float()[..., None]
    start = (middles[..., :1] * is_nucleus).sum(1, keepdim=True)
    end = (middles[..., -1:] * is_last).sum(1, keepdim=True)
    reached: Tensor = (middles - start) / (end - start).clamp(min=1.0)
    return reached


def asks(spoken: Spoken, words: Tensor) -> Tensor:
    """Return 1.0 where the sentence begins with one of ``words`` (words, 3), -1 for any."""
    opening = spoken.symbol[:, 1:4]
    same = (opening[:, None, :] == words[None]) | (words[None] < 0)
    found: Tensor = same.all(2).any(1)
    return found.float()


def intoned(knots: Tensor, reached: Tensor, marks: Tensor, wh: Tensor, rises: Rises) -> Tensor:
    """Return pitch (1, tokens, 3) in semitones about the speaker's mean, with its ending.

    ``reached`` is :func:`tail`'s; ``marks`` (2,) tells whether it asks and whether it exclaims,
    ``wh`` whether it has a question word, as 0.0 or 1.0.
    """
    question, exclaimed = marks
    low = rises.yes_no[0] + (rises.wh[0] - rises.yes_no[0]) * wh
    high = rises.yes_no[1] + (rises.wh[1] - rises.yes_no[1]) * wh
    rising = low + (high - low) * reached.clamp(0.0, 1.0)
    share = question * ((reached + 0.35) / 0.35).clamp(0.0, 1.0)
    ended = knots + share * (rising - knots)
    exclaiming: Tensor = ended * (1.0 + (rises.wider - 1.0) * exclaimed)
    lifted: Tensor = exclaiming + rises.exclaimed * exclaimed
    return lifted
