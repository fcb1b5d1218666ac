"""Aligned takes as tensors, normalised, and put together into batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from voices.recipe.alignment import Alignment
from voices.recipe.context import Spoken
from voices.recipe.contour import curve, knots_of
from voices.recipe.features import Features, filled
from voices.recipe.sound import SPECTRUM, SUBFRAMES, Floats
from voices.recipe.symbols import Token


@dataclass(frozen=True, slots=True)
class Norms:
    """What is usual for the speaker.

    Mean and deviation of log pitch (scalars), and of each spectral value (SPECTRUM,): envelope
    first, then aperiodicity.
    """

    pitch_mean: float
    pitch_deviation: float
    mean: Floats
    deviation: Floats

    @classmethod
    def of(cls, takes: Sequence[Features]) -> Self:
        """Return the norms of a speaker's takes."""
        pitch = np.concatenate([np.log(take.f0[take.f0 > 0]) for take in takes])
        values = np.concatenate(
            [np.concatenate([take.envelope, take.aperiodicity], 1) for take in takes]
        )
        deviation = values.std(0, dtype=np.float64) + 1e-3
        return cls(
            float(pitch.mean()),
            float(pitch.std()),
            values.mean(0, dtype=np.float64).astype(np.float32),
            deviation.astype(np.float32),
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """Takes side by side; tokens are (takes, tokens), frames (takes, frames).

    ``frames`` is each token's duration; ``knots`` and ``weights`` (takes, tokens, 3) its pitch;
    ``owner``, ``offset`` and ``length`` tell each frame's place; ``pitch`` and ``voiced``
    (takes, frames, 2) and ``spectrum`` (takes, frames, 2 * SPECTRUM) are what to learn.
    """

    symbol: Tensor
    stress: Tensor
    long: Tensor
    vowel: Tensor
    token_mask: Tensor
    frames: Tensor
    knots: Tensor
    weights: Tensor
    owner: Tensor
    offset: Tensor
    length: Tensor
    frame_mask: Tensor
    pitch: Tensor
    voiced: Tensor
    spectrum: Tensor

    @property
    def spoken(self) -> Spoken:
        """The tokens as the networks read them."""
        return Spoken(self.symbol, self.stress, self.long, self.vowel, self.token_mask)

    @classmethod
    def of(cls, takes: Sequence[Batch]) -> Batch:
        """Return single takes as one batch, padded with zeros."""
        padded = (
            pad_sequence([getattr(take, field.name)[0] for take in takes], batch_first=True)
            for field in fields(cls)
        )
        return cls(*padded)

    def to(self, device: torch.device) -> Batch:
        """Return the batch on a device."""
        return Batch(*(getattr(self, field.name).to(device) for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Material:
    """What networks learn: takes, takes held out for choices, and how many symbols there are."""

    symbols: int
    learned: Sequence[Batch]
    held: Sequence[Batch]


def spoken_of(tokens: Sequence[Token], known: Mapping[str, int]) -> Spoken:
    """Return one sentence's tokens as the networks read them."""
    return Spoken(
        torch.tensor([[known[token.symbol] for token in tokens]]),
        torch.tensor([[token.stress for token in tokens]]),
        torch.tensor([[int(token.long) for token in tokens]]),
        torch.tensor([[int(token.vowel) for token in tokens]]),
        torch.ones(1, len(tokens), 1),
    )


def example(
    features: Features, aligned: Alignment, known: Mapping[str, int], norms: Norms
) -> Batch:
    """Return one take as a batch of one."""
    frames = np.array(aligned.frames)
    total = SUBFRAMES * frames.sum()
    pitch = (filled(features.f0)[:total] - norms.pitch_mean) / norms.pitch_deviation
    voiced = (features.f0[:total] > 0).astype(np.float32)
    knots, weights = knots_of(pitch, voiced, frames)
    values = np.concatenate([features.envelope[:total], features.aperiodicity[:total]], 1)
    spoken = spoken_of(aligned.tokens, known)
    owner = torch.from_numpy(np.repeat(np.arange(len(frames)), frames))[None]
    starts = np.repeat(np.cumsum(frames) - frames, frames)
    offset = torch.from_numpy(np.arange(frames.sum()) - starts)[None]
    length = torch.from_numpy(frames[owner[0].numpy()])[None]
    told = torch.from_numpy(knots)[None]
    shape = (1, int(frames.sum()), SUBFRAMES)
    return Batch(
        spoken.symbol,
        spoken.stress,
        spoken.long,
        spoken.vowel,
        spoken.mask,
        torch.from_numpy(frames.astype(np.float32))[None],
        told,
        torch.from_numpy(weights)[None],
        owner,
        offset,
        length,
        torch.ones(1, shape[1], 1),
        curve(told, owner, offset, length).reshape(shape),
        torch.from_numpy(voiced).reshape(shape),
        torch.from_numpy((values - norms.mean) / norms.deviation).reshape(
            1, shape[1], SUBFRAMES * SPECTRUM
        ),
    )


def batches(takes: Sequence[Batch], frames: int, chance: random.Random) -> Iterator[Batch]:
    """Yield all takes once in batches of about ``frames`` frames, alike in length, shuffled."""
    lengths = [take.frame_mask.shape[1] for take in takes]
    order = sorted(range(len(takes)), key=lambda k: lengths[k] + chance.uniform(0, 40))
    groups: list[list[int]] = [[]]
    for k in order:
        group = groups[-1]
        longest = max([lengths[k], *(lengths[other] for other in group)])
        if group and longest * (len(group) + 1) > frames:
            groups.append([k])
        else:
            group.append(k)
    chance.shuffle(groups)
    for group in groups:
        yield Batch.of([takes[k] for k in group])
