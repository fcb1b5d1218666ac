"""Music around the voice: levels, fades, and the bed that makes way."""

from __future__ import annotations

import wave
from pathlib import Path

import av
import numpy as np
import pytest

from audiobrief.audio.loudness import measure
from audiobrief.audio.pcm import Samples
from audiobrief.audio.score import Score, load_score, place
from audiobrief.audio.stitch import RATE, TAIL, lay_out, mix
from audiobrief.config import Bed, Music, Outro
from audiobrief.config import Clip as ClipSettings
from audiobrief.errors import ClipError
from audiobrief.model import Chapter, Clip, Line, Script, Timeline, Word

VOICE = -23.0
NO_INTRO = ClipSettings(file="none")
NO_BED = Bed(file="none")
NO_OUTRO = Outro(file="none")
SECOND = Clip(Path("nowhere"), 0, RATE, RATE, (0, RATE), (), "")


def tone(path: Path, seconds: float, level: float = 0.3) -> Path:
    """Write a tone as a FLAC file."""
    with av.open(str(path), "w") as container:
        stream: av.AudioStream = container.add_stream("flac", rate=RATE)
        stream.layout = "mono"
        sine = level * np.sin(2 * np.pi * 440 * np.arange(int(seconds * RATE)) / RATE)
        frame = av.AudioFrame.from_ndarray(
            (sine * 32767).astype(np.int16)[None, :], format="s16", layout="mono"
        )
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def programme(score: Score) -> tuple[Timeline, Samples]:
    """Return a timeline of three seconds of silence as speech, and the music over it."""
    line = Line((Word("a", "a"),), "v", 500)
    script = Script("t", (Chapter("Opening", (line,)), Chapter("Body", (line, line))))
    timeline = lay_out(script, [SECOND] * 3, score.gaps)
    return timeline, np.concatenate(list(mix(place(score, timeline), timeline.samples)))


def level(samples: Samples, at: float) -> float:
    """Return the RMS level in dB of 100 ms around a time in seconds."""
    around = samples[int((at - 0.05) * RATE) : int((at + 0.05) * RATE)]
    return 20 * float(np.log10(np.sqrt(np.mean(around**2)) + 1e-9))


def test_clips_are_set_against_the_voice(tmp_path: Path) -> None:
    """A clip's loudness is the voice's plus its level, whatever its file's was."""
    for loudness in (0.9, 0.05):
        tone(tmp_path / "in.flac", 4, loudness)
        music = Music(
            intro=ClipSettings(file="in.flac", level=-5.0, fade_out=0.0), bed=NO_BED, outro=NO_OUTRO
        )
        _, samples = programme(load_score(music, tmp_path, VOICE))
        found = measure([samples[: 4 * RATE]], RATE).integrated
        assert found == pytest.approx(VOICE - 5.0, abs=0.3)


def test_voice_waits_for_the_intro(tmp_path: Path) -> None:
    """The first word comes a breath after the intro's last sample."""
    tone(tmp_path / "in.flac", 2)
    music = Music(intro=ClipSettings(file="in.flac"), bed=NO_BED, outro=NO_OUTRO)
    timeline, samples = programme(load_score(music, tmp_path, VOICE))
    start = timeline.lines[0].start
    assert 2 * RATE < start < 2.5 * RATE
    assert not np.any(samples[start:])
    assert timeline.samples == timeline.lines[-1].end + TAIL


def test_bed_ducks_under_the_opening_and_is_gone_after(tmp_path: Path) -> None:
    """Louder before the voice, low beneath it, up again at its end, silent later."""
    tone(tmp_path / "bed.flac", 0.7)
    bed = Bed(file="bed.flac", level=-6.0, fade_in=0.1, fade_out=1.0, duck=14.0)
    music = Music(intro=ClipSettings(file="bed.flac"), bed=bed, outro=NO_OUTRO)
    timeline, samples = programme(load_score(music, tmp_path, VOICE))
    opening, following, _ = timeline.lines
    under = level(samples, (opening.start + opening.end) / 2 / RATE)
    released = level(samples, opening.end / RATE + 0.75)
    assert under < VOICE - 6.0 - 14.0 + 4.0
    assert released > under + 4.0
    gone = samples[following.start + RATE :]
    assert not np.any(gone)


def test_bed_alone_leads_in(tmp_path: Path) -> None:
    """Without an intro the bed rises before the voice."""
    tone(tmp_path / "bed.flac", 5)
    music = Music(intro=NO_INTRO, bed=Bed(file="bed.flac"), outro=NO_OUTRO)
    timeline, samples = programme(load_score(music, tmp_path, VOICE))
    assert timeline.lines[0].start > 0
    assert np.any(samples[: timeline.lines[0].start])


def test_outro_ends_the_programme(tmp_path: Path) -> None:
    """The outro follows the last word and fades to the last sample."""
    tone(tmp_path / "out.flac", 3)
    music = Music(intro=NO_INTRO, bed=NO_BED, outro=Outro(file="out.flac", fade_out=1.0))
    timeline, samples = programme(load_score(music, tmp_path, VOICE))
    last = timeline.lines[-1].end
    assert not np.any(samples[:last])
    assert level(samples, timeline.samples / RATE - 2.0) > level(
        samples, timeline.samples / RATE - 0.1
    )
    assert abs(samples[-1]) < 0.001


def test_no_music_is_silence(tmp_path: Path) -> None:
    """`none` thrice: nothing sounds but the voice, which starts at once."""
    timeline, samples = programme(
        load_score(Music(intro=NO_INTRO, bed=NO_BED, outro=NO_OUTRO), tmp_path, VOICE)
    )
    assert timeline.lines[0].start == 0
    assert not np.any(samples)


def test_own_music_is_the_default(tmp_path: Path) -> None:
    """A show that says nothing has audiobrief's intro, bed and outro."""
    timeline, samples = programme(load_score(Music(), tmp_path, VOICE))
    assert timeline.lines[0].start > 4 * RATE
    assert level(samples, 2.0) > VOICE - 20


def test_silent_clip_stays_silent(tmp_path: Path) -> None:
    """A clip of silence cannot be made louder, and is no error."""
    tone(tmp_path / "in.flac", 1, 0.0)
    music = Music(intro=ClipSettings(file="in.flac"), bed=NO_BED, outro=NO_OUTRO)
    _, samples = programme(load_score(music, tmp_path, VOICE))
    assert not np.any(samples)


def test_long_clips_are_cut(tmp_path: Path) -> None:
    """Two minutes of a clip are used; a whole album does not fill the memory."""
    tone(tmp_path / "in.flac", 150)
    music = Music(intro=ClipSettings(file="in.flac"), bed=NO_BED, outro=NO_OUTRO)
    timeline, _ = programme(load_score(music, tmp_path, VOICE))
    assert timeline.lines[0].start < 125 * RATE


def test_empty_clip_is_named(tmp_path: Path) -> None:
    """A sound file without a single sample is an error."""
    with wave.open(str(tmp_path / "in.wav"), "wb") as empty:
        empty.setparams((1, 2, RATE, 0, "NONE", ""))
    music = Music(intro=ClipSettings(file="in.wav"), bed=NO_BED, outro=NO_OUTRO)
    with pytest.raises(ClipError, match=r"in\.wav: holds no sound"):
        load_score(music, tmp_path, VOICE)
