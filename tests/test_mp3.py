"""The MP3 file itself: its header, read by others, and what becomes of a broken one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode

from audiobrief.audio.mp3 import DELAY, FRAME, Mp3Encoder, heard_frames, info_frame, write_mp3
from audiobrief.audio.pcm import decode
from sound_samples import RATE, save_mp3, speechlike


def write(path: Path, rate: int, bitrate: int, seconds: float = 3.3) -> int:
    """Write a file and return how many samples went in."""
    samples = speechlike(seconds, 0.1)
    save_mp3(path, samples, rate, bitrate)
    return len(samples)


@pytest.mark.parametrize("rate", [44_100, 48_000, 32_000])
@pytest.mark.parametrize("bitrate", [32, 64, 96, 320])
def test_the_header_is_read_by_others(tmp_path: Path, rate: int, bitrate: int) -> None:
    """Mutagen and libav read from it bit rate, encoder and length, to the sample."""
    path = tmp_path / "a.mp3"
    count = write(path, rate, bitrate)
    info: Any = MP3(path).info
    assert info.bitrate_mode == BitrateMode.CBR
    assert info.encoder_info.startswith("LAME 3.100")
    assert info.length == pytest.approx(count / rate, abs=0.001)
    assert sum(map(len, decode(path, rate))) == count


def test_the_header_counts_the_frames(tmp_path: Path) -> None:
    """It names as many frames as lie behind it, and the size of the file."""
    path = tmp_path / "a.mp3"
    count = write(path, RATE, 96, 60.0)
    data = path.read_bytes()
    at = data.index(b"Info")
    frames, size = (int.from_bytes(data[at + 8 + i : at + 12 + i], "big") for i in (0, 4))
    assert size == len(data)
    assert FRAME * frames == pytest.approx(count + DELAY, abs=FRAME)


def test_the_checksum_is_lames() -> None:
    """CRC-16/ARC over the header up to itself: that of a header with its checksum is zero."""
    from audiobrief.audio.mp3 import _checksum

    frame = info_frame(RATE, 96, 50_000, 160, 180_000)
    end = frame.index(b"LAME") + 34
    assert _checksum(b"123456789") == 0xBB3D
    assert _checksum(frame[:end] + frame[end : end + 2][::-1]) == 0


def test_levels_are_kept(tmp_path: Path) -> None:
    """LAME's own loss is made up for."""
    path = tmp_path / "a.mp3"
    samples = np.convolve(speechlike(5, 0.3), np.ones(24) / 24, "same").astype(np.float32)
    save_mp3(path, samples, bitrate=128)
    decoded = np.concatenate(list(decode(path, RATE)))
    assert np.std(decoded) == pytest.approx(np.std(samples), rel=0.01)


def test_no_samples_make_no_frames() -> None:
    """Nothing is encoded as nothing."""
    encoder = Mp3Encoder(RATE, 96)
    encoder.add(np.zeros(0, np.float32))
    assert encoder.frames() == ()


def test_a_broken_frame_stops_no_other() -> None:
    """It is told in its place, and what follows is decoded."""
    encoder = Mp3Encoder(RATE, 96)
    encoder.add(speechlike(1, 0.1))
    frames = encoder.frames()
    heard = list(heard_frames([*frames[:10], b"no frame at all", *frames[10:]]))
    assert [number for number, block in enumerate(heard) if block is None] == [10]
    assert sum(len(block) for block in heard if block is not None) == FRAME * len(frames)


def test_parts_make_one_file(tmp_path: Path) -> None:
    """Parts that begin and end with silence, each encoded alone, play on without a seam."""
    rest, sound = np.zeros(4 * FRAME, np.float32), speechlike(2, 0.1)[: 70 * FRAME]
    parts = []
    for _ in range(3):
        encoder = Mp3Encoder(RATE, 96)
        encoder.add(np.concatenate([rest, sound, rest]))
        frames = encoder.frames()[:78]
        parts.append((b"".join(frames), len(frames)))
    count = 3 * 78 * FRAME - DELAY
    write_mp3(tmp_path / "a.mp3", parts, count, RATE, 96)
    played = np.concatenate(list(decode(tmp_path / "a.mp3", RATE)))
    assert len(played) == count
    for number in (1, 2):
        seam = number * 78 * FRAME
        assert np.abs(played[seam - 2 * FRAME : seam + 2 * FRAME]).max() < 1e-3
        assert played[seam + 4 * FRAME : seam + 74 * FRAME] == pytest.approx(
            played[4 * FRAME : 74 * FRAME], abs=1e-6
        )
