"""Loudness, limiting, MP3 and tags: measured on the decoded file."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

import av
import numpy as np
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3, BitrateMode

from audiobrief.audio.loudness import measure
from audiobrief.audio.master import Target, master
from audiobrief.audio.mp3 import FRAME
from audiobrief.audio.pcm import decode, resampled
from audiobrief.audio.press import Pressing, press
from audiobrief.audio.stitch import Arrangement, placed
from audiobrief.audio.tags import Tags, write_tags
from audiobrief.errors import ClipError, MasteringError
from audiobrief.kept import Drawer
from audiobrief.model import ChapterMark
from sound_samples import RATE, TARGET, alone, blocks, sine, speechlike


def test_full_scale_sine_measures_minus_three() -> None:
    """EBU Tech 3341 and BS.1770: a 0 dBFS 997 Hz sine in one channel reads -3.01 LUFS."""
    found = measure(blocks(sine(5)), RATE)
    assert found.integrated == pytest.approx(-3.01, abs=0.1)
    assert found.true_peak == pytest.approx(0.0, abs=0.1)


def test_silence_measures_the_gate() -> None:
    """Silence has the gate's loudness and no peak."""
    found = measure([np.zeros(RATE, np.float32)], RATE)
    assert found.integrated == -70.0
    assert found.true_peak == -np.inf


@pytest.mark.parametrize("level", [0.01, 0.1, 0.5])
def test_master_meets_its_target(tmp_path: Path, level: float) -> None:
    """Quiet or loud, the decoded MP3 lies within half a LU and under the ceiling."""
    samples = speechlike(12, level)
    path = tmp_path / "a.mp3"
    told = master(alone(samples), TARGET, path, Drawer(tmp_path))
    found = measure(decode(path, RATE), RATE)
    assert found.integrated == pytest.approx(told.loudness.integrated, abs=0.02)
    assert found.true_peak == told.loudness.true_peak
    assert found.integrated == pytest.approx(-16.0, abs=0.5)
    assert found.true_peak <= -1.0


def test_mp3_is_constant_mono_and_as_long_as_the_programme(tmp_path: Path) -> None:
    """The header says what the file is: 96 kbit/s CBR, mono, 44.1 kHz, exact duration."""
    samples = speechlike(7.3, 0.1)
    path = tmp_path / "a.mp3"
    master(alone(samples), TARGET, path, Drawer(tmp_path))
    info: Any = MP3(path).info
    assert (info.channels, info.sample_rate, info.bitrate) == (1, RATE, 96_000)
    assert info.bitrate_mode == BitrateMode.CBR
    assert info.length == pytest.approx(7.3, abs=0.06)
    decoded = np.concatenate(list(decode(path, RATE)))
    assert len(decoded) == len(samples)


def test_cues_stay_where_they_were(tmp_path: Path) -> None:
    """Gain, limiter and codec delay nothing: a click comes out at its own sample."""
    samples = speechlike(6, 0.05)
    samples[100_000:100_040] = 0.9
    path = tmp_path / "a.mp3"
    master(alone(samples), TARGET, path, Drawer(tmp_path))
    decoded = np.concatenate(list(decode(path, RATE)))
    around = slice(95_000, 105_000)
    shifts = range(-60, 61)
    match = [float(np.dot(np.roll(decoded, s)[around], samples[around])) for s in shifts]
    assert shifts[int(np.argmax(match))] == 0


def test_what_is_below_hearing_goes(tmp_path: Path) -> None:
    """A voice that lies off its middle is brought back to it, and is as loud as asked."""
    samples = speechlike(6, 0.05)
    path = tmp_path / "a.mp3"
    found = master(alone(samples + np.float32(0.02)), TARGET, path, Drawer(tmp_path))
    assert abs(float(np.concatenate(list(decode(path, RATE))).mean())) < 0.001
    assert found.loudness.integrated == pytest.approx(-16.0, abs=0.5)


