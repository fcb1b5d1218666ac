"""Compose and render audiobrief's own music: ``python -m audiobrief.audio.music.compose``.

One motif in D major at 96 beats a minute. The intro asks it (it ends on the third), the
outro answers it (it ends on the keynote), and the bed between them has no melody at all.
The intro is two bars and half a second long: at the show file's default fades the bed
comes in on its third bar, in time. Everything is additive or FM synthesis in numpy with
fixed seeds, so that composing again gives the same samples.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from audiobrief.audio.music import CLIPS
from audiobrief.files import write_whole

Samples = NDArray[np.float64]

RATE = 44_100
"""Hz, mono."""

BEAT = 0.625
"""Seconds; four to the bar."""

PEAK = 10 ** (-3 / 20)
"""The loudest sample of each clip: −3 dBFS."""

Instrument = Callable[[float, float], Samples]
"""Makes the sound of a frequency in Hz held for some seconds, its decay included."""


class Note(NamedTuple):
    """A pitch that starts at a beat, is held for some beats, at an amplitude of 0 to 1."""

    at: float
    pitch: str
    held: float
    amplitude: float


@dataclass(frozen=True, slots=True)
class Track:
    """What one instrument plays."""

    instrument: Instrument
    gain: float
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A clip to be: a loop's decays run on at its beginning, others fade to nothing."""

    seconds: float
    tracks: tuple[Track, ...]
    reverb: float
    fade_out: float = 0.0
    loop: bool = False


def hertz(pitch: str) -> float:
    """Return the equal-tempered frequency of a pitch such as ``F#5`` (A4 is 440 Hz)."""
    match = re.fullmatch(r"([A-G]#?)(\d)", pitch)
    if not match:
        raise ValueError(f"not a pitch: {pitch!r}")
    names = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
    semitones = names.index(match[1]) + 12 * (int(match[2]) - 4) - 9
    return 440.0 * math.exp2(semitones / 12)


def electric_piano(frequency: float, held: float) -> Samples:
    """Two-operator FM: a bright attack that mellows, with a soft bell at twice the octave."""
    t = _time(held + 1.2)
    body = np.zeros_like(t)
    # Unequal, so that the beating of the two never cancels them.
    for level, detune in ((0.7, 0.9994), (0.3, 1.0006)):
        phase = math.tau * frequency * detune * t
        body += level * np.sin(phase + 1.1 * np.exp(-4.0 * t) * np.sin(phase))
    bell = 0.16 * np.exp(-9.0 * t) * np.sin(math.tau * 4.0 * frequency * t)
    decay = np.exp(-t * (0.9 + frequency / 700.0))
    return (body * decay + bell) * _envelope(t, attack=0.004, release=1.2)


def mallet(frequency: float, held: float) -> Samples:
    """A struck bar, such as a marimba's: its overtones die before its keynote does."""
    t = _time(held + 0.6)
    partials = ((1.0, 1.0, 2.6), (3.98, 0.22, 9.0), (9.4, 0.05, 22.0))
    sound = sum(
        level * np.exp(-rate * t) * np.sin(math.tau * ratio * frequency * t)
        for ratio, level, rate in partials
        if ratio * frequency < RATE / 3
    )
    return np.asarray(sound) * _envelope(t, attack=0.003, release=0.6)


def muted_string(frequency: float, held: float) -> Samples:
    """A damped pluck, nearly a sine: the pulse."""
    t = _time(held + 0.3)
    sound = np.sin(math.tau * frequency * t) * np.exp(-5.0 * t)
    sound += 0.3 * np.sin(math.tau * 2.0 * frequency * t) * np.exp(-11.0 * t)
    return sound * _envelope(t, attack=0.008, release=0.3)


def pad(frequency: float, held: float) -> Samples:
    """Detuned voices of falling partials behind a filter that opens and closes slowly."""
    t = _time(held + 1.4)
    bright = 0.55 + 0.45 * np.sin(math.tau * 0.1 * t + frequency)
    sound = np.zeros_like(t)
    for voice, cents in enumerate((-5.0, 0.0, 5.0)):
        pitch = frequency * 2.0 ** (cents / 1200.0)
        for partial in range(1, 7):
            level = partial**-1.6 * bright ** (partial - 1)
            sound += level * np.sin(math.tau * pitch * partial * t + 2.1 * voice * partial)
    return sound / 3.0 * _envelope(t, attack=0.7, release=1.4)


def sub(frequency: float, held: float) -> Samples:
    """A soft sine far below the voice, sinking slowly."""
    t = _time(held + 0.8)
    sound = np.sin(math.tau * frequency * t) * np.exp(-0.2 * t)
    return sound * _envelope(t, attack=0.08, release=0.8)


def _time(seconds: float) -> Samples:
    return np.arange(round(seconds * RATE)) / RATE


def _envelope(t: Samples, *, attack: float, release: float) -> Samples:
    rise = 0.5 - 0.5 * np.cos(np.pi * np.clip(t / attack, 0.0, 1.0))
    fall = 0.5 - 0.5 * np.cos(np.pi * np.clip((len(t) / RATE - t) / release, 0.0, 1.0))
    return np.asarray(rise * fall)


def _tune(rows: str) -> tuple[Note, ...]:
    """Read one note a row: beat, pitches struck together, beats held, amplitude."""
    notes = []
    for row in rows.strip().splitlines():
        at, pitches, held, amplitude = row.split()
        notes += [
            Note(float(at), pitch, float(held), float(amplitude)) for pitch in pitches.split("+")
        ]
    return tuple(notes)


