"""The sound of spoken lines, read when it is needed; what is spoiled then is spoken again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from audiobrief.audio import stitch
from audiobrief.audio.pcm import Samples
from audiobrief.audio.stitch import Placement
from audiobrief.errors import ClipError
from audiobrief.model import Clip, Line, Script, Timeline
from audiobrief.speech.speaker import Speaker


def takes(
    script: Script, timeline: Timeline, clips: Sequence[Clip], speaker: Speaker
) -> list[Placement]:
    """Return where each line of a script sounds; ``clips`` are the lines', in order."""
    pairs = zip(script.lines, clips, strict=True)
    loads = [partial(_samples, line, clip, speaker) for line, clip in pairs]
    return stitch.speech(timeline, clips, loads)


def _samples(line: Line, clip: Clip, speaker: Speaker) -> Samples:
    """Return a clip's samples.

    Raises:
        ClipError: it is gone from the cache or damaged there, and sounds otherwise now.
        VoiceError: as above, and its voice fails.
    """
    try:
        return stitch.read(clip)
    except ClipError:
        again = speaker.say(line)
        if again.digest != clip.digest:
            raise
        return stitch.read(again)