def test_same_programme_gives_the_same_bytes(tmp_path: Path) -> None:
    """Mastering twice gives one file, to the byte."""
    samples = speechlike(3, 0.1)
    made = []
    for name in ("a.mp3", "b.mp3"):
        master(alone(samples), TARGET, tmp_path / name, Drawer(tmp_path / name[0]))
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]


def test_four_stretches_are_mastered_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many threads there are: more would wait for the interpreter."""
    together, busy, seen = Barrier(4), [], []

    def watched(*given: Any, **named: Any) -> Pressing:
        busy.append(together.wait(60))
        together.wait(60)
        seen.append(len(busy))
        together.wait(60)
        busy.pop()
        return press(*given, **named)

    monkeypatch.setattr("audiobrief.audio.master.press", watched)
    lines = [placed(number * 75 * FRAME, speechlike(1, 0.1)) for number in range(12)]
    programme = Arrangement(tuple(lines), 12 * 75 * FRAME)
    with ThreadPoolExecutor(12) as pool:
        drawer = Drawer(tmp_path)
        master(programme, TARGET, tmp_path / "a.mp3", drawer, ordered_map=pool.map)
    assert set(seen) == {4}


def test_silent_programme_is_refused(tmp_path: Path) -> None:
    """Nothing but silence cannot be brought to any loudness."""
    with pytest.raises(MasteringError, match="silent"):
        master(alone(np.zeros(RATE, np.float32)), TARGET, tmp_path / "a.mp3", Drawer(tmp_path))


def test_impossible_target_is_refused(tmp_path: Path) -> None:
    """A click in silence cannot be loud: the error says what was reached."""
    samples = np.zeros(RATE * 4, np.float32)
    samples[RATE] = 0.5
    samples[RATE * 3] = 0.5
    with pytest.raises(MasteringError, match=r"reaches .* LUFS|silent"):
        master(alone(samples), Target(-12.0, -6.0, 96), tmp_path / "a.mp3", Drawer(tmp_path))


def test_what_cannot_be_heard_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoder that writes garbage is found out at once, not tried again louder."""
    heard: list[object] = []

    def nothing(frames: object) -> Iterator[None]:
        heard.append(frames)
        yield None

    monkeypatch.setattr("audiobrief.audio.press.heard_frames", nothing)
    with pytest.raises(MasteringError, match="cannot be decoded"):
        master(alone(speechlike(3, 0.1)), TARGET, tmp_path / "a.mp3", Drawer(tmp_path))
    assert len(heard) == 1


@pytest.mark.parametrize(("rate", "count"), [(22_050, 22_051), (8_000, 7_999), (48_000, 1)])
def test_resampling_keeps_the_length(rate: int, count: int) -> None:
    """The number of samples is what the duration asks for, to the sample."""
    samples = sine(3)[:count]
    assert len(resampled(samples, rate, RATE)) == (count * RATE * 2 + rate) // (2 * rate)


def test_resampling_keeps_the_sound() -> None:
    """A tone stays the tone it was, in place, with no image above it."""
    time = np.arange(22_050) / 22_050
    low = np.sin(2 * np.pi * 440 * time).astype(np.float32)
    high = resampled(low, 22_050, RATE)
    wanted = np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    assert np.abs(high[2_000:-2_000] - wanted[2_000:-2_000]).max() < 0.01


@pytest.mark.parametrize(
    ("suffix", "codec", "rate", "layout"),
    [
        ("wav", "pcm_s16le", 8_000, "mono"),
        ("wav", "pcm_f32le", 96_000, "stereo"),
        ("flac", "flac", 48_000, "stereo"),
        ("ogg", "libopus", 48_000, "stereo"),
        ("mp3", "libmp3lame", 22_050, "mono"),
        ("wav", "pcm_s24le", 44_100, "5.1"),
    ],
)
def test_any_clip_decodes(tmp_path: Path, suffix: str, codec: str, rate: int, layout: str) -> None:
    """WAV, FLAC, OGG and MP3 of any rate and channel count come out mono at ours."""
    path = tmp_path / f"clip.{suffix}"
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream(codec, rate=rate)
        stream.layout = layout
        channels = len(av.AudioLayout(layout).channels)
        tone = np.sin(2 * np.pi * 300 * np.arange(rate) / rate).astype(np.float32) * 0.5
        frame = av.AudioFrame.from_ndarray(
            np.repeat(tone[None, :], channels, axis=0), format="fltp", layout=layout
        )
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    decoded = np.concatenate(list(decode(path, RATE)))
    assert len(decoded) == pytest.approx(RATE, rel=0.06)
    spectrum = np.abs(np.fft.rfft(decoded))
    assert np.argmax(spectrum) * RATE / len(decoded) == pytest.approx(300, abs=5)


