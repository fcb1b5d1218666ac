"""Pitch between its knots: a curve at sub-frames from three points a token.

Each third of a token holds its knot; a Hann kernel of 70 ms rounds the steps off. The same curve,
made from the recording's own knots, is what the acoustic model is trained with.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from voices.recipe.networks import KNOTS
from voices.recipe.sound import SUBFRAMES, Floats

_KERNEL = 13
"""Sub-frames; odd."""


def curve(knots: Tensor, owner: Tensor, offset: Tensor, length: Tensor) -> Tensor:
    """Return pitch (batch, frames * 2) from ``knots`` (batch, tokens, 3) and each frame's place.

    ``owner``, ``offset`` and ``length`` are (batch, frames): the token, the frame's number in it,
    and how many frames it has.
    """
    fine = SUBFRAMES * offset[..., None] + torch.arange(SUBFRAMES, device=offset.device)
    third = torch.div(fine * KNOTS, SUBFRAMES * length[..., None], rounding_mode="floor")
    index = KNOTS * owner[..., None] + third.clamp(max=KNOTS - 1)
    steps = torch.gather(knots.flatten(1), 1, index.flatten(1))
    reach = _KERNEL // 2
    first, last = steps[:, :1].expand(-1, reach), steps[:, -1:].expand(-1, reach)
    padded = torch.cat([first, steps, last], 1)
    kernel = torch.hann_window(_KERNEL + 2, periodic=False)[1:-1].to(knots.device)
    smooth = functional.conv1d(padded[:, None], (kernel / kernel.sum())[None, None])
    return smooth[:, 0]


def knots_of(pitch: Floats, voiced: Floats, frames: Floats) -> tuple[Floats, Floats]:
    """Return the knots (tokens, 3) of a pitch track at sub-frames, and their weights.

    ``pitch`` is filled through unvoiced stretches. A weight is the number of voiced sub-frames a
    knot stands for; where there are none it holds what the track passes through.
    """
    length = SUBFRAMES * frames.astype(int)
    owner = np.repeat(np.arange(len(length)), length)
    starts = np.repeat(np.cumsum(length) - length, length)
    third = np.minimum((np.arange(len(owner)) - starts) * KNOTS // length[owner], KNOTS - 1)
    index = KNOTS * owner + third
    size = KNOTS * len(length)
    track, heard = pitch[: len(index)], voiced[: len(index)]
    counts = np.bincount(index, heard, size)
    passed = np.bincount(index, track, size) / np.maximum(np.bincount(index, minlength=size), 1)
    means = np.where(
        counts > 0, np.bincount(index, track * heard, size) / np.maximum(counts, 1), passed
    )
    empty = np.bincount(index, minlength=size) == 0
    means[empty] = np.interp(np.flatnonzero(empty), np.flatnonzero(~empty), means[~empty])
    shape = (len(length), KNOTS)
    return means.reshape(shape).astype(np.float32), counts.reshape(shape).astype(np.float32)
