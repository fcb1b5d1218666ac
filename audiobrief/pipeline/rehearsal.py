"""A bare text said aloud, to try a voice before it goes on air."""

from __future__ import annotations

from pathlib import Path

from audiobrief.audio import stitch
from audiobrief.audio.master import Target, master
from audiobrief.config import Audio
from audiobrief.files import staging, writing
from audiobrief.kept import Drawer
from audiobrief.model import Chapter, Line, Loudness, Script
from audiobrief.narration.speakable import open_reader
from audiobrief.pipeline.takes import takes
from audiobrief.sentences import sentences
from audiobrief.speech.speaker import Speaker


def script_of(text: str, voice: str, language: str) -> Script:
    """Return a bare text as a script of one chapter, a line a sentence."""
    reader = open_reader(language)
    spoken = (Line(reader.words(one), voice, 0) for one in sentences(text, language))
    return Script("", (Chapter("", tuple(line for line in spoken if line.spoken)),))


def say_aloud(script: Script, speaker: Speaker, path: Path) -> Loudness:
    """Say a script to ``path`` as a mastered MP3 without music, to try a voice.

    Raises:
        VoiceError: the voice cannot say it.
        OutputError: the file cannot be written.
    """
    clips = list(speaker.speak(script.lines))
    timeline = stitch.lay_out(script, clips, stitch.Gaps())
    audio = Audio()
    target = Target(audio.loudness, audio.true_peak, audio.bitrate)
    placements = tuple(takes(script, timeline, clips, speaker))
    programme = stitch.Arrangement(placements, timeline.samples)
    with writing(path), staging(path.parent) as stage:
        made = stage / "said.mp3"
        mastered = master(programme, target, made, Drawer(stage / "stretches"))
        made.replace(path)
    return mastered.loudness
