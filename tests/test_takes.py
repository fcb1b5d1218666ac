"""Spoken lines are heard as they were kept; one that is spoiled meanwhile is spoken again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio.forecast import weighed
from audiobrief.audio.pcm import Samples
from audiobrief.audio.stitch import Gaps, lay_out
from audiobrief.errors import ClipError
from audiobrief.model import Chapter, Line, Script, Word
from audiobrief.pipeline.takes import takes
from audiobrief.speech.cache import ClipCache
from audiobrief.speech.speaker import Speaker
from audiobrief.speech.voice import Utterance

RATE = 16_000


class Hum:
    """A voice of one tone, whose ``level`` may change."""

    fingerprint = "hum"
    level = 0.25
    said = 0

    def say(self, words: list[str], _speed: float, _seed: int) -> Utterance:
        """Hum for a tenth of a second."""
        self.said += 1
        sound = np.full(RATE // 10, self.level, np.float32)
        return Utterance(sound, RATE, tuple((0, sound.size) for _ in words))

    def pronounce(self, text: str) -> str:
        """Return the text."""
        return text

    def rest(self) -> None:
        """Hold on to nothing."""


@pytest.fixture
def hum() -> Hum:
    """Return a voice."""
    return Hum()


def heard(folder: Path, hum: Hum, damage: str = "") -> Samples:
    """Say a line, spoil its clip, and return what is heard of it."""
    speaker = Speaker({"hum": hum}, ClipCache(folder, weighed))
    script = Script("", (Chapter("", (Line((Word("one", "one"),), "hum", 0),)),))
    (clip,) = speaker.speak(script.lines)
    (placement,) = takes(script, lay_out(script, [clip], Gaps()), [clip], speaker)
    if damage == "gone":
        clip.path.unlink()
    elif damage:
        clip.path.write_bytes(clip.path.read_bytes()[:-1] + b"x")
    hum.level = 0.5 if damage == "another" else hum.level
    return placement.load()


def test_a_line_is_said_once(tmp_path: Path, hum: Hum) -> None:
    """What is kept is what is heard."""
    assert heard(tmp_path, hum) == pytest.approx(0.25, abs=1e-4)
    assert hum.said == 1


@pytest.mark.parametrize("damage", ["gone", "damaged"])
def test_a_spoiled_line_is_said_again(tmp_path: Path, hum: Hum, damage: str) -> None:
    """The listener hears no difference, and the next run has it."""
    assert heard(tmp_path, hum, damage) == pytest.approx(0.25, abs=1e-4)
    assert heard(tmp_path, hum) == pytest.approx(0.25, abs=1e-4)
    assert hum.said == 2


def test_a_line_that_sounds_otherwise_now_is_told(tmp_path: Path, hum: Hum) -> None:
    """It would not fit where the programme has it; the next run lays the programme out anew."""
    with pytest.raises(ClipError, match="damaged in the cache"):
        heard(tmp_path, hum, "another")
    assert heard(tmp_path, hum) == pytest.approx(0.5, abs=1e-4)
