"""The few layers that all networks are made of; sequences are (batch, time, channels).

Convolutions are written as one matrix product over shifted copies: faster than a convolution on
a processor, at training and in onnxruntime alike.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

HEADS = 4


class Convolution(nn.Module):
    """A convolution over time of odd width, that keeps the length."""

    def __init__(self, inputs: int, outputs: int, width: int = 3, dilation: int = 1) -> None:
        super().__init__()
        self.reach = (width - 1) // 2 * dilation
        self.dilation = dilation
        self.width = width
        self.linear = nn.Linear(inputs * width, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Return (batch, time, outputs)."""
        length = x.shape[1]
        padded = functional.pad(x, (0, 0, self.reach, self.reach))
        starts = [k * self.dilation for k in range(self.width)]
        out: Tensor = self.linear(torch.cat([padded[:, s : s + length] for s in starts], 2))
        return out


class GatedBlock(nn.Module):
    """A residual convolution behind a gate (van den Oord et al. 2016)."""

    def __init__(self, channels: int, width: int = 3, dilation: int = 1, drop: float = 0.0) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(channels)
        self.convolution = Convolution(channels, 2 * channels, width, dilation)
        self.out = nn.Linear(channels, channels)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return ``x`` with what was found in it; ``mask`` (batch, time, 1) hides padding."""
        value, gate = self.convolution(self.norm(x) * mask).chunk(2, 2)
        changed: Tensor = x + self.out(self.drop(torch.tanh(value) * torch.sigmoid(gate)))
        return changed


class Attention(nn.Module):
    """Self-attention that fades with distance (Press et al. 2022), then two dense layers."""

    def __init__(self, channels: int, drop: float = 0.0) -> None:
        super().__init__()
        self.norm, self.norm_dense = nn.LayerNorm(channels), nn.LayerNorm(channels)
        self.project = nn.Linear(channels, 3 * channels)
        self.out = nn.Linear(channels, channels)
        self.wide = nn.Linear(channels, 3 * channels)
        self.narrow = nn.Linear(3 * channels, channels)
        self.drop = nn.Dropout(drop)
        fading = torch.tensor([0.02, 0.06, 0.2, 0.5]).log().reshape(1, HEADS, 1, 1)
        self.fading = nn.Parameter(fading)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return ``x`` with what was attended to."""
        batch, length, channels = x.shape
        parts = self.project(self.norm(x)).reshape(batch, length, 3, HEADS, channels // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        place = torch.arange(length, device=x.device)
        apart = (place[None] - place[:, None]).abs().float()
        score = query @ key.transpose(2, 3) / math.sqrt(channels // HEADS)
        score = score - self.fading.exp() * apart + (mask.transpose(1, 2)[:, None] - 1.0) * 1e4
        mixed = (torch.softmax(score, -1) @ value).transpose(1, 2).reshape(batch, length, channels)
        x = x + self.drop(self.out(mixed))
        dense = self.narrow(functional.gelu(self.wide(self.norm_dense(x))))
        attended: Tensor = x + self.drop(dense)
        return attended


class Stack(nn.Module):
    """Gated blocks one after another, from ``inputs`` channels to ``outputs``."""

    def __init__(
        self,
        inputs: int,
        channels: int,
        outputs: int,
        dilations: tuple[int, ...],
        drop: float = 0.0,
    ) -> None:
        super().__init__()
        self.into = nn.Linear(inputs, channels)
        self.blocks = nn.ModuleList(
            GatedBlock(channels, 5 if at == 0 else 3, dilation, drop)
            for at, dilation in enumerate(dilations)
        )
        self.norm = nn.LayerNorm(channels)
        self.out = nn.Linear(channels, outputs)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return (batch, time, outputs)."""
        x = self.into(x)
        for block in self.blocks:
            x = block(x, mask)
        out: Tensor = self.out(self.norm(x))
        return out
