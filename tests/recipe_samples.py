"""Speech that was never spoken: vowels, hisses and silences of known place, pitch and formants.

A source and a filter, by numpy alone: pulses through four resonators for a vowel, noise through
one for a hiss. What a stage of the voice recipe should find is known to the sample.
"""

from __future__ import annotations

import random
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from voices.recipe.sound import FRAME, RATE, Array, Floats
from voices.recipe.symbols import Token, tokens

VOWELS: Mapping[str, tuple[float, ...]] = {
    "i": (280.0, 2250.0, 3000.0, 3700.0),
    "ɑ": (750.0, 1150.0, 2500.0, 3500.0),
    "u": (320.0, 850.0, 2300.0, 3400.0),
    "ɛ": (550.0, 1850.0, 2550.0, 3600.0),
}
"""Formants in Hz."""
HISSES: Mapping[str, tuple[float, float]] = {"s": (7000.0, 1500.0), "ʃ": (3000.0, 800.0)}
"""Centre and width in Hz."""
_WIDTH = 90.0
"""Hz of a vowel's formants."""
_LOUD, _SOFT, _FLOOR = 0.1, 0.03, 10 ** (-75 / 20)
"""Levels (RMS) of vowels, hisses and the room."""
_FADE = 44
"""Samples over which a sound comes and goes."""


@dataclass(frozen=True, slots=True)
class Said:
    """A made-up sentence: its tokens, the frames that each was given, and its sound."""

    name: str
    text: str
    tokens: tuple[Token, ...]
    frames: tuple[int, ...]
    samples: Floats


def say(spoken: Sequence[Token], frames: Sequence[int], pitch: Array, seed: int = 0) -> Floats:
    """Return the sound of tokens that last ``frames`` each; ``pitch`` (samples,) is in Hz."""
    noise = np.random.default_rng(seed)
    edges = [0, *(np.cumsum(frames) * FRAME)]
    sound = _FLOOR * noise.standard_normal(edges[-1])
    source = pulses(pitch[: edges[-1]])
    hiss = noise.standard_normal(edges[-1])
    for token, (start, end) in zip(spoken, pairwise(edges), strict=True):
        if token.symbol in VOWELS and end > start:
            bands = [(hertz, _WIDTH) for hertz in VOWELS[token.symbol]]
            sound += _sounded(source, int(start), int(end), bands, _LOUD)
        elif token.symbol in HISSES and end > start:
            sound += _sounded(hiss, int(start), int(end), [HISSES[token.symbol]], _SOFT)
    return np.asarray(sound, np.float32)


def pulses(pitch: Array) -> Array:
    """Return a pulse at each period of ``pitch`` in Hz, shared between two samples."""
    turns = np.cumsum(pitch / RATE)
    at = np.flatnonzero(np.diff(np.floor(turns), prepend=0.0) > 0)
    late = (turns[at] % 1.0) * RATE / pitch[at]
    made = np.zeros(len(pitch) + 1)
    np.add.at(made, at, 1.0 - late)
    np.add.at(made, at - 1, late)
    return made[:-1]


def _sounded(
    source: Array, start: int, end: int, bands: Sequence[tuple[float, float]], level: float
) -> Array:
    """Return a stretch of the source, filtered, alone in a silence as long as the source."""
    ramp = np.minimum(np.arange(end - start) + 1, _FADE) / _FADE
    stretch = np.zeros(len(source) + RATE // 10)
    stretch[start:end] = source[start:end] * ramp * ramp[::-1]
    spectrum = np.fft.rfft(stretch)
    turn = np.exp(-2j * np.pi * np.arange(len(spectrum)) / len(stretch))
    for hertz, width in bands:
        pole = np.exp((-np.pi * width + 2j * np.pi * hertz) / RATE)
        gain = abs((1 - pole) * (1 - pole.conjugate()))
        spectrum *= gain / ((1 - pole * turn) * (1 - pole.conjugate() * turn))
    made = np.fft.irfft(spectrum, len(stretch))[: len(source)]
    return np.asarray(made * level / np.sqrt((made[start:end] ** 2).mean()))


def sentence(name: str, seed: int) -> Said:
    """Return a sentence of four to seven words; some are run together, some stand apart."""
    chance = random.Random(seed)
    phonemes: list[str] = []
    for word in range(chance.randint(4, 7)):
        if word:
            phonemes += [",", " "] if chance.random() < 0.2 else [" "]
        for _ in range(chance.randint(1, 2)):
            phonemes += [chance.choice(list(HISSES)), chance.choice(list(VOWELS))]
    spoken = tokens([*phonemes, "."])
    frames = tuple(_frames(spoken, chance))
    top = chance.uniform(190.0, 230.0)
    pitch = np.linspace(top, 0.8 * top, sum(frames) * FRAME)
    text = "".join("sh" if letter == "ʃ" else letter for letter in phonemes)
    return Said(name, text, spoken, frames, say(spoken, frames, pitch, seed))


def _frames(spoken: Sequence[Token], chance: random.Random) -> list[int]:
    """Return how long each token lasts: commas are pauses, one space in four is."""
    frames = []
    for at, token in enumerate(spoken):
        if not token.pause:
            frames.append(chance.randint(6, 14))
        elif token.symbol == ",":
            frames.append(chance.randint(15, 25))
        elif token.symbol == " " and spoken[at - 1].symbol != "," and chance.random() < 0.25:
            frames.append(chance.randint(12, 20))
        else:
            frames.append({"^": 10, "$": 15}.get(token.symbol, 0))
    return frames


def sentences(count: int, seed: int = 0) -> list[Said]:
    """Return ``count`` sentences, always the same."""
    return [sentence(f"said{number:03}", 1000 * seed + number) for number in range(count)]


def write_wav(path: Path, samples: Floats, rate: int = RATE, channels: int = 1) -> Path:
    """Write samples in -1..1 as a WAV of 16 bits, the same on all channels."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = np.round(np.clip(samples, -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(whole, channels).tobytes())
    return path


def write_listing(folder: Path, *lines: str) -> Path:
    """Write ``lines`` as the list of a folder's recordings, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "metadata.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def write_corpus(folder: Path, count: int) -> Path:
    """Write a folder of ``count`` recordings and their list, and return it."""
    said = sentences(count)
    for one in said:
        write_wav(folder / "audio" / f"{one.name}.wav", one.samples)
    return write_listing(folder, *(f"audio/{one.name}.wav|{one.text}" for one in said))
