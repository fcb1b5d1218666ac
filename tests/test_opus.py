"""The Opus file beside the MP3: measured on the decoded file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.oggopus import OggOpus

from audiobrief.audio.loudness import measure
from audiobrief.audio.master import Copy, master
from audiobrief.audio.opus import RATE, tag_opus
from audiobrief.audio.pcm import decode
from audiobrief.audio.tags import Tags
from audiobrief.kept import Drawer
from audiobrief.model import ChapterMark, Loudness
from sound_samples import RATE as PROGRAMME_RATE
from sound_samples import TARGET, alone, speechlike

SAMPLES = np.convolve(speechlike(6.3, 0.3), np.ones(24) / 24, "same").astype(np.float32)
"""As dull as a voice: of a hiss up to 22 kHz Opus keeps less."""


def encoded(folder: Path, name: str = "a.opus") -> tuple[Path, Loudness]:
    """Master the samples; return the Opus file, and what the MP3 measures."""
    path = folder / name
    found = master(
        alone(SAMPLES), TARGET, folder / "a.mp3", Drawer(folder / name[0]), copy=Copy(path, 40)
    )
    return path, found.loudness


def test_it_is_as_loud_and_as_long_as_the_mp3(tmp_path: Path) -> None:
    """Decoded, it has the MP3's loudness and the programme's length, mono at 48 kHz."""
    path, mp3 = encoded(tmp_path)
    samples = np.concatenate(list(decode(path, RATE)))
    assert len(samples) == pytest.approx(len(SAMPLES) * RATE / PROGRAMME_RATE, abs=48)
    found = measure([samples], RATE)
    assert found.integrated == pytest.approx(mp3.integrated, abs=0.3)
    info: Any = OggOpus(path).info
    assert (info.channels, round(info.length, 1)) == (1, 6.3)


def test_it_is_smaller_than_the_mp3(tmp_path: Path) -> None:
    """40 kbit/s is what was asked for, and about what it takes."""
    size = encoded(tmp_path)[0].stat().st_size
    assert 20_000 < size * 8 / 6.3 < 60_000


def test_cues_stay_where_they_were(tmp_path: Path) -> None:
    """No delay of the codec is left in it: bursts come where they were."""
    decoded = np.concatenate(list(decode(encoded(tmp_path)[0], PROGRAMME_RATE)))
    length = min(len(decoded), len(SAMPLES))
    loud = [np.abs(one[:length]) for one in (decoded, SAMPLES)]
    made, given = (np.convolve(one, np.ones(441) / 441, "same") for one in loud)
    shifts = range(-400, 401, 20)
    match = [float(np.dot(np.roll(made, shift), given)) for shift in shifts]
    assert abs(shifts[int(np.argmax(match))]) <= 60


def test_same_programme_gives_the_same_bytes(tmp_path: Path) -> None:
    """Encoding and tagging twice gives one file, to the byte."""
    made = []
    for name in ("a.opus", "b.opus"):
        path, _ = encoded(tmp_path, name)
        tag_opus(path, _tags())
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_tags_are_read_back(tmp_path: Path) -> None:
    """Title, show, desk, disclosure and chapters are in it; the sound is still whole."""
    path, _ = encoded(tmp_path)
    tag_opus(path, _tags())
    comments = OggOpus(path)
    assert comments["title"] == ["Title — one"]
    assert comments["album"] == ["Show"]
    assert comments["ai-disclosure"] == ["Read by a synthetic voice."]
    assert comments["chapter001"] == ["01:02:03.004"]
    assert comments["chapter001name"] == ["Second"]
    assert sum(map(len, decode(path, RATE))) == pytest.approx(6.3 * RATE, abs=48)


def _tags() -> Tags:
    return Tags(
        title="Title — one",
        album="Show",
        artist="Desk",
        published=datetime(2026, 1, 12, 6, tzinfo=UTC),
        language="en-GB",
        comment="Summary",
        disclosure="Read by a synthetic voice.",
        lyrics="All the words",
        cover=b"",
        chapters=[ChapterMark("First", 0), ChapterMark("Second", 3_723_004)],
        duration_ms=6300,
    )
