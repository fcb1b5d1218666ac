"""The MP3 file itself: its header, read by others, and what becomes of a broken one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutagen.mp3 import MP3, BitrateMode

from audiobrief.audio.mp3 import FRAME, Mp3Writer, info_frame
from audiobrief.audio.pcm import decode
from sound_samples import RATE, blocks, speechlike


def write(path: Path, rate: int, bitrate: int, seconds: float = 3.3) -> int:
    """Write a file and return how many samples went in."""
    samples = speechlike(seconds, 0.1)
    with Mp3Writer(path, rate, bitrate) as writer:
        for block in blocks(samples):
            writer.write(block)
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
    assert FRAME * frames == pytest.approx(count + 1105, abs=FRAME)


def test_the_checksum_is_lames() -> None:
    """CRC-16/ARC over the header up to itself: that of a header with its checksum is zero."""
    from audiobrief.audio.mp3 import _checksum

    frame = info_frame(RATE, 96, 50_000, 180_000)
    end = frame.index(b"LAME") + 34
    assert _checksum(b"123456789") == 0xBB3D
    assert _checksum(frame[:end] + frame[end : end + 2][::-1]) == 0


def test_levels_are_kept(tmp_path: Path) -> None:
    """LAME's own loss is made up for."""
    path = tmp_path / "a.mp3"
    samples = np.convolve(speechlike(5, 0.3), np.ones(24) / 24, "same").astype(np.float32)
    with Mp3Writer(path, RATE, 128) as writer:
        writer.write(samples)
    decoded = np.concatenate(list(decode(path, RATE)))
    assert np.std(decoded) == pytest.approx(np.std(samples), rel=0.01)


def test_a_fault_leaves_no_whole_file(tmp_path: Path) -> None:
    """Where the programme breaks off, the file keeps no header that says otherwise."""
    path = tmp_path / "a.mp3"
    with pytest.raises(ValueError, match="no sound"), Mp3Writer(path, RATE, 96) as writer:
        writer.write(np.array(["no sound"]).astype(np.float32))
    assert b"Info" not in path.read_bytes()


def test_nothing_is_an_empty_file(tmp_path: Path) -> None:
    """A programme of no samples writes no frame."""
    with Mp3Writer(tmp_path / "a.mp3", RATE, 96) as writer:
        writer.write(np.zeros(0, np.float32))
    assert not any((tmp_path / "a.mp3").read_bytes())
