"""Sounds to master: a tone, and noise in bursts."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from audiobrief.audio.master import Target
from audiobrief.audio.pcm import Samples

RATE = 44_100
TARGET = Target(loudness=-16.0, true_peak=-1.0, bitrate=96, rate=RATE)


def sine(seconds: float, level: float = 1.0, pitch: float = 997.0) -> Samples:
    """Return a sine of a peak ``level``."""
    time = np.arange(int(seconds * RATE)) / RATE
    wave: Samples = (level * np.sin(2 * np.pi * pitch * time)).astype(np.float32)
    return wave


def speechlike(seconds: float, level: float) -> Samples:
    """Return noise in bursts, with a crest factor like speech's."""
    draws = np.random.default_rng(7).standard_normal(int(seconds * RATE))
    bursts = np.abs(np.sin(np.arange(len(draws)) / RATE * 9)) ** 3
    sound: Samples = (level * draws * bursts).astype(np.float32)
    return sound


def blocks(samples: Samples) -> Iterator[Samples]:
    """Yield ``samples`` in pieces of uneven length."""
    yield from np.array_split(samples, 13)
