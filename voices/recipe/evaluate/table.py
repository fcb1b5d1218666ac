"""Figures as a table for people: Markdown, one column a contestant."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from voices.recipe.evaluate.figures import Figures
from voices.recipe.evaluate.timbre import Timbre

NOTHING = "–"
"""Stands where there is no figure."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the table: its label, where its figure is, and how it is written."""

    label: str
    path: str
    form: str
    factor: float = 1.0


_ROWS = (
    _Row("Word error rate, held-out prompts (%)", "prompts.mean", ".1f"),
    _Row("Word error rate, news (%)", "news.mean", ".1f"),
    _Row("Harmonics-to-noise, 60–10000 Hz (dB)", "harmonics.full", ".1f"),
    _Row("Harmonics-to-noise, 60–1500 Hz (dB)", "harmonics.low", ".1f"),
    _Row("Harmonics-to-noise, 1500–4000 Hz (dB)", "harmonics.mid", ".1f"),
    _Row("Harmonics-to-noise, 4000–8000 Hz (dB)", "harmonics.high", ".1f"),
    _Row("Pitch, mean (Hz)", "pitch.hertz", ".0f"),
    _Row("Pitch, standard deviation (semitones)", "pitch.spread", ".2f"),
    _Row("Pitch, 5–95 % range (semitones)", "pitch.span", ".1f"),
    _Row("Pitch, mean slope (semitones/s)", "pitch.slope", ".0f"),
    _Row("Jitter (%)", "pitch.jitter", ".2f"),
    _Row("Voiced (%)", "pitch.voiced", ".0f", 100.0),
    _Row("Pitch contour, correlation with the recordings", "likeness.correlation", ".2f"),
    _Row("Pitch contour, error (semitones)", "likeness.error", ".2f"),
    _Row("Sound durations, correlation", "durations.correlation", ".2f"),
    _Row("Sound durations, ratio", "durations.ratio", ".2f"),
    _Row("Syllables a second, pauses left out", "rhythm.syllables", ".1f"),
    _Row("Lengthening before a comma (ratio)", "rhythm.before_comma", ".2f"),
    _Row("Lengthening before a full stop (ratio)", "rhythm.before_stop", ".2f"),
    _Row("Pause at a comma (s)", "rhythm.comma", ".2f"),
    _Row("Commas with a pause (%)", "rhythm.paused", ".0f", 100.0),
    _Row("Mel-cepstral distortion (dB)", "spectrum.distortion", ".2f"),
    _Row("Log-spectral distance (dB)", "spectrum.distance", ".2f"),
    _Row("Variance of the envelope (share of natural)", "spectrum.variance", ".2f"),
    _Row("Modulation of the envelope (share of natural)", "spectrum.modulation", ".2f"),
    _Row("Yes/no questions, last movement (semitones)", "endings.yes_no.movement", "+.1f"),
    _Row("Yes/no questions that rise (%)", "endings.yes_no.rise", ".0f", 100.0),
    _Row("Other questions, last movement (semitones)", "endings.wh.movement", "+.1f"),
    _Row("Before commas, last movement (semitones)", "endings.more.movement", "+.1f"),
    _Row("Before commas, end above the middle (semitones)", "endings.more.level", "+.1f"),
    _Row("Statements, last movement (semitones)", "endings.statements.movement", "+.1f"),
    _Row("Statements, end above the middle (semitones)", "endings.statements.level", "+.1f"),
    _Row("Faults in varied sentences", "soundness.faults", "count"),
    _Row("Faults in odd lines", "stability.faults", "count"),
    _Row("Processor seconds a second of audio", "speed.total", ".3f"),
    _Row("… of these for phonemes", "speed.phonemes", ".4f"),
)


def table(figures: Figures) -> str:
    """Return all figures side by side as a Markdown table; rows that nobody has are left out."""
    names = [measured.name for measured in figures.contestants]
    lines = [_line(["", *names]), _line(["---", *["---:"] * len(names)])]
    for row in _ROWS:
        cells = [_cell(measured, row) for measured in figures.contestants]
        if any(cell != NOTHING for cell in cells):
            lines.append(_line([row.label, *cells]))
    if figures.timbre is not None:
        lines += ["", *_speakers(figures.timbre)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(measured: object, row: _Row) -> str:
    value: Any = reduce(_step, row.path.split("."), measured)
    if value is None:
        return NOTHING
    if row.form == "count":
        return str(len(value))
    number = row.factor * float(value)
    return format(number, row.form) if math.isfinite(number) else NOTHING


def _step(owner: Any, name: str) -> Any:
    return None if owner is None else getattr(owner, name)


def _speakers(timbre: Timbre) -> Iterator[str]:
    """Yield the table of how the second speaker differs from the first."""
    count = len(timbre.formants)
    yield _line(["Second speaker / first", "Pitch", *(f"F{k + 1}" for k in range(count))])
    yield _line(["---", *["---:"] * (count + 1)])
    for label, ratios in (
        ("another speaker", timbre.formants),
        ("the first, merely pitched", timbre.pitched),
    ):
        yield _line([label, f"{timbre.pitch:.2f}", *(f"{ratio:.2f}" for ratio in ratios)])
    yield ""
    yield (
        f"Mean envelopes at equal pitch are {timbre.distance:.1f} dB apart; "
        f"pitching alone moves them by {timbre.control:.1f} dB."
    )
