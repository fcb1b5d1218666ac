"""The network alone, over the phoneme ids of a workspace's script: what no build can go below.

``python -m bench.speed.bare WORKSPACE`` prints the CPU seconds of ``session.run`` and how many
seconds of sound came out.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from audiobrief.config import load_shows
from audiobrief.ingest.reports import read_report
from audiobrief.pipeline.editing import edit
from audiobrief.pipeline.find import report_files
from audiobrief.pipeline.studio import open_studio
from audiobrief.pipeline.workspace import open_workspace
from audiobrief.speech.speaker import OneSpeaker


@dataclass
class Recorder:
    """A session that keeps what it is fed."""

    session: Any
    feeds: list[Any] = field(default_factory=list)

    def run(self, names: Any, feed: Any, options: Any) -> Any:
        """Keep the feed and pass it on."""
        self.feeds.append(feed)
        return self.session.run(names, feed, options)

    def __getattr__(self, name: str) -> Any:
        """Return what the session itself has."""
        return getattr(self.session, name)


def main(root: Path) -> None:
    """Say the workspace's lines once to learn the feeds, then run the network over them."""
    workspace = open_workspace(root)
    [show] = load_shows(root)
    studio = open_studio(show, workspace)
    voice = studio.speaker.voices[show.voices.narrator]
    assert isinstance(voice, OneSpeaker)
    piper = voice.voice._piper()
    recorder = piper.session = Recorder(piper.session)
    for path in report_files(show):
        script = edit("full", [read_report(path)], show, studio.reader).script
        for line in script.lines:
            voice.say([word.spoken for word in line.words], 1.0, 0)
    samples, began = 0, time.process_time()
    for feed in recorder.feeds:
        samples += recorder.session.run(None, feed)[0].size
    print(f"{time.process_time() - began:.4f} {samples / piper.config.sample_rate:.1f}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
