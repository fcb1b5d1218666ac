"""Recordings in: read, checked, trimmed and brought to one level.

Every fault of every recording is reported at once, since recording again is done in one sitting.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from audiobrief.audio.pcm import decode
from audiobrief.errors import AudiobriefError, ClipError
from audiobrief.faults import listed
from voices.recipe.sound import FRAME, RATE, Floats

LISTING = "metadata.csv"
WAVS = "wavs"
"""Where LJSpeech keeps the files that its list names without folder and suffix."""
FEWEST = 20
"""Recordings below which the stages have nothing to learn; a voice wants some hundreds."""
_COLUMNS = 3
"""Of a line, at the most."""
_SHOWN = 60
"""Characters of a wrong line that are told."""

ACTIVE_DBFS = -22.0
"""Level that active speech is brought to, RMS."""
_ACTIVE_PERCENTILE = 90
"""Of a recording's frames by level, where its loudness is read."""
_ACTIVE_RANGE = 10**4
"""Power by which the loudest frame may exceed what still counts as speech."""
_SILENCE_BELOW = 33.0
"""What lies this many dB under a recording's active level counts as silence."""
_SMOOTHED = 3
"""Frames that are averaged, so that a click is not taken for speech."""
_LEAD, _TAIL = 9, 15
"""Frames of silence kept before and after."""
_LOUDEST = 0.98
_CLIPPED_AT = 0.999
_CLIPPED_RUN = 4
"""Samples in a row at full scale that no microphone gives."""
_QUIETEST_DBFS = -55.0
_DIGITAL_SILENCE = 1e-12
"""Power that stands for none at all, -120 dBFS."""
_SHORTEST = 0.4
_LONGEST = 30.0
"""Seconds."""
_FASTEST = 30.0
"""Letters a second, more than anybody reads."""
_SLOWEST = 3.0
_HESITATION = 2.0
"""Seconds by which a reader may overrun the slowest pace: a line of one word has long ends."""


class RecordingError(AudiobriefError):
    """Recordings or their transcripts cannot be learned from."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One prompt read aloud: the sound file and the words that were said."""

    name: str
    path: Path
    text: str


@dataclass(frozen=True, slots=True)
class Take:
    """A recording made ready: mono samples at ``RATE``, trimmed and levelled."""

    name: str
    text: str
    samples: Floats


def read_listing(folder: Path) -> tuple[Recording, ...]:
    """Return the recordings that ``folder/metadata.csv`` lists.

    A line is ``file|text``, the file relative to ``folder``. LJSpeech's form works too:
    ``id|text|normalised``, where ``wavs/id.wav`` was read as the last column has it.

    Raises:
        RecordingError: the listing is missing or empty, or lines of it are wrong; all are named.
    """
    listing = folder / LISTING
    recordings: list[Recording] = []
    faults: list[str] = []
    for number, line in _lines(listing):
        read = _entry(folder, line)
        if isinstance(read, str):
            faults.append(f"line {number}: {read}")
        else:
            recordings.append(read)
    faults += _namesakes(folder, recordings)
    _refuse(faults, "the list of recordings", listing, "Correct these lines and run again.")
    return tuple(recordings)


def _lines(listing: Path) -> list[tuple[int, str]]:
    """Return the numbers and lines of a listing that are not blank."""
    remedy = "Write one line a recording, in UTF-8: its file, a bar (|), the words as read."
    try:
        text = listing.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no UTF-8 text"
        raise RecordingError(
            f"the list of recordings cannot be read ({reason})", where=listing, remedy=remedy
        ) from error
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise RecordingError("the list of recordings is empty", where=listing, remedy=remedy)
    return lines


def _entry(folder: Path, line: str) -> Recording | str:
    """Return the recording that a line lists, or what is wrong with the line."""
    file, *columns = (column.strip() for column in line.split("|"))
    if not columns or not columns[-1]:
        return f"no text behind a bar: write file|text, not {_cut(line)!r}"
    if 1 + len(columns) > _COLUMNS:
        return f"{1 + len(columns)} columns: write file|text or id|text|normalised"
    if not file:
        return f"no file before the bar: write file|text, not {_cut(line)!r}"
    if not any(character.isalpha() for character in columns[-1]):
        return f"{_cut(file)}: no words in {_cut(columns[-1])!r}: write what was said in letters"
    named = file if Path(file).suffix else f"{WAVS}/{file}.wav"
    path = folder / named
    if not _is_file(path):
        return f"there is no file {_cut(named)!r}: correct its name, or take it off the list"
    return Recording(path.stem, path, columns[-1])


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _is_file(path: Path) -> bool:
    """Return whether there is such a file; a text put in its place may be too long to ask."""
    try:
        return path.is_file()
    except OSError:
        return False


def _namesakes(folder: Path, recordings: Sequence[Recording]) -> list[str]:
    """Return what is wrong with recordings of one name, which are told apart by it."""
    files: dict[str, list[str]] = {}
    for recording in recordings:
        shown = str(recording.path).removeprefix(f"{folder}{os.sep}")
        files.setdefault(recording.name, []).append(shown)
    return [
        f"{same[0]!r} is listed {len(same)} times: keep one line"
        if len(set(same)) == 1
        else f"{' and '.join(map(repr, same))} have one name: rename all but one"
        for same in files.values()
        if len(same) > 1
    ]


