"""The usual way: piper's command line, pydub's ``+=``, two passes of loudnorm, pydub's export.

It takes the ffmpeg program. ``python -m bench.speed.usual WAV...`` is the part behind piper.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from audiobrief.bundled import voices_folders

from .cost import Cost, python
from .texts import EMBEDDED

_LOUDNORM = "loudnorm=I=-16:TP=-1:LRA=11"
_PAUSE_MS = 350


def piper_once(root: Path, folder: Path) -> Cost:
    """Say each report by one call of piper."""
    return _way(root, folder, lambda text: [text])


def piper_each(root: Path, folder: Path) -> Cost:
    """Say each sentence by a call of its own."""
    return _way(root, folder, lambda text: re.split(r"(?<=\.)\s+", text))


def _way(root: Path, folder: Path, cut: Callable[[str], list[str]]) -> Cost:
    costs: list[Cost] = []
    clips: list[Path] = []
    for path in sorted((root / "feeds" / "bench").glob("*.md")):
        body = path.read_text("utf-8").split("Report\n\n", 1)[1]
        for part in cut(body.replace("\n\n", " ").strip()):
            clips.append(folder / f"usual-{len(clips):05}.wav")
            costs.append(_piper(part, clips[-1], folder))
    costs.append(python("bench.speed.usual", *clips, folder=folder))
    for clip in clips:
        clip.unlink()
    peak = max(cost.peak for cost in costs)
    return Cost(sum(cost.cpu for cost in costs), peak, sum(cost.wall for cost in costs))


def _piper(text: str, clip: Path, folder: Path) -> Cost:
    model = next(
        found
        for home in voices_folders()
        if (found := home / EMBEDDED / f"{EMBEDDED}.onnx").exists()
    )
    return python("piper", "-m", model, "-f", clip, "--", text, folder=folder)


def main(clips: list[str]) -> None:
    """Join clips, bring them to -16 LUFS and write an MP3 beside the first."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    programme = AudioSegment.empty()
    for clip in clips:
        programme += AudioSegment.from_wav(clip)
        programme += AudioSegment.silent(_PAUSE_MS)
    joined = Path(clips[0]).with_name("joined.wav")
    programme.export(joined, format="wav")
    loud = joined.with_name("loud.wav")
    _ffmpeg(joined, f"{_LOUDNORM}:{_measured(joined)}:linear=true", "-ar", "44100", str(loud))
    AudioSegment.from_wav(loud).export(joined.with_suffix(".mp3"), format="mp3", bitrate="96k")


def _measured(path: Path) -> str:
    said = _ffmpeg(path, f"{_LOUDNORM}:print_format=json", "-f", "null", "-")
    found = json.loads(said[said.rindex("{") : said.rindex("}") + 1])
    names = {"I": "i", "TP": "tp", "LRA": "lra", "thresh": "thresh"}
    return ":".join(f"measured_{name}={found[f'input_{key}']}" for name, key in names.items())


def _ffmpeg(path: Path, chain: str, *rest: str) -> str:
    command = ["ffmpeg", "-hide_banner", "-nostdin", "-y", "-i", str(path), "-af", chain, *rest]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr


if __name__ == "__main__":
    main(sys.argv[1:])
