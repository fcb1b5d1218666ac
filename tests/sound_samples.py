"""Sounds to master: a tone, noise in bursts; and how they become a programme and files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from audiobrief.audio.master import Target
from audiobrief.audio.mp3 import Mp3Encoder, write_mp3
from audiobrief.audio.pcm import Samples
from audiobrief.audio.stitch import Arrangement, placed

RATE = 44_100
TARGET = Target(loudness=-16.0, true_peak=-1.0, bitrate=96)


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


def alone(samples: Samples) -> Arrangement:
    """Return a programme in which nothing but ``samples`` sounds."""
    return Arrangement((placed(0, samples),), len(samples))


def save_mp3(path: Path, samples: Samples, rate: int = RATE, bitrate: int = 96) -> Path:
    """Write ``samples`` to an MP3 as they are."""
    encoder = Mp3Encoder(rate, bitrate)
    for block in blocks(samples.astype(np.float32)):
        encoder.add(block)
    frames = encoder.frames()
    write_mp3(path, [(b"".join(frames), len(frames))], len(samples), rate, bitrate)
    return path
