"""Sound from spectra: a source and a filter, untrained, made of matrix products only.

After WORLD (Morise et al. 2016): pulses, band-limited to Nyquist, and noise are weighted by
aperiodicity and shaped by the minimum-phase filter of the envelope, sub-frame by sub-frame. The
noise is drawn from a fixed table of windowed noise spectra by a counter-based generator, so that
one seed gives one sound.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from voices.recipe.sound import (
    APERIODICITY_HZ,
    RATE,
    SUBFRAME,
    Array,
    bins_hz,
    envelope_hz,
    interpolation,
)

FFT = 640
"""Samples: a window of two sub-frames and 19 ms of ringing."""
BINS = FFT // 2 + 1
WINDOW = 2 * SUBFRAME
NOISES = 256
"""Rows of the noise table."""
_BLOCKS = -(-FFT // SUBFRAME)
_MODULUS = 2**31


class Vocoder(nn.Module):
    """Envelope, aperiodicity, pitch and voicing in; samples out."""

    gain: Tensor
    phase: Tensor
    noisiness: Tensor
    real: Tensor
    imaginary: Tensor
    back_real: Tensor
    back_imaginary: Tensor
    noise_real: Tensor
    noise_imaginary: Tensor
    ramp: Tensor

    def __init__(self) -> None:
        super().__init__()
        bins = bins_hz(FFT)
        to_bins = interpolation(envelope_hz(), bins)
        self._keep("gain", to_bins.T)
        self._keep("phase", (_minimum_phase() @ to_bins).T)
        self._keep("noisiness", interpolation(np.array(APERIODICITY_HZ), bins).T)
        at, bin_at = np.arange(WINDOW), np.arange(BINS)
        angle = 2 * np.pi * np.outer(at, bin_at) / FFT
        hann = 0.5 - 0.5 * np.cos(2 * np.pi * at / WINDOW)
        self._keep("real", hann[:, None] * np.cos(angle))
        self._keep("imaginary", -hann[:, None] * np.sin(angle))
        twice = np.where((bin_at == 0) | (bin_at == BINS - 1), 1.0, 2.0)[:, None] / FFT
        angle = 2 * np.pi * np.outer(bin_at, np.arange(FFT)) / FFT
        self._keep("back_real", twice * np.cos(angle))
        self._keep("back_imaginary", -twice * np.sin(angle))
        noise = _noise_table(np.sqrt(hann))
        self.register_buffer("noise_real", torch.tensor(noise.real).half(), persistent=False)
        self.register_buffer("noise_imaginary", torch.tensor(noise.imag).half(), persistent=False)
        self._keep("ramp", np.arange(SUBFRAME) / SUBFRAME)

    def _keep(self, name: str, values: Array) -> None:
        tensor = torch.tensor(np.ascontiguousarray(values), dtype=torch.float32)
        self.register_buffer(name, tensor, persistent=False)

    def forward(
        self, envelope: Tensor, aperiodicity: Tensor, f0: Tensor, voiced: Tensor, seed: Tensor
    ) -> Tensor:
        """Return samples (batch, subframes * SUBFRAME).

        ``envelope`` (batch, subframes, 80) and ``aperiodicity`` (…, 8) are natural logarithms;
        ``f0`` (batch, subframes) is in Hz and never 0; ``voiced`` is 0 to 1; ``seed`` is (1,).
        """
        noise_share = torch.exp((aperiodicity @ self.noisiness).clamp(-7.0, 0.0))
        noise_share = 1.0 - (1.0 - noise_share) * voiced[..., None]
        pulse_share = torch.sqrt((1.0 - noise_share * noise_share).clamp(min=1e-6))
        pulses = self._windows(self.source(f0))
        row = draws(seed, f0.shape[1], NOISES)
        real = (pulses @ self.real) * pulse_share + self.noise_real[row].float() * noise_share
        imaginary = (pulses @ self.imaginary) * pulse_share
        imaginary = imaginary + self.noise_imaginary[row].float() * noise_share
        gain, angle = torch.exp(envelope @ self.gain), envelope @ self.phase
        filter_real, filter_imaginary = gain * torch.cos(angle), gain * torch.sin(angle)
        out = (real * filter_real - imaginary * filter_imaginary) @ self.back_real
        out = out + (real * filter_imaginary + imaginary * filter_real) @ self.back_imaginary
        return self._overlapped(out)

    def source(self, f0: Tensor) -> Tensor:
        """Return a pulse train without aliases, of one power at any pitch (batch, samples)."""
        batch, length = f0.shape
        following = torch.cat([f0[:, 1:], f0[:, -1:]], 1)
        pitch = f0[:, :, None] * (1 - self.ramp) + following[:, :, None] * self.ramp
        pitch = pitch.reshape(batch, length * SUBFRAME)
        turns = torch.cumsum(pitch.double() / RATE, 1)
        phase = (turns - torch.floor(turns + 0.5)).float()
        harmonics = (RATE / 2 - 50) / pitch
        whole = torch.floor(harmonics)
        count = 2 * whole + 1
        below = torch.sin(math.pi * phase)
        near = below.abs() < 1e-5  # noqa: PLR2004 - the pulse's own peak, where 0/0 is its limit
        train = torch.where(
            near, count, torch.sin(math.pi * count * phase) / torch.where(near, 1.0, below)
        )
        train = train + (harmonics - whole) * 2 * torch.cos(2 * math.pi * (whole + 1) * phase)
        return train * torch.sqrt(pitch / RATE)

    def _windows(self, samples: Tensor) -> Tensor:
        """Return (batch, subframes, WINDOW): each sub-frame with the one before it."""
        blocks = samples.reshape(samples.shape[0], -1, SUBFRAME)
        before = torch.cat([torch.zeros_like(blocks[:, :1]), blocks[:, :-1]], 1)
        return torch.cat([before, blocks], 2)

    def _overlapped(self, out: Tensor) -> Tensor:
        batch, length, _ = out.shape
        blocks = functional.pad(out, (0, _BLOCKS * SUBFRAME - FFT))
        blocks = blocks.reshape(batch, length, _BLOCKS, SUBFRAME)
        total = functional.pad(blocks[:, :, 0], (0, 0, 0, _BLOCKS - 1))
        for k in range(1, _BLOCKS):
            total = total + functional.pad(blocks[:, :, k], (0, 0, k, _BLOCKS - 1 - k))
        return total.reshape(batch, -1)[:, SUBFRAME : SUBFRAME * (length + 1)]


def draws(seed: Tensor, count: int, below: int) -> Tensor:
    """Return ``count`` numbers in 0..below-1 for a seed, by three rounds of squaring.

    Integer arithmetic of less than 62 bits, so that every processor gives the same (after
    Widynski 2020, "Squares: a fast counter-based RNG").
    """
    at = torch.arange(count, device=seed.device)
    state = ((at + 1) * 1_013_904_223 + (seed % _MODULUS) * 69_069 + 12_345) % _MODULUS
    for _ in range(3):
        state = (torch.div(state * state, 2**15, rounding_mode="floor") + at) % _MODULUS
    return torch.div(state, 2**9, rounding_mode="floor") % below


def _noise_table(window: Array) -> NDArray[np.complex128]:
    noise = np.random.default_rng(0).standard_normal((NOISES, WINDOW))
    return np.fft.rfft(noise * window, FFT)


def _minimum_phase() -> Array:
    """Return the matrix (BINS, BINS) from log amplitudes to minimum phase in radians."""
    half = np.eye(BINS)
    whole = np.concatenate([half, half[:, 1:-1][:, ::-1]], 1)
    cepstra = np.fft.ifft(whole, axis=1).real
    fold = np.zeros(FFT)
    fold[[0, FFT // 2]] = 1.0
    fold[1 : FFT // 2] = 2.0
    phase: Array = np.fft.fft(cepstra * fold, axis=1).imag[:, :BINS].T
    return phase