def _pulse(bars: Iterator[tuple[int, str]], amplitude: float) -> tuple[Note, ...]:
    """Repeat a bar's pitches in quavers, accented three, three and two."""
    return tuple(
        Note(4 * bar + step / 2, pitch, 0.5, amplitude * (1.0 if step in (0, 3, 6) else 0.55))
        for bar, pitches in bars
        for step, pitch in enumerate(pitches.split())
    )


ASKED = """
0.0  D5   1.0  0.80
0.5  A5   1.0  0.95
1.0  F#5  1.5  0.85
2.0  E5   1.5  0.80
3.0  A4   1.5  0.70
4.0  F#5  4.0  0.95
"""

ANSWERED = """
0.0  D5   1.0  0.80
0.5  A5   1.0  0.95
1.0  F#5  1.5  0.85
2.0  E5   1.5  0.80
3.0  C#5  1.5  0.72
4.0  D5   6.0  0.95
"""

CADENCE = """
0.0  G2+D3+B3+F#4   2.0  0.50
2.0  A2+E3+B3+C#4   2.0  0.45
4.0  D2+A3+E4+F#4   6.0  0.50
"""

CADENCE_PAD = """
0.0  G3+B3+D4   2.0  0.60
2.0  A3+B3+E4   2.0  0.60
4.0  A3+D4+F#4  6.0  0.70
"""

CADENCE_ROOTS = """
0.0  G1  1.9  0.80
2.0  A1  1.9  0.80
4.0  D2  6.0  0.90
"""

SPARKLE = """
5.0  A5  1.0  0.50
5.5  D6  1.0  0.42
6.5  E6  1.5  0.34
7.5  A6  2.0  0.22
"""

LAST_SPARKLE = """
5.0  A5  1.0  0.50
5.5  D6  1.0  0.42
6.5  F#6 1.5  0.34
8.0  D6  2.0  0.20
"""

BED_PAD = """
0   D3+A3+D4      8.0  0.8
8   B2+F#3+A3     8.0  0.8
16  G2+D3+B3      8.0  0.8
24  A2+E3+A3      8.0  0.8
28  C#4           3.6  0.6
"""

BED_ROOTS = """
0   D2  7.6  0.9
8   B1  7.6  0.9
16  G1  7.6  0.9
24  A1  7.6  0.9
"""

BED_SPARKLE = """
3.0   A7  1.0  0.7
7.5   E8  1.0  0.5
13.0  D8  1.0  0.6
19.5  A7  1.0  0.6
23.0  B7  1.0  0.5
29.5  E8  1.0  0.6
"""

BED_PULSE = (
    "D3 A3 D3 E3 A3 D3 D4 A3",
    "D3 A3 D3 E3 A3 D3 B3 A3",
    "B2 F#3 B2 D3 F#3 B2 A3 F#3",
    "B2 F#3 B2 D3 F#3 B2 D4 A3",
    "G2 D3 G2 B3 D3 G2 A3 D3",
    "G2 D3 G2 B3 D3 G2 F#3 D3",
    "A2 E3 A2 B3 E3 A2 D4 E3",
    "A2 E3 A2 C#4 E3 A2 A3 E3",
)


def _ident(melody: str, sparkle: str, seconds: float, fade_out: float) -> Piece:
    handover = _pulse(iter([(1, BED_PULSE[0])]), 1.0)
    tracks = (
        Track(electric_piano, 0.55, _tune(melody)),
        Track(mallet, 0.30, _tune(melody)),
        Track(electric_piano, 0.34, _tune(CADENCE)),
        Track(pad, 0.16, _tune(CADENCE_PAD)),
        Track(sub, 0.24, _tune(CADENCE_ROOTS)),
        Track(mallet, 0.26, _tune(sparkle)),
        Track(muted_string, 0.16, handover),
    )
    return Piece(seconds, tracks, reverb=0.30, fade_out=fade_out)


def _bed() -> Piece:
    tracks = (
        Track(pad, 0.30, _tune(BED_PAD)),
        Track(sub, 0.20, _tune(BED_ROOTS)),
        Track(muted_string, 0.48, _pulse(enumerate(BED_PULSE), 1.0)),
        Track(mallet, 0.05, _tune(BED_SPARKLE)),
    )
    return Piece(32 * BEAT, tracks, reverb=0.22, loop=True)


PIECES = {
    "intro": _ident(ASKED, SPARKLE, 8 * BEAT + 0.5, fade_out=0.9),
    "bed": _bed(),
    "outro": _ident(ANSWERED, LAST_SPARKLE, 12 * BEAT, fade_out=2.0),
}


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
    t = _time(2.0)
    noise = np.fft.rfft(np.random.default_rng(1912).standard_normal(len(t)))
    frequencies = np.fft.rfftfreq(len(t), 1 / RATE)
    bands = ((150.0, 700.0, 1.5), (700.0, 2500.0, 1.2), (2500.0, 7000.0, 0.7))
    hall = np.zeros_like(t)
    for low, high, reverberation in bands:
        shape = 1.0 / (1.0 + (low / np.maximum(frequencies, 1e-3)) ** 4)
        shape /= 1.0 + (frequencies / high) ** 4
        hall += np.fft.irfft(noise * shape, len(t)) * 10.0 ** (-3.0 * t / reverberation)
    hall *= np.clip(t / 0.02, 0.0, 1.0) * _envelope(t, attack=0.001, release=0.4)
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
