"""The embedded voice, heard: a recogniser listens to a finished episode."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from piper import PiperVoice

from audiobrief.audio.loudness import measure
from audiobrief.audio.pcm import Samples, decode
from audiobrief.bundled import EMBEDDED_VOICE, voices_folders
from audiobrief.cli import main
from audiobrief.ingest.reports import read_report
from audiobrief.model import Script
from audiobrief.narration.script import narrate
from audiobrief.narration.speakable import open_reader
from audiobrief.pipeline.chosen import show_for
from audiobrief.pipeline.outcome import Options

REPOSITORY = Path(__file__).parent.parent
DEMO = REPOSITORY / "feeds"
EXAMPLE = REPOSITORY.parent / "shared" / "example-report.txt"
MODEL = voices_folders()[0] / EMBEDDED_VOICE / f"{EMBEDDED_VOICE}.onnx"
RATE = 16_000
HEARD_AT_LEAST, OF_FEW_AT_LEAST = 0.6, 0.5
"""Share of a section's words that the recogniser must find, in order; of a short section, where a
word more or less is much. Its own error on the recordings this voice was trained on is 29 %."""
FEW = 30
"""Words of a short section."""
HYPOTHESES = 2000
"""States kept a frame: of its own 30,000 the recogniser hears no more, in twice the time."""


def words(text: str) -> list[str]:
    """Return the bare words of a text."""
    return re.findall(r"[a-z']+", text.lower().replace("-", " ").replace(".", ""))


def transcribe(decoder: Any, samples: Samples) -> list[str]:
    """Return the words that the recogniser hears, phrase by phrase."""
    heard: list[str] = []
    for piece in np.array_split(samples, max(1, len(samples) // (20 * RATE))):
        decoder.start_utt()
        decoder.process_raw((piece * 32767).astype("<i2").tobytes(), full_utt=True)
        decoder.end_utt()
        hypothesis = decoder.hyp()
        heard += words(hypothesis.hypstr) if hypothesis else []
    return heard


def share_heard(expected: list[str], heard: list[str]) -> float:
    """Return the share of ``expected`` found in ``heard``, in order."""
    matcher = SequenceMatcher(None, expected, heard, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(expected)


def chapters(script: Script, release: Path) -> Iterator[tuple[str, list[str], Samples]]:
    """Yield each chapter's title, its words, and its stretch of the decoded MP3."""
    (mp3,) = release.glob("*.mp3")
    samples = np.concatenate(list(decode(mp3, RATE)))
    record = json.loads((release / "episode.json").read_text())
    starts = [mark["start_ms"] * RATE // 1000 for mark in record["chapters"]]
    ends = [*starts[1:], len(samples)]
    for chapter, start, end in zip(script.chapters, starts, ends, strict=True):
        said = [word for line in chapter.lines for word in words(line.spoken)]
        yield chapter.title, said, samples[start:end]


def test_piper_loads_it_as_it_is() -> None:
    """Piper's own loader takes the voice, and its durations sum to its samples."""
    voice = PiperVoice.load(MODEL)
    (chunk,) = voice.synthesize("Good morning to all listeners.", include_alignments=True)
    assert chunk.phoneme_id_samples is not None
    assert chunk.phoneme_id_samples.sum() == len(chunk.audio_float_array)


def test_speaking_reports_to_nobody(tmp_path: Path) -> None:
    """The telemetry of onnxruntime, which keeps a device id in the home folder, never starts."""
    env = {name: value for name, value in os.environ.items() if "TELEMETRY" not in name}
    env |= {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    said = tmp_path / "said.mp3"
    command = [sys.executable, "-m", "audiobrief", "say", "Good morning.", "-o", str(said)]
    subprocess.run(command, env=env, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert {path.name for path in tmp_path.iterdir()} <= {"said.mp3", "cache"}
    assert not list(tmp_path.rglob("*deviceid*"))


@pytest.mark.untraced
def test_every_section_can_be_heard(tmp_path: Path) -> None:
    """A built demo episode, at broadcast loudness, says the words of each of its sections."""
    pocketsphinx = pytest.importorskip("pocketsphinx", reason="pocketsphinx is not installed")
    workspace = tmp_path / "desk"
    shutil.copytree(DEMO, workspace / "feeds")
    report = min((workspace / "feeds" / "demo").iterdir())
    build = ["build", "--workspace", str(workspace), "--report", str(report)]
    result = CliRunner().invoke(main, build)
    assert result.exit_code == 0, result.output
    (release,) = (workspace / "output" / "demo" / "episodes").iterdir()
    (mp3,) = release.glob("*.mp3")
    loudness = measure(decode(mp3, 44_100), 44_100)
    assert loudness.integrated == pytest.approx(-16.0, abs=0.5)
    assert loudness.true_peak <= -1.0
    show = show_for(workspace, Options())
    decoder = pocketsphinx.Decoder(samprate=RATE, loglevel="FATAL", maxhmmpf=HYPOTHESES)
    script = narrate(read_report(report), show, open_reader(show.language))
    for title, said, samples in chapters(script, release):
        if len(said) > 8:
            least = OF_FEW_AT_LEAST if len(said) < FEW else HEARD_AT_LEAST
            assert share_heard(said, transcribe(decoder, samples)) >= least, title


@pytest.mark.skipif(not EXAMPLE.exists(), reason="the copied report is not beside the project")
def test_a_copied_report_has_all_its_chapters(tmp_path: Path) -> None:
    """A report copied from a news site becomes a briefing with every section as a chapter."""
    workspace = tmp_path / "desk"
    shutil.copytree(DEMO, workspace / "feeds")
    report = workspace / EXAMPLE.name
    shutil.copy(EXAMPLE, report)
    build = ["build", "--workspace", str(workspace), "--report", str(report)]
    result = CliRunner().invoke(main, build)
    assert result.exit_code == 0, result.output
    (release,) = (workspace / "output" / "demo" / "episodes").iterdir()
    record = json.loads((release / "episode.json").read_text())
    assert [mark["title"] for mark in record["chapters"]] == [
        "Headline",
        "Situation Report",
        "Current Developments",
        "Previous Events",
        "Stakeholders",
        "Escalation Risks",
        "Editor's Take",
        "Sentiment",
        "Sources",
        "Sign-off",
    ]
    (text,) = (path for path in release.glob("*.txt"))
    told = text.read_text("utf-8")
    assert told.count("Peru has granted US troops access") == 1
    assert "min read" not in told
    assert "mercopress.com" not in told