def take_all(recordings: Sequence[Recording], workers: Executor) -> Iterator[Take]:
    """Return every recording made ready, in order; all have been checked by then.

    An hour of takes is about 300 MB.

    Raises:
        RecordingError: recordings are too few or unfit; every fault is named.
    """
    takes: list[Take] = []
    faults: list[str] = []
    for recording, take in zip(recordings, workers.map(take_one, recordings), strict=True):
        if isinstance(take, str):
            faults.append(f"{recording.path.name}: {take}")
        else:
            takes.append(take)
    if len(recordings) < FEWEST:
        faults.append(f"there are {len(recordings)}; a voice needs {FEWEST} at the least")
    _refuse(
        faults,
        "the recordings",
        recordings[0].path.parent if recordings else "",
        "Correct these, or take them off the list; a good voice takes 30 to 60 minutes.",
    )
    return iter(takes)


def take_one(recording: Recording) -> Take | str:
    """Return a recording made ready, or what is wrong with it and what to do."""
    try:
        samples = np.concatenate([np.zeros(0, np.float32), *decode(recording.path, RATE)])
        channels = _channels(recording.path)
    except ClipError as error:
        return f"{error.what}: save it as WAV or FLAC, or record it again"
    except UnicodeDecodeError:
        return "has tags that are no UTF-8: save it without tags"
    fault = _unfit(samples, channels)
    if fault:
        return fault
    ready = _ready(samples)
    return _mismatch(ready, recording.text) or Take(recording.name, recording.text, ready)


def _channels(path: Path) -> int:
    import av

    with av.open(str(path)) as container:
        return container.streams.audio[0].channels


def _unfit(samples: Floats, channels: int) -> str:
    """Return what is wrong with the sound of a recording as it came, or nothing."""
    seconds = len(samples) / RATE
    if channels != 1:
        return f"has {channels} channels: save it as mono, from one microphone"
    if not _SHORTEST <= seconds <= _LONGEST:
        advice = "record it again" if seconds < _SHORTEST else "cut it at a pause"
        return f"lasts {seconds:.1f} s, not {_SHORTEST} to {_LONGEST:.0f} s: {advice}"
    if not np.isfinite(samples).all():
        return "has samples that are no numbers: save it as WAV of 16 bits"
    level = _active_level(samples)
    if level < _QUIETEST_DBFS or not _heard(samples).size:
        return f"is silent, or nearly ({level:.0f} dBFS): check the microphone, record it again"
    runs = np.convolve(np.abs(samples) >= _CLIPPED_AT, np.ones(_CLIPPED_RUN), "valid")
    if (runs >= _CLIPPED_RUN).any():
        return "is clipped: turn the microphone's gain down, record it again"
    return ""


def _mismatch(ready: Floats, text: str) -> str:
    """Return why a text can't be what is said in a recording made ready, or nothing."""
    seconds = len(ready) / RATE
    letters = sum(character.isalpha() for character in text)
    if letters <= _FASTEST * seconds and letters >= _SLOWEST * (seconds - _HESITATION):
        return ""
    return (
        f"has {letters / seconds:.1f} letters a second, not {_SLOWEST:.0f} to {_FASTEST:.0f}: "
        "correct the text, or cut silence and record what is missing"
    )


def _levels(samples: Floats) -> Floats:
    """Return the level of each frame in dBFS."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return np.asarray(10 * np.log10((frames**2).mean(1) + _DIGITAL_SILENCE), np.float32)


def _active_level(samples: Floats) -> float:
    """Return the level of speech in dBFS: recordings hold less silence than speech."""
    return float(np.percentile(_levels(samples), _ACTIVE_PERCENTILE))


def _heard(samples: Floats) -> NDArray[np.intp]:
    """Return the numbers of the frames that are no silence."""
    levels = np.convolve(_levels(samples), np.ones(_SMOOTHED) / _SMOOTHED, "same")
    return np.flatnonzero(levels > _active_level(samples) - _SILENCE_BELOW)


def _ready(samples: Floats) -> Floats:
    """Return samples without the silence around them, at the common level, ends faded."""
    heard = _heard(samples)
    first = max(0, heard[0] - _LEAD) * FRAME
    last = min(len(samples) // FRAME, heard[-1] + 1 + _TAIL) * FRAME
    kept = samples[first:last].astype(np.float64)
    power = 10 ** (_levels(kept.astype(np.float32)) / 10)
    active = power[power > power.max() / _ACTIVE_RANGE].mean()
    kept *= 10 ** (ACTIVE_DBFS / 20) / np.sqrt(active)
    kept *= min(1.0, _LOUDEST / np.abs(kept).max())
    kept[: FRAME // 2] *= np.linspace(0.0, 1.0, FRAME // 2)
    kept[-FRAME:] *= np.linspace(1.0, 0.0, FRAME)
    return kept.astype(np.float32)


def _refuse(faults: Sequence[str], thing: str, where: object, remedy: str) -> None:
    if faults:
        raise RecordingError(listed(thing, faults), where=where, remedy=remedy)
