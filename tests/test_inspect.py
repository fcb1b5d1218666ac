"""A finished sound file heard as a player plays it."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from audiobrief.audio.inspect import hear, hearing
from audiobrief.audio.loudness import measure
from audiobrief.audio.notes import Noter
from audiobrief.audio.notes import heard as heard_of
from audiobrief.audio.pcm import Samples
from audiobrief.audio.told import told
from audiobrief.model import Loudness
from sound_samples import RATE, save_mp3, sine, speechlike


def mp3(path: Path, samples: Samples) -> Path:
    """Write an MP3."""
    return save_mp3(path, samples)


def wav(path: Path, samples: Samples, rate: int = RATE, *, stereo: bool = False) -> Path:
    """Write a WAV of 32-bit floats."""
    with av.open(str(path), "w", format="wav") as container:
        stream = container.add_stream("pcm_f32le", rate=rate)
        layout = "stereo" if stereo else "mono"
        stream.layout = layout
        packed = np.repeat(samples, 2) if stereo else samples
        made = av.AudioFrame.from_ndarray(packed.reshape(1, -1).astype(np.float32), "flt", layout)
        made.sample_rate = rate
        container.mux(stream.encode(made))
        container.mux(stream.encode(None))
    return path


def test_a_good_file_is_found_good(tmp_path: Path) -> None:
    """Its length and loudness are told, and nothing else is to be said."""
    samples = speechlike(12.345, 0.1)
    heard = hear(mp3(tmp_path / "a.mp3", samples))
    assert heard.duration_ms == pytest.approx(12_345, abs=1)
    assert heard.loudness.integrated == pytest.approx(
        measure([samples], RATE).integrated - 0.4, abs=0.3
    )
    assert (heard.clipped, heard.bursts, heard.stuck) == ((), (), ())
    assert heard.undecodable == 0
    assert abs(heard.offset) < 0.001


def test_what_was_heard_is_of_the_same_sound_alone(tmp_path: Path) -> None:
    """Tags before the sound change nothing; other sound, more and less of it do."""
    path = mp3(tmp_path / "a.mp3", sine(2, 0.3))
    known = hearing(path, hear(path))
    data = path.read_bytes()
    assert known.is_of(path)
    for changed, same in (
        (b"ID3" + data, True),
        (data + b"x", False),
        (data[1:], False),
        (data[:-1] + bytes([data[-1] ^ 1]), False),
    ):
        path.write_bytes(changed)
        assert known.is_of(path) is same


def test_silences_are_where_they_are(tmp_path: Path) -> None:
    """To a hundredth of a second, across the blocks in which it is read."""
    sound = sine(12, 0.3)
    sound[int(4.5 * RATE) : int(9.5 * RATE)] = 0
    ((start, end),) = hear(mp3(tmp_path / "a.mp3", sound)).silences
    assert start == pytest.approx(4_500, abs=60)
    assert end == pytest.approx(9_500, abs=60)


@pytest.mark.parametrize("rate", [8_000, 11_025, 22_050, 48_000])
@pytest.mark.parametrize("parts", [5, 3_000])
def test_places_are_right_at_any_rate(rate: int, parts: int) -> None:
    """Where a hundredth of a second is no whole number of samples, too, in pieces of any length."""
    time = np.arange(60 * rate) / rate
    sound = (0.3 * np.sin(2 * np.pi * 300 * time)).astype(np.float32)
    sound[50 * rate : 54 * rate] = 0
    noter = Noter(rate)
    for _ in noter.through(np.array_split(sound, parts)):
        pass
    ((start, end),) = heard_of(noter.notes(), rate, Loudness(0.0, 0.0)).silences
    assert start == pytest.approx(50_000, abs=20)
    assert end == pytest.approx(54_000, abs=20)


def test_garbage_has_its_names(tmp_path: Path) -> None:
    """Full scale, noise, a held value and an offset are told apart."""
    noisy, held = sine(4, 0.3), sine(4, 0.3)
    noisy[RATE : 2 * RATE] = np.random.default_rng(1).uniform(-0.9, 0.9, RATE)
    held[RATE : RATE + RATE // 5] = 0.3
    assert hear(wav(tmp_path / "n.wav", noisy)).bursts == ((1000, 2000),)
    assert hear(wav(tmp_path / "n.wav", noisy)).clipped == ()
    assert hear(wav(tmp_path / "h.wav", held)).stuck == ((1000, 1200),)
    assert hear(wav(tmp_path / "c.wav", sine(1, 1.0))).clipped
    assert hear(wav(tmp_path / "o.wav", sine(2, 0.3) + np.float32(0.05))).offset == pytest.approx(
        0.05, abs=0.001
    )


def test_what_is_no_number_is_counted(tmp_path: Path) -> None:
    """Samples that are none are left out, so that the rest can be measured."""
    sound = sine(3, 0.3)
    sound[RATE : RATE + 10] = np.nan
    heard = hear(wav(tmp_path / "a.wav", sound))
    assert heard.undecodable == 10
    assert heard.loudness.integrated == pytest.approx(-13.5, abs=0.5)


def test_any_rate_and_layout_is_heard(tmp_path: Path) -> None:
    """A stereo file of another rate is as long as it is."""
    heard = hear(wav(tmp_path / "a.wav", sine(3, 0.3), 22_050, stereo=True))
    assert heard.duration_ms == 6_000
    assert heard.loudness.integrated > -20


def test_peaks_are_measured_where_asked(tmp_path: Path) -> None:
    """Oversampling costs the most of it."""
    path = wav(tmp_path / "a.wav", sine(2, 0.5))
    assert hear(path).loudness.true_peak == pytest.approx(-6.0, abs=0.1)
    assert hear(path, peak=False).loudness.true_peak == -np.inf


@pytest.mark.parametrize("data", [b"", b"\0\1\2\3" * 999, b"<html>Not found</html>"])
def test_what_cannot_be_played_says_why(tmp_path: Path, data: bytes) -> None:
    """No exception: it is what the check is there to find."""
    path = tmp_path / "a.mp3"
    path.write_bytes(data)
    assert hear(path).unplayable
    assert told(path) is None


def test_a_picture_is_no_sound(tmp_path: Path) -> None:
    """A file of another kind has no sound in it."""
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "PNG")
    (tmp_path / "a.mp3").write_bytes(stream.getvalue())
    assert hear(tmp_path / "a.mp3").unplayable
    assert told(tmp_path / "a.mp3") is None


def test_a_file_without_our_tags_tells_nothing(tmp_path: Path) -> None:
    """No tags, or those of a form that we do not write."""
    assert told(mp3(tmp_path / "a.mp3", sine(1, 0.3))) is None
    from mutagen.wave import WAVE

    path = wav(tmp_path / "a.wav", sine(1, 0.3))
    made = WAVE(path)
    made.add_tags()
    made.save()
    assert told(path) is None
