"""Stretches mastered, encoded and heard one by one: the file is as if made in one go."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from audiobrief.audio import press as pressing
from audiobrief.audio.inspect import hear
from audiobrief.audio.master import Copy, Mastered, master
from audiobrief.audio.mp3 import FRAME
from audiobrief.audio.pcm import Samples, decode
from audiobrief.audio.stitch import Arrangement, placed
from audiobrief.audio.stretch import Stretch, parted
from audiobrief.kept import Drawer
from sound_samples import RATE, TARGET, speechlike

PAUSE = RATE


def voice(seconds: float, level: float = 0.1) -> Samples:
    """Return noise as dull as a voice."""
    sound = np.convolve(speechlike(seconds, level), np.ones(24) / 24, "same")
    return sound.astype(np.float32)


def programme(*lengths: float) -> Arrangement:
    """Return a programme of voices parted by pauses."""
    at, placements = 0, []
    for seconds in lengths:
        placements.append(placed(-(-at // FRAME) * FRAME, voice(seconds)))
        at = placements[-1].start + placements[-1].length + PAUSE
    return Arrangement(tuple(placements), at)


def made(folder: Path, whole: Arrangement, drawer: Drawer) -> tuple[Mastered, Path, Path]:
    """Master a programme; return what was heard, the MP3 and the Opus file."""
    folder.mkdir()
    mp3, opus = folder / "a.mp3", folder / "a.opus"
    return master(whole, TARGET, mp3, drawer, copy=Copy(opus, 40)), mp3, opus


WHOLE = programme(4.2, 3.3, 5.1)


def test_what_was_heard_in_parts_is_heard_of_the_whole(tmp_path: Path) -> None:
    """Joined notes of stretches are those of the file, as its decoder and libav's meter have it."""
    mastered, mp3, opus = made(tmp_path / "a", WHOLE, Drawer(tmp_path / "drawer"))
    assert len(parted(WHOLE)) == 3
    for role, path in (("mp3", mp3), ("opus", opus)):
        told, found = mastered.hearings[role].heard, hear(path, peak=role == "mp3")
        assert told.loudness.integrated == pytest.approx(found.loudness.integrated, abs=0.1)
        assert told.loudness.true_peak == found.loudness.true_peak
        assert told.duration_ms == found.duration_ms
        assert told.offset == pytest.approx(found.offset, abs=1e-4)
        assert np.array(told.silences) == pytest.approx(np.array(found.silences), abs=20)
        assert (told.clipped, told.bursts, told.stuck) == (found.clipped, found.bursts, found.stuck)
        assert mastered.hearings[role].is_of(path)


@pytest.mark.parametrize("name", ["a.mp3", "a.opus"])
def test_every_part_lies_where_it_should(tmp_path: Path, name: str) -> None:
    """Decoded, each voice sounds in its place to within a hundredth of a second; pauses do not."""
    made(tmp_path / "a", WHOLE, Drawer(tmp_path / "drawer"))
    played = np.concatenate(list(decode(tmp_path / "a" / name, RATE)))
    assert len(played) == pytest.approx(WHOLE.samples, abs=48)
    for one in WHOLE.placements:
        silence = played[one.start + one.length + RATE // 10 : one.start + one.length + PAUSE // 2]
        assert np.abs(silence).max() < 0.001
        given = np.abs(one.load())
        shifts = range(-480, 481, 40)
        heard = [
            float(np.dot(np.abs(played[one.start + s :][: len(given)]), given))
            for s in shifts
            if one.start + s >= 0
        ]
        best = [s for s in shifts if one.start + s >= 0][int(np.argmax(heard))]
        assert abs(best) <= RATE // 100


def test_an_edit_presses_its_own_stretch_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest comes from the drawer, and the files are those of a clean build."""
    drawer = Drawer(tmp_path / "drawer")
    made(tmp_path / "before", WHOLE, drawer)
    fresh: list[int] = []
    press_one = pressing._encoded

    def counted(stretch: Stretch, settings: pressing.Settings, ceiling: float) -> object:
        fresh.append(len(stretch.placements))
        return press_one(stretch, settings, ceiling)

    monkeypatch.setattr(pressing, "_encoded", counted)
    edited = programme(4.2, 3.7, 5.1)
    _, *after = made(tmp_path / "after", edited, drawer)
    assert len(fresh) == 1
    _, *clean = made(tmp_path / "clean", edited, Drawer(tmp_path / "other"))
    assert len(fresh) == 4
    assert [path.read_bytes() for path in after] == [path.read_bytes() for path in clean]


def test_a_peak_too_high_costs_its_stretch_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where coding lifts a peak above what is asked for, that stretch gets a lower ceiling."""
    ceilings: list[float] = []
    press_one = pressing._encoded

    def noted(stretch: Stretch, settings: pressing.Settings, ceiling: float) -> object:
        ceilings.append(ceiling)
        return press_one(stretch, settings, ceiling)

    monkeypatch.setattr(pressing, "_encoded", noted)
    monkeypatch.setattr(pressing, "HEADROOM", 0.0)
    quiet = placed(8 * FRAME * 100, voice(3, 0.01))
    whole = Arrangement((placed(0, voice(3)), quiet), quiet.start + quiet.length)
    mastered, mp3, _ = made(tmp_path / "a", whole, Drawer(tmp_path / "drawer"))
    assert hear(mp3).loudness.true_peak <= -1.0
    assert mastered.loudness.true_peak <= -1.0
    assert ceilings[0] == -1.0
    assert len(ceilings) == 3
    assert min(ceilings[1:]) < -1.3
    assert max(ceilings[1:]) == -1.0


def test_threads_change_nothing(tmp_path: Path) -> None:
    """Stretches made beside one another make the same file."""
    one, two = tmp_path / "one.mp3", tmp_path / "two.mp3"
    master(WHOLE, TARGET, one, Drawer(tmp_path / "a"))
    with ThreadPoolExecutor(3) as pool:
        master(WHOLE, TARGET, two, Drawer(tmp_path / "b"), ordered_map=pool.map)
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("kind", [".mp3", ".opus", "[!.][!.][!.][!.][!.]"])
def test_a_damaged_stretch_is_made_anew(tmp_path: Path, kind: str) -> None:
    """What the drawer has lost or got wrong changes nothing in the file."""
    drawer = Drawer(tmp_path / "drawer")
    _, mp3, opus = made(tmp_path / "a", WHOLE, drawer)
    first, second, third = sorted(drawer.folder.rglob(f"*{kind}"))
    first.write_bytes(first.read_bytes()[:-1] + b"x")
    second.write_bytes(b"")
    third.unlink()
    _, *again = made(tmp_path / "b", WHOLE, drawer)
    assert [path.read_bytes() for path in again] == [mp3.read_bytes(), opus.read_bytes()]


def test_a_stretch_that_goes_meanwhile_is_made_anew(tmp_path: Path) -> None:
    """Where the cache is cleared under a run, the file is what it would have been."""

    class Forgetful(Drawer):
        def put(self, key: str, content: bytes) -> None:
            """Keep nothing."""

    _, *kept = made(tmp_path / "a", WHOLE, Drawer(tmp_path / "drawer"))
    _, *lost = made(tmp_path / "b", WHOLE, Forgetful(tmp_path / "none"))
    assert [path.read_bytes() for path in lost] == [path.read_bytes() for path in kept]
