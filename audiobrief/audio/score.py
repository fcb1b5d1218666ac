"""The music of an episode: intro, bed and outro cut, levelled, ducked and placed.

pydub does the clip work. Clips are decoded and resampled by PyAV, because pydub wants the
ffprobe program for MP3 and resamples by straight lines.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from audiobrief.audio.loudness import SILENCE, measure
from audiobrief.audio.music import clip_path
from audiobrief.audio.pcm import Samples, decode, floats
from audiobrief.audio.stitch import BLOCK, RATE, TAIL, Gaps, Placement, placed
from audiobrief.config import Bed, Music
from audiobrief.config import Clip as ClipSettings
from audiobrief.errors import ClipError
from audiobrief.model import Timeline

if TYPE_CHECKING:
    from pydub import AudioSegment

_LONGEST = 120
"""Seconds of music that a clip may hold; the rest is not used."""

_BREATH = 0.25
"""Seconds between the intro's end and the first word."""

_ATTACK, _RELEASE = 0.35, 0.8
"""Seconds in which the bed drops under the voice, and in which it rises again."""

_RELEASED = 0.75
"""Share of the ducking that is given back once the opening is over."""

_OUTRO_GAP = 0.4


@dataclass(frozen=True, slots=True)
class Score:
    """A show's clips, decoded, faded and set to their level; None where it wants none."""

    intro: AudioSegment | None
    bed: AudioSegment | None
    outro: AudioSegment | None
    settings: Music

    @property
    def gaps(self) -> Gaps:
        """The room these clips want around the speech."""
        before = len_samples(self.intro) + int(_BREATH * RATE) if self.intro else 0
        if self.bed and not self.intro:
            before = int((self.settings.bed.fade_in + _BREATH) * RATE)
        after = int(_RELEASE * RATE) if self.bed else 0
        if self.bed:
            after += int(self.settings.bed.fade_out * RATE / 2)
        outro = int(_OUTRO_GAP * RATE) + len_samples(self.outro) if self.outro else 0
        return Gaps(before, after, max(TAIL, outro))


def load_score(music: Music, folder: Path, voice_lufs: float) -> Score:
    """Decode a show's clips and level them against a voice of ``voice_lufs``.

    Raises:
        ClipError: a clip is missing or cannot be decoded.
    """

    def load(settings: ClipSettings, name: str) -> AudioSegment | None:
        path = clip_path(settings, name, folder)
        return levelled(_segment(path), settings.level + voice_lufs) if path else None

    intro, bed, outro = (
        load(music.intro, "intro"),
        load(music.bed, "bed"),
        load(music.outro, "outro"),
    )
    return Score(_faded(intro, music.intro), bed, _faded(outro, music.outro), music)


def place(score: Score, timeline: Timeline) -> list[Placement]:
    """Return where the music sounds in a timeline made with the score's own gaps."""
    music = []
    if score.intro:
        music.append(placed(0, _samples(score.intro)))
    if score.bed and timeline.lines:
        music.append(_under_opening(score, timeline))
    if score.outro:
        start = timeline.samples - len_samples(score.outro)
        music.append(placed(start, _samples(score.outro)))
    return music


def _under_opening(score: Score, timeline: Timeline) -> Placement:
    """Lay the bed under the opening: in beneath the intro's tail, ducked, released, out."""
    bed: Bed = score.settings.bed
    opening = timeline.chapters[0].lines
    overlap = int(score.settings.intro.fade_out * RATE) if score.intro else 0
    start = max(0, len_samples(score.intro) - overlap)
    duck_at = _ms(opening[0].start - start) - int(_ATTACK * 1000)
    release_at = _ms(opening[-1].end - start)
    length = release_at + int((_RELEASE + bed.fade_out) * 1000)
    segment = _looped(score.bed, length)
    segment = segment.fade(to_gain=-bed.duck, start=max(0, duck_at), duration=int(_ATTACK * 1000))
    segment = segment.fade(
        to_gain=_RELEASED * bed.duck, start=release_at, duration=int(_RELEASE * 1000)
    )
    return placed(start, _samples(_faded(segment, bed)))


def levelled(segment: AudioSegment, lufs: float) -> AudioSegment:
    """Return ``segment`` at an integrated loudness of ``lufs``; silence stays silence."""
    now = measure(_blocks(segment), RATE, peak=False).integrated
    return segment.apply_gain(lufs - now) if now > SILENCE else segment


def len_samples(segment: AudioSegment | None) -> int:
    """Return a segment's length in samples, 0 for none."""
    return int(segment.frame_count()) if segment is not None else 0


def _segment(path: Path) -> AudioSegment:
    audio_segment = _pydub()
    pcm = bytearray()
    for block in decode(path, RATE):
        pcm += np.rint(block.clip(-1, 1) * 32767).astype("<i2").tobytes()
        if len(pcm) >= 2 * _LONGEST * RATE:
            break
    if not pcm:
        raise ClipError("holds no sound", where=path, remedy="Choose another clip, or `none`.")
    return audio_segment(bytes(pcm), frame_rate=RATE, sample_width=2, channels=1)


def _pydub() -> type[AudioSegment]:
    """Import pydub without its warnings: for ffmpeg, which is not used, and its old regexes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    segment: type[AudioSegment] = AudioSegment
    return segment


def _looped(segment: Any, length_ms: int) -> Any:
    return (segment * (length_ms // len(segment) + 1))[:length_ms]


def _faded(segment: Any, settings: ClipSettings) -> Any:
    """Return ``segment`` with its fades; pydub takes no fade of nothing."""
    if segment is None:
        return None
    fade_in, fade_out = (
        min(int(seconds * 1000), len(segment)) for seconds in (settings.fade_in, settings.fade_out)
    )
    segment = segment.fade_in(fade_in) if fade_in else segment
    return segment.fade_out(fade_out) if fade_out else segment


def _blocks(segment: AudioSegment) -> Iterator[Samples]:
    """Yield a segment's samples a block at a time: libav keeps each in several forms."""
    pcm = np.frombuffer(segment.raw_data, "<i2")
    for start in range(0, len(pcm), BLOCK):
        yield floats(pcm[start : start + BLOCK])


def _samples(segment: Any) -> Samples:
    return floats(np.frombuffer(segment.raw_data, "<i2"))


def _ms(samples: int) -> int:
    return samples * 1000 // RATE