@pytest.mark.parametrize("content", [b"", b"no sound at all" * 99])
def test_undecodable_clip_is_named(tmp_path: Path, content: bytes) -> None:
    """A file without sound is an error with its name and what would do instead."""
    path = tmp_path / "clip.mp3"
    path.write_bytes(content)
    with pytest.raises(ClipError, match=r"clip\.mp3: cannot be decoded .* Give a WAV"):
        list(decode(path, RATE))


def test_missing_clip_is_named(tmp_path: Path) -> None:
    """A clip that is not there is an error, not a traceback of libav's."""
    with pytest.raises(ClipError, match=r"none\.wav"):
        list(decode(tmp_path / "none.wav", RATE))


@pytest.fixture
def tagged(tmp_path: Path) -> Path:
    """Return a tagged MP3 whose chapter titles would sort against the clock."""
    path = tmp_path / "a.mp3"
    samples = speechlike(4, 0.1)
    master(alone(samples), TARGET, path, Drawer(tmp_path))
    titles = ["A very long first chapter title", "Mid", "And a longer one again", "Z"]
    tags = Tags(
        title="Title — one",
        album="Show",
        artist="Desk",
        published=datetime(2026, 1, 12, 6, tzinfo=UTC),
        language="en-GB",
        comment="Summary",
        disclosure="Read by a synthetic voice.",
        lyrics="All the words",
        cover=b"\xff\xd8\xff\xe0jpeg",
        chapters=[ChapterMark(title, i * 1000) for i, title in enumerate(titles)],
        duration_ms=4000,
    )
    write_tags(path, tags)
    return path


def test_tags_are_read_back(tagged: Path) -> None:
    """Every frame is there, as ID3v2.3."""
    id3 = ID3(tagged, translate=False)
    assert id3.version == (2, 3, 0)
    assert id3["TIT2"].text == ["Title — one"]
    assert id3["TXXX:AI-DISCLOSURE"].text == ["Read by a synthetic voice."]
    assert id3["USLT::eng"].text == "All the words"
    assert id3["APIC:Cover"].mime == "image/jpeg"
    assert str(id3["TYER"]) == "2026"
    assert id3["COMM::eng"].text == ["Summary"]


def test_chapters_lie_in_time_order(tagged: Path) -> None:
    """CHAP frames follow one another in the file itself, and the CTOC lists them so."""
    data = tagged.read_bytes()
    places = [data.index(f"chp{i:03d}".encode() + b"\0\0\0") for i in range(4)]
    assert places == sorted(places)
    id3 = ID3(tagged)
    assert id3["CTOC:toc"].child_element_ids == [f"chp{i:03d}" for i in range(4)]
    times = [
        (id3[f"CHAP:chp{i:03d}"].start_time, id3[f"CHAP:chp{i:03d}"].end_time) for i in range(4)
    ]
    assert times == [(0, 1000), (1000, 2000), (2000, 3000), (3000, 4000)]


def test_tagging_leaves_the_sound(tagged: Path) -> None:
    """The tagged file still decodes to the same length, with its header in place."""
    decoded = np.concatenate(list(decode(tagged, RATE)))
    assert len(decoded) == 4 * RATE
    info: Any = MP3(tagged).info
    assert info.bitrate_mode == BitrateMode.CBR
