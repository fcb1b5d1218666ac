"""Where a voice's network runs: onnxruntime is asked for it by name, and believed only after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from click.testing import CliRunner

import tiny_voice
from audiobrief.audio.forecast import weighed
from audiobrief.cli import main
from audiobrief.errors import UsageError
from audiobrief.model import Line, Word
from audiobrief.speech.cache import ClipCache
from audiobrief.speech.network import PROVIDERS
from audiobrief.speech.speaker import Speaker
from audiobrief.speech.voice import Voice
from samples import write_workspace

CPU, CUDA = PROVIDERS["cpu"], PROVIDERS["cuda"]
WORDS = ["good", "morning"]
SENTENCE = ["The", "board", "approved", "a", "plan", "to", "deepen", "the", "northern", "channel."]
[EMBEDDED] = (Path(__file__).parents[1] / "voices").glob("*/*.onnx")
INAUDIBLE = 1e-3
"""Full scale is 1: -60 dB."""


class Graphics:
    """onnxruntime with a graphics processor: the real one's sessions, under another name."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, starts: bool = True) -> None:
        self.asked: list[list[str]] = []
        real: Any = onnxruntime.InferenceSession
        asked = self.asked

        class Session(real):  # type: ignore[misc]  # onnxruntime is not typed
            def get_providers(self) -> list[str]:
                return asked[-1] if starts else [CPU]

        def session(graph: Path, options: Any, providers: list[tuple[str, Any]]) -> Any:
            self.asked.append([name for name, _ in providers])
            return Session(graph, options, [CPU])

        monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [CUDA, CPU])
        monkeypatch.setattr(onnxruntime, "InferenceSession", session)


def voice(folder: Path, device: str) -> Voice:
    """Return the tiny voice on a device."""
    return Voice("hum", tiny_voice.write_voice(folder / "voices"), folder / "graphs", device)


def test_cuda_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The graphics processor comes first, the processor takes what it cannot do."""
    graphics = Graphics(monkeypatch)
    said = voice(tmp_path, "cuda").say(WORDS)
    assert graphics.asked == [[CUDA, CPU]]
    assert len(said.samples)


def test_it_keeps_its_own_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice that rests there says nothing again: there is no memory of ours to give back."""
    Graphics(monkeypatch)
    resting = voice(tmp_path, "cuda")
    resting.say(WORDS)
    monkeypatch.setattr(resting, "_infer", None)
    resting.rest()


def test_without_it_the_user_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An onnxruntime without CUDA is an error that says what to install."""
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [CPU])
    with pytest.raises(UsageError, match=r"cannot run on 'cuda': .* Install onnxruntime-gpu"):
        voice(tmp_path, "cuda").say(WORDS)


def test_a_silent_fall_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A driver that is missing makes onnxruntime take the processor: that is not what was asked."""
    Graphics(monkeypatch, starts=False)
    with pytest.raises(UsageError, match="cannot be started here"):
        voice(tmp_path, "cuda").say(WORDS)


def test_clips_are_kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What one device said is not taken for what another would say; the voice is the same."""
    Graphics(monkeypatch)
    line = Line(tuple(Word(word, word) for word in WORDS), "hum", 0)
    voices = {device: voice(tmp_path, device) for device in PROVIDERS}
    assert len({one.fingerprint for one in voices.values()}) == 1
    clips = {
        Speaker({"hum": one}, ClipCache(tmp_path / "clips", weighed), device=device).clip(line).path
        for device, one in voices.items()
    }
    assert len(clips) == 2


@pytest.mark.skipif(
    CUDA not in onnxruntime.get_available_providers(), reason="onnxruntime has no part for CUDA"
)
def test_it_sounds_as_on_the_processor(tmp_path: Path) -> None:
    """The embedded voice says each word at the same place, and its sound differs inaudibly."""
    said = {
        device: Voice(EMBEDDED.name, EMBEDDED, tmp_path / device, device).say(SENTENCE)
        for device in PROVIDERS
    }
    assert said["cuda"].words == said["cpu"].words
    difference = said["cuda"].samples - said["cpu"].samples
    assert np.abs(difference).max() < INAUDIBLE


def test_the_command_hands_it_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """``build --device cuda`` fails by name where there is none, and publishes nothing."""
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [CPU])
    root = write_workspace(tmp_path)
    options = ["--workspace", str(root), "--device", "cuda"]
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    done = CliRunner().invoke(main, ["build", *options])
    assert done.exit_code == 1
    assert "voices cannot run on 'cuda'" in done.output
    assert not list((root / "output").rglob("*.mp3"))
