"""A long life in one process: memory and open files after thousands of sentences and many builds.

``python -m bench.speed.soak WORKSPACE SENTENCES BUILDS`` prints the figures.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from audiobrief.config import load_shows
from audiobrief.pipeline.outcome import Options
from audiobrief.pipeline.run import build
from audiobrief.pipeline.studio import open_studio
from audiobrief.pipeline.workspace import open_workspace
from audiobrief.speech.speaker import OneSpeaker

from .texts import sentence

_SAMPLES = 20
_NOW = datetime(2026, 1, 12, tzinfo=UTC)


def main(root: Path, sentences: int, builds: int) -> None:
    """Print kB a sentence, kB a build, and how many files more are open at the end."""
    files = _open_files()
    spoken = _slope(_speaker(root), sentences)
    built = _slope(_builder(root), builds)
    print(f"{spoken:.2f} {built:.2f} {_open_files() - files}")  # noqa: T201


def _speaker(root: Path) -> Callable[[int], None]:
    """Return what says the sentence of a number, without keeping it."""
    [show] = load_shows(root)
    studio = open_studio(show, open_workspace(root))
    voice = studio.speaker.voices[show.voices.narrator]
    assert isinstance(voice, OneSpeaker)

    def say(number: int) -> None:
        voice.say([word.spoken for word in studio.reader.words(sentence(number))], 1.0, 0)

    return say


def _builder(root: Path) -> Callable[[int], None]:
    """Return what builds everything anew."""
    workspace, options = open_workspace(root), Options(force=True)

    def once(_: int) -> None:
        with ThreadPoolExecutor(1) as pool:
            assert not build(workspace, options, pool, _NOW, lambda _: None).failed

    return once


def _slope(work: Callable[[int], None], times: int) -> float:
    """Return how many kB the process grows each time, by a line through its second half."""
    grown: list[tuple[int, float]] = []
    for number in range(times):
        work(number)
        if number >= times // 2 and number % max(1, times // 2 // _SAMPLES) == 0:
            grown.append((number, _resident()))
    if len(grown) < 2:
        return 0.0
    at, held = zip(*grown, strict=True)
    return float(np.polyfit(at, held, 1)[0])


def _resident() -> float:
    """Return the memory that the process holds, kB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024


def _open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
