"""What tells recorded spectra from made ones, so that the acoustic model unlearns smoothness.

Two networks see the envelope as a picture, one with its detail in time and one in frequency; a
third judges sequences of whole spectra beside what was to be said. Least-squares GAN (Mao et al.
2017) with feature matching (Larsen et al. 2016).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.parametrizations import weight_norm

from voices.recipe.layers import Convolution
from voices.recipe.sound import ENVELOPE, SPECTRUM, SUBFRAMES

_LEAK = 0.2
_CHANNELS = (1, 24, 32, 48, 64)
_KERNELS_IN_TIME = (((3, 5), (1, 2)), ((3, 5), (2, 2)), ((3, 5), (2, 2)), ((3, 5), (2, 2)))
_KERNELS_IN_FREQUENCY = (((5, 3), (2, 1)), ((5, 3), (2, 2)), ((5, 3), (2, 2)), ((5, 3), (1, 2)))

Verdict = tuple[Tensor, Sequence[Tensor]]
"""Scores, 1 for recorded, and what was seen on the way to them."""


class Picture(nn.Module):
    """Judges envelopes (batch, frames, 2 * SPECTRUM) as pictures of sub-frames and bands."""

    def __init__(self, kernels: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            weight_norm(nn.Conv2d(inputs, outputs, size, stride, (size[0] // 2, size[1] // 2)))
            for inputs, outputs, (size, stride) in zip(
                _CHANNELS, _CHANNELS[1:], kernels, strict=False
            )
        )
        self.out = nn.Conv2d(_CHANNELS[-1], 1, 3, 1, 1)

    def forward(self, spectrum: Tensor, _condition: Tensor) -> Verdict:
        """Return the verdict on each region."""
        batch, frames, _ = spectrum.shape
        x = spectrum.reshape(batch, SUBFRAMES * frames, SPECTRUM)[:, None, :, :ENVELOPE]
        seen = []
        for layer in self.layers:
            x = functional.leaky_relu(layer(x), _LEAK)
            seen.append(x)
        return self.out(x), seen


class Sequel(nn.Module):
    """Judges runs of whole spectra beside their ``condition`` (batch, frames, condition)."""

    def __init__(self, condition: int, channels: int = 160) -> None:
        super().__init__()
        self.spectrum = nn.Linear(SUBFRAMES * SPECTRUM, channels)
        self.condition = nn.Linear(condition, channels)
        self.layers = nn.ModuleList(Convolution(channels, channels, 3, d) for d in (1, 2, 4))
        self.out = nn.Linear(channels, 1)

    def forward(self, spectrum: Tensor, condition: Tensor) -> Verdict:
        """Return the verdict on each frame."""
        x = functional.leaky_relu(self.spectrum(spectrum) + self.condition(condition), _LEAK)
        seen = [x]
        for layer in self.layers:
            x = functional.leaky_relu(layer(x), _LEAK)
            seen.append(x)
        return self.out(x), seen


class Jury(nn.Module):
    """All discriminators together."""

    def __init__(self, condition: int) -> None:
        super().__init__()
        self.members = nn.ModuleList(
            [Picture(_KERNELS_IN_TIME), Picture(_KERNELS_IN_FREQUENCY), Sequel(condition)]
        )

    def mistakes(self, recorded: Tensor, made: Tensor, condition: Tensor) -> Tensor:
        """Return the loss of the discriminators."""
        loss = torch.zeros((), device=made.device)
        for member in self.members:
            real, _ = member(recorded, condition)
            fake, _ = member(made, condition)
            loss = loss + ((real - 1.0) ** 2).mean() + (fake**2).mean()
        return loss

    def suspicion(self, recorded: Tensor, made: Tensor, condition: Tensor) -> tuple[Tensor, Tensor]:
        """Return the adversarial and the feature-matching loss of what was ``made``."""
        adversarial = torch.zeros((), device=made.device)
        matching = torch.zeros((), device=made.device)
        for member in self.members:
            verdict, seen = member(made, condition)
            with torch.no_grad():
                _, wanted = member(recorded, condition)
            adversarial = adversarial + ((verdict - 1.0) ** 2).mean()
            apart = [
                (a - b).abs().mean() / b.abs().mean().clamp(min=0.02)
                for a, b in zip(seen, wanted, strict=True)
            ]
            matching = matching + torch.stack(apart).mean()
        return adversarial, matching
