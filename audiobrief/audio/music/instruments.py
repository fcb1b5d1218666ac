"""The instruments of audiobrief's own music: additive and FM synthesis in numpy."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

RATE = 44_100
"""Hz, mono."""

Instrument = Callable[[float, float], Samples]
"""Makes the sound of a frequency in Hz held for some seconds, its decay included."""


def electric_piano(frequency: float, held: float) -> Samples:
    """Two-operator FM: a bright attack that mellows, with a soft bell at twice the octave."""
    t = time_axis(held + 1.2)
    body = np.zeros_like(t)
    # Unequal, so that the beating of the two never cancels them.
    for level, detune in ((0.7, 0.9994), (0.3, 1.0006)):
        phase = math.tau * frequency * detune * t
        body += level * np.sin(phase + 1.1 * np.exp(-4.0 * t) * np.sin(phase))
    bell = 0.16 * np.exp(-9.0 * t) * np.sin(math.tau * 4.0 * frequency * t)
    decay = np.exp(-t * (0.9 + frequency / 700.0))
    return (body * decay + bell) * envelope(t, attack=0.004, release=1.2)


def mallet(frequency: float, held: float) -> Samples:
    """A struck bar, such as a marimba's: its overtones die before its keynote does."""
    t = time_axis(held + 0.6)
    partials = ((1.0, 1.0, 2.6), (3.98, 0.22, 9.0), (9.4, 0.05, 22.0))
    sound = sum(
        level * np.exp(-rate * t) * np.sin(math.tau * ratio * frequency * t)
        for ratio, level, rate in partials
        if ratio * frequency < RATE / 3
    )
    return np.asarray(sound) * envelope(t, attack=0.003, release=0.6)


def muted_string(frequency: float, held: float) -> Samples:
    """A damped pluck, nearly a sine: the pulse."""
    t = time_axis(held + 0.3)
    sound = np.sin(math.tau * frequency * t) * np.exp(-5.0 * t)
    sound += 0.3 * np.sin(math.tau * 2.0 * frequency * t) * np.exp(-11.0 * t)
    return sound * envelope(t, attack=0.008, release=0.3)


def pad(frequency: float, held: float) -> Samples:
    """Detuned voices of falling partials behind a filter that opens and closes slowly."""
    t = time_axis(held + 1.4)
    bright = 0.55 + 0.45 * np.sin(math.tau * 0.1 * t + frequency)
    sound = np.zeros_like(t)
    for voice, cents in enumerate((-5.0, 0.0, 5.0)):
        pitch = frequency * 2.0 ** (cents / 1200.0)
        for partial in range(1, 7):
            level = partial**-1.6 * bright ** (partial - 1)
            sound += level * np.sin(math.tau * pitch * partial * t + 2.1 * voice * partial)
    return sound / 3.0 * envelope(t, attack=0.7, release=1.4)


def sub(frequency: float, held: float) -> Samples:
    """A soft sine far below the voice, sinking slowly."""
    t = time_axis(held + 0.8)
    sound = np.sin(math.tau * frequency * t) * np.exp(-0.2 * t)
    return sound * envelope(t, attack=0.08, release=0.8)


def time_axis(seconds: float) -> Samples:
    """Return the time of each sample of a stretch, in seconds."""
    return np.arange(round(seconds * RATE)) / RATE


def envelope(t: Samples, *, attack: float, release: float) -> Samples:
    """Return a gain that rises from zero and falls to it in the seconds given."""
    rise = 0.5 - 0.5 * np.cos(np.pi * np.clip(t / attack, 0.0, 1.0))
    fall = 0.5 - 0.5 * np.cos(np.pi * np.clip((len(t) / RATE - t) / release, 0.0, 1.0))
    return np.asarray(rise * fall)
