"""The notes of audiobrief's own music.

One motif in D major at 96 beats a minute. The intro asks it (it ends on the third), the
outro answers it (it ends on the keynote), and the bed between them has no melody at all.
The intro is two bars and half a second long: at the show file's default fades the bed
comes in on its third bar, in time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from audiobrief.audio.music.instruments import (
    Instrument,
    electric_piano,
    mallet,
    muted_string,
    pad,
    sub,
)

BEAT = 0.625
"""Seconds; four to the bar."""


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
