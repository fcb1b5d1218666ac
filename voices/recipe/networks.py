"""What is learned: how a sentence is paced and intoned, and what spectrum each moment has.

Two networks, each with its own reading of the tokens. *Prosody* knows sentences: a duration and
three points of pitch for each token. *Acoustics* knows sounds: voicing and spectrum of each
frame, given durations and pitch.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from voices.recipe.context import CONTEXT, Spoken, place
from voices.recipe.layers import Attention, GatedBlock, Stack
from voices.recipe.sound import SPECTRUM, SUBFRAMES

KNOTS = 3
"""Points of pitch a token: the means of its thirds."""
PROSODY = 1 + KNOTS
_INSIDE = 8
_STRESSES = 3


class Reading(nn.Module):
    """Tokens in their context: (batch, tokens, channels)."""

    def __init__(self, symbols: int, channels: int, depth: int, drop: float) -> None:
        super().__init__()
        self.symbol = nn.Embedding(symbols, channels)
        self.stress = nn.Embedding(_STRESSES, channels)
        self.long = nn.Embedding(2, channels)
        self.place = nn.Linear(CONTEXT, channels)
        self.drop = nn.Dropout(drop)
        self.blocks = nn.ModuleList()
        for _ in range(depth):
            self.blocks.append(GatedBlock(channels, 5, 1, drop))
            self.blocks.append(Attention(channels, drop))
        self.norm = nn.LayerNorm(channels)

    def forward(self, spoken: Spoken) -> Tensor:
        """Return what is known of each token."""
        x = self.symbol(spoken.symbol) + self.stress(spoken.stress) + self.long(spoken.long)
        x = self.drop(x + self.place(place(spoken)))
        for block in self.blocks:
            x = block(x, spoken.mask)
        read: Tensor = self.norm(x)
        return read


class Prosody(nn.Module):
    """Duration (log of 1 + frames) and pitch (normalised log Hz at each third) of each token.

    The symbol behind the alphabet's last stands for a sound that is hidden, in learning alone.
    """

    def __init__(self, symbols: int, channels: int = 96, depth: int = 2, drop: float = 0.3) -> None:
        super().__init__()
        self.read = Reading(symbols + 1, channels, depth, drop)
        self.out = nn.Sequential(nn.Dropout(drop), nn.Linear(channels, PROSODY))

    def forward(self, spoken: Spoken) -> Tensor:
        """Return (batch, tokens, PROSODY)."""
        out: Tensor = self.out(self.read(spoken))
        return out


def inside(offset: Tensor, length: Tensor) -> Tensor:
    """Return (..., 8) that tells where a frame lies in its token of ``length`` frames."""
    at, whole = offset.float() + 0.5, length.float()
    rest = whole - at
    share = at / whole.clamp(min=1.0)
    told = [
        *(share, 1.0 - share, torch.exp(-at / 2), torch.exp(-rest / 2), torch.log(at)),
        *(torch.log(rest.clamp(min=0.5)), torch.log(whole.clamp(min=1.0))),
        torch.sin(math.pi * share),
    ]
    return torch.stack(told, -1)


class Acoustics(nn.Module):
    """Voicing and spectrum of every sub-frame, normalised, two sub-frames a frame."""

    def __init__(
        self, symbols: int, channels: int = 192, depth: int = 3, drop: float = 0.1
    ) -> None:
        super().__init__()
        self.read = Reading(symbols, channels, depth, drop)
        self.inside = nn.Linear(_INSIDE, channels)
        self.voicing = Stack(channels + SUBFRAMES, 96, SUBFRAMES, (1, 2, 4, 8), drop)
        self.decode = Stack(
            channels + 2 * SUBFRAMES, channels, SUBFRAMES * SPECTRUM, (1, 2, 4, 1, 2, 4)
        )

    def spread(self, read: Tensor, owner: Tensor, offset: Tensor, length: Tensor) -> Tensor:
        """Return token knowledge (batch, frames, channels) at each frame of its ``owner``."""
        wide = owner[..., None].expand(-1, -1, read.shape[2])
        spread: Tensor = torch.gather(read, 1, wide) + self.inside(inside(offset, length))
        return spread

    def voiced(self, spread: Tensor, pitch: Tensor, mask: Tensor) -> Tensor:
        """Return logits (batch, frames, 2) of voicing; ``pitch`` likewise, normalised."""
        out: Tensor = self.voicing(torch.cat([spread, pitch], 2), mask)
        return out

    def spectrum(self, spread: Tensor, pitch: Tensor, voiced: Tensor, mask: Tensor) -> Tensor:
        """Return (batch, frames, 2 * SPECTRUM), the first sub-frame's values first."""
        out: Tensor = self.decode(torch.cat([spread, pitch, voiced], 2), mask)
        return out
