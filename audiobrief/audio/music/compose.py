"""Compose and render audiobrief's own music: ``python -m audiobrief.audio.music.compose``.

Seeds are fixed, so that composing again gives the same samples.
"""

from __future__ import annotations

import io
import math
import re
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from audiobrief.audio.music import CLIPS
from audiobrief.audio.music.instruments import RATE, Samples, envelope, time_axis
from audiobrief.audio.music.notes import BEAT, PIECES, Piece
from audiobrief.files import write_whole

PEAK = 10 ** (-3 / 20)
"""The loudest sample of each clip: −3 dBFS."""


def hertz(pitch: str) -> float:
    """Return the equal-tempered frequency of a pitch such as ``F#5`` (A4 is 440 Hz)."""
    match = re.fullmatch(r"([A-G]#?)(\d)", pitch)
    if not match:
        raise ValueError(f"not a pitch: {pitch!r}")
    names = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
    semitones = names.index(match[1]) + 12 * (int(match[2]) - 4) - 9
    return 440.0 * math.exp2(semitones / 12)


def render(piece: Piece) -> Samples:
    """Return a piece as samples in −1..1 with its peak at −3 dBFS."""
    dry = np.zeros(round(piece.seconds * RATE))
    for track in piece.tracks:
        for note in track.notes:
            sound = track.instrument(hertz(note.pitch), note.held * BEAT)
            level = track.gain * note.amplitude
            _add(dry, round(note.at * BEAT * RATE), level * sound, loop=piece.loop)
    wet = _coloured(dry, piece)
    shaped = _from_zero(wet) if piece.loop else wet * _ends(len(wet), piece.fade_out)
    return np.asarray(shaped * (PEAK / np.abs(shaped).max()))


def _add(mix: Samples, start: int, sound: Samples, *, loop: bool) -> None:
    if loop:
        np.add.at(mix, (start + np.arange(len(sound))) % len(mix), sound)
    else:
        end = min(len(mix), start + len(sound))
        mix[start:end] += sound[: end - start]


def _coloured(dry: Samples, piece: Piece) -> Samples:
    """Add the room, drop what is too low to hear, and make way for speech in a loop.

    The transform is circular: a loop's reverb runs on at its beginning, as it should;
    other pieces are given room for it to end in.
    """
    room = _impulse_response()
    size = len(dry) if piece.loop else len(dry) + len(room)
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    response = 1.0 + piece.reverb * np.fft.rfft(room, size)
    response *= 1.0 / (1.0 + (30.0 / np.maximum(frequencies, 1e-3)) ** 4)
    if piece.loop:
        response *= _speech_gap(frequencies)
    return np.fft.irfft(np.fft.rfft(dry, size) * response, size)[: len(dry)]


def _speech_gap(frequencies: NDArray[np.floating[Any]]) -> Samples:
    """Return a gain that is 9 dB lower between 300 and 3000 Hz, with soft edges."""
    octaves = np.log2(np.maximum(frequencies, 1.0))
    inside = 1.0 / (1.0 + np.exp(-6.0 * (octaves - math.log2(330.0))))
    above = 1.0 / (1.0 + np.exp(-6.0 * (octaves - math.log2(3000.0))))
    return np.asarray(10.0 ** (-9.0 / 20.0 * (inside - above)))


def _impulse_response() -> Samples:
    """Return a small hall: noise whose treble dies sooner than its bass, at unit energy."""
    t = time_axis(2.0)
    noise = np.fft.rfft(np.random.default_rng(1912).standard_normal(len(t)))
    frequencies = np.fft.rfftfreq(len(t), 1 / RATE)
    bands = ((150.0, 700.0, 1.5), (700.0, 2500.0, 1.2), (2500.0, 7000.0, 0.7))
    hall = np.zeros_like(t)
    for low, high, reverberation in bands:
        shape = 1.0 / (1.0 + (low / np.maximum(frequencies, 1e-3)) ** 4)
        shape /= 1.0 + (frequencies / high) ** 4
        hall += np.fft.irfft(noise * shape, len(t)) * 10.0 ** (-3.0 * t / reverberation)
    hall *= np.clip(t / 0.02, 0.0, 1.0) * envelope(t, attack=0.001, release=0.4)
    late = np.concatenate([np.zeros(round(0.018 * RATE)), hall])
    return np.asarray(late / np.sqrt(np.sum(late**2)))


def _from_zero(loop: Samples) -> Samples:
    """Turn a loop by at most 25 ms, so that it starts where it crosses zero most gently."""
    start = loop[: RATE // 40]
    before = np.roll(loop, 1)[: len(start)]
    steps = np.where(np.signbit(start) != np.signbit(before), np.abs(start - before), np.inf)
    return np.roll(loop, -int(np.argmin(steps)))


def _ends(length: int, fade_out: float) -> Samples:
    """Return a gain that rises from zero in 3 ms and falls to zero in ``fade_out`` seconds."""
    to_end = np.arange(length)[::-1] / RATE
    from_start = np.arange(length) / RATE
    rise = np.clip(from_start / 0.003, 0.0, 1.0)
    return np.asarray(rise * (0.5 - 0.5 * np.cos(np.pi * np.clip(to_end / fade_out, 0.0, 1.0))))


def quantised(sound: Samples, seed: int) -> NDArray[np.int16]:
    """Return 16-bit samples with triangular dither, which sleeps where the sound is silent."""
    generator = np.random.default_rng(seed)
    dither = generator.random(len(sound)) - generator.random(len(sound))
    audible = np.abs(sound) > 0.5 / 32768
    return np.rint(sound * 32767.0 + dither * audible).astype(np.int16)


def flac(pcm: NDArray[np.int16]) -> bytes:
    """Return mono ``pcm`` as a FLAC file without a name or version of its encoder in it."""
    import av

    target = io.BytesIO()
    with av.open(target, "w", format="flac", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("flac", rate=RATE, layout="mono", format="s16")
        stream.options = {"compression_level": "12", "flags": "+bitexact"}
        frame = av.AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = RATE
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()


def compose(folder: Path) -> None:
    """Write ``intro.flac``, ``bed.flac`` and ``outro.flac`` into ``folder``."""
    for seed, name in enumerate(CLIPS):
        write_whole(folder / f"{name}.flac", flac(quantised(render(PIECES[name]), seed)))


if __name__ == "__main__":
    compose(Path(__file__).parent)
