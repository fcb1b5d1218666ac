"""Recordings: what is refused and how it is told, and what is made of good ones."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np
import pytest

from recipe_samples import Said, sentences, write_corpus, write_listing, write_wav
from voices.recipe.corpus import (
    ACTIVE_DBFS,
    FEWEST,
    Recording,
    RecordingError,
    Take,
    read_listing,
    take_all,
    take_one,
)
from voices.recipe.sound import FRAME, RATE, Floats

KATHLEEN = Path(__file__).parent.parent.parent / "shared" / "kathleen"
SAID = sentences(1)[0]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of recordings that are just enough, to read only."""
    return write_corpus(tmp_path_factory.mktemp("corpus"), FEWEST)


@pytest.fixture(scope="module")
def workers() -> Iterator[Executor]:
    """Return what runs two recordings at a time."""
    with ThreadPoolExecutor(2) as made:
        yield made


def faults(folder: Path) -> str:
    """Return what is told of a folder whose list is wrong."""
    with pytest.raises(RecordingError) as caught:
        read_listing(folder)
    return str(caught.value)


def fault(folder: Path, samples: Floats, text: str = SAID.text, channels: int = 1) -> str:
    """Return what is told of one recording."""
    path = write_wav(folder / "one.wav", samples, channels=channels)
    found = take_one(Recording("one", path, text))
    assert isinstance(found, str)
    return found


def taken(folder: Path, samples: Floats, said: Said = SAID) -> Take:
    """Return one recording made ready."""
    found = take_one(Recording("one", write_wav(folder / "one.wav", samples), said.text))
    assert isinstance(found, Take), found
    return found


def quiet(seconds: float) -> Floats:
    """Return the silence of a recorder that is off."""
    return np.zeros(int(seconds * RATE), np.float32)


def test_a_listing_names_files_and_texts(tmp_path: Path) -> None:
    """A line is a file, a bar and the words; blank lines and spaces don't matter."""
    path = write_wav(tmp_path / "audio" / "a.wav", SAID.samples)
    write_listing(tmp_path, "", " audio/a.wav | Good evening. ", "  ")
    assert read_listing(tmp_path) == (Recording("a", path, "Good evening."),)


def test_a_listing_in_ljspeech_form_is_read(tmp_path: Path) -> None:
    """Without a suffix the file lies in wavs, and the last column is what was read."""
    path = write_wav(tmp_path / "wavs" / "LJ1.wav", SAID.samples)
    write_listing(tmp_path, "LJ1|No. 9|number nine")
    assert read_listing(tmp_path) == (Recording("LJ1", path, "number nine"),)


@pytest.mark.parametrize("mark", ["\u2028", "\x0b", "\x85"])
def test_only_line_ends_end_lines(tmp_path: Path, mark: str) -> None:
    """A mark that word processors leave in a text is no line's end."""
    write_wav(tmp_path / "a.wav", SAID.samples)
    write_listing(tmp_path, f"a.wav|Good{mark}evening.")
    assert len(read_listing(tmp_path)) == 1


def test_a_missing_listing_is_told(tmp_path: Path) -> None:
    """The message says where it should be and what to write there."""
    told = faults(tmp_path)
    assert told.startswith(f"{tmp_path / 'metadata.csv'}: ")
    assert "cannot be read (No such file or directory)" in told
    assert "Write one line a recording" in told


def test_a_listing_of_other_letters_is_told(tmp_path: Path) -> None:
    """A list that is no UTF-8 is told from one that is missing."""
    (tmp_path / "metadata.csv").write_bytes("a.wav|Grüße".encode("latin-1"))
    assert "cannot be read (it is no UTF-8 text)" in faults(tmp_path)


@pytest.mark.parametrize("lines", [[], [" ", ""]])
def test_an_empty_listing_is_told(tmp_path: Path, lines: list[str]) -> None:
    """Blank lines are no recordings."""
    assert "the list of recordings is empty" in faults(write_listing(tmp_path, *lines))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a.wav", "no text behind a bar: write file|text, not 'a.wav'"),
        ("a.wav| ", "no text behind a bar: write file|text, not 'a.wav| '"),
        ("a|written|", "no text behind a bar: write file|text, not 'a|written|'"),
        ("|Good evening.", "no file before the bar: write file|text, not '|Good evening.'"),
        ("a.wav|b|c|d", "4 columns: write file|text or id|text|normalised"),
        ("a.wav|1984!", "a.wav: no words in '1984!': write what was said in letters"),
        ("b.wav|Hello.", "there is no file 'b.wav': correct its name, or take it off the list"),
        ("b|Hello.", "there is no file 'wavs/b.wav': correct"),
        (f"{'good ' * 99}.|a.wav", "there is no file 'wavs/good good "),
    ],
)
def test_a_wrong_line_is_told(tmp_path: Path, line: str, told: str) -> None:
    """Each fault names its line, what is wrong and what to do."""
    write_wav(tmp_path / "a.wav", SAID.samples)
    write_listing(tmp_path, "a.wav|Good evening.", line)
    assert f"\n  line 2: {told}" in faults(tmp_path)


def test_namesakes_are_told(tmp_path: Path) -> None:
    """A file listed twice, and two files of one name, can't be told apart later."""
    for name in ("a.wav", "x/b.wav", "y/b.wav"):
        write_wav(tmp_path / name, SAID.samples)
    write_listing(tmp_path, "a.wav|One.", "x/b.wav|Two.", "a.wav|Three.", "y/b.wav|Four.")
    told = faults(tmp_path)
    assert "'a.wav' is listed 2 times: keep one line" in told
    assert "'x/b.wav' and 'y/b.wav' have one name: rename all but one" in told


def test_all_faults_of_a_listing_are_told_at_once(tmp_path: Path) -> None:
    """They are counted, and each has a line of its own."""
    write_listing(tmp_path, "a.wav|Good evening.", "b.wav", "c.wav|...")
    told = faults(tmp_path)
    assert "3 fault(s) in the list of recordings" in told
    assert [line.partition(":")[0] for line in told.splitlines()[1:]] == [
        "  line 1",
        "  line 2",
        "  line 3",
    ]
    assert told.endswith(" Correct these lines and run again.")


def test_good_recordings_are_taken_in_order(corpus: Path, workers: Executor) -> None:
    """Each take has its recording's name and text."""
    recordings = read_listing(corpus)
    takes = list(take_all(recordings, workers))
    assert [(take.name, take.text) for take in takes] == [(r.name, r.text) for r in recordings]


def test_too_few_recordings_are_refused(corpus: Path, workers: Executor) -> None:
    """The message has both numbers."""
    with pytest.raises(RecordingError, match=f"there are 3; a voice needs {FEWEST} at the least"):
        take_all(read_listing(corpus)[:3], workers)
    with pytest.raises(RecordingError, match="there are 0"):
        take_all([], workers)


def test_nothing_is_taken_before_all_is_checked(
    corpus: Path, tmp_path: Path, workers: Executor
) -> None:
    """Faults of any recordings are told together, before the first take is handed on."""
    path = write_wav(tmp_path / "still.wav", quiet(2))
    wrong = [Recording("still", path, "Hello."), Recording("gone", tmp_path / "gone.wav", "Bye.")]
    with pytest.raises(RecordingError) as caught:
        take_all([*read_listing(corpus), *wrong], workers)
    told = str(caught.value)
    assert "2 fault(s) in the recordings" in told
    assert "\n  still.wav: is silent, or nearly (-120 dBFS): check the microphone" in told
    assert "\n  gone.wav: cannot be decoded as sound (No such file or directory)" in told


def test_what_is_no_sound_is_told(tmp_path: Path) -> None:
    """A text that is called a WAV, and a WAV of no samples."""
    path = tmp_path / "one.wav"
    path.write_text("no sound", encoding="utf-8")
    told = take_one(Recording("one", path, "Hello."))
    assert isinstance(told, str)
    assert told.startswith("cannot be decoded as sound (")
    assert told.endswith("): save it as WAV or FLAC, or record it again")
    assert fault(tmp_path, quiet(0)).startswith("lasts 0.0 s")


def test_two_channels_are_told(tmp_path: Path) -> None:
    """Mixing them would blur the voice, so it is left to who knows which is which."""
    told = fault(tmp_path, SAID.samples, channels=2)
    assert told == "has 2 channels: save it as mono, from one microphone"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.3, "lasts 0.3 s, not 0.4 to 30 s: record it again"),
        (31.0, "lasts 31.0 s, not 0.4 to 30 s: cut it at a pause"),
    ],
)
def test_odd_lengths_are_told(tmp_path: Path, seconds: float, told: str) -> None:
    """The advice differs, as what is too long can be cut."""
    assert fault(tmp_path, quiet(seconds)) == told


def test_silence_is_told(tmp_path: Path) -> None:
    """Digital silence and a muted microphone's hiss are no speech."""
    hiss = 1e-4 * np.random.default_rng(0).standard_normal(2 * RATE).astype(np.float32)
    for samples in (quiet(2), hiss):
        assert fault(tmp_path, samples).startswith("is silent, or nearly (")


@pytest.mark.parametrize("rate", [RATE, 44_100])
def test_clipping_is_told(tmp_path: Path, rate: int) -> None:
    """What the microphone cut off can't be learned from; a lone peak at full scale can."""
    loud = SAID.samples / np.abs(SAID.samples).max()
    path = write_wav(tmp_path / "one.wav", 2 * loud, rate)
    told = take_one(Recording("one", path, SAID.text))
    assert told == "is clipped: turn the microphone's gain down, record it again"
    assert taken(tmp_path, loud).samples.max() < 1.0


def test_numbers_that_are_none_are_told(tmp_path: Path) -> None:
    """A WAV of floating point may hold infinities."""
    path = tmp_path / "one.wav"
    samples = SAID.samples.copy()
    samples[RATE] = np.nan
    _write_floats(path, samples)
    told = take_one(Recording("one", path, SAID.text))
    assert told == "has samples that are no numbers: save it as WAV of 16 bits"


def _write_floats(path: Path, samples: Floats) -> None:
    with av.open(str(path), "w") as file:
        stream = file.add_stream("pcm_f32le", rate=RATE, layout="mono")
        made = av.AudioFrame.from_ndarray(samples[None], format="flt", layout="mono")
        made.sample_rate = RATE
        file.mux([*stream.encode(made), *stream.encode(None)])


@pytest.mark.parametrize("text", ["a", "The wrong line of the script. " * 9])
def test_a_text_that_cannot_fit_is_told(tmp_path: Path, text: str) -> None:
    """Nobody says a letter in four seconds, nor two hundred in three."""
    told = fault(tmp_path, np.tile(SAID.samples, 2) if len(text) == 1 else SAID.samples, text)
    assert "letters a second, not 3 to 30: correct the text" in told


def test_a_line_of_one_word_may_have_long_ends(tmp_path: Path) -> None:
    """Two letters and a second of room are a recording like any other."""
    rustle = 2e-4 * np.random.default_rng(0).standard_normal(RATE).astype(np.float32)
    word = np.concatenate([rustle, SAID.samples[20 * FRAME : 50 * FRAME], rustle[: RATE // 3]])
    path = write_wav(tmp_path / "one.wav", word)
    assert isinstance(take_one(Recording("one", path, "No.")), Take)


def test_silence_around_is_trimmed(tmp_path: Path) -> None:
    """A little is kept before and after, for the voice to breathe in."""
    core = np.where(np.abs(SAID.samples) > 3e-3, SAID.samples, 0.0).astype(np.float32)
    first, last = np.flatnonzero(core)[[0, -1]]
    take = taken(tmp_path, np.concatenate([quiet(1.5), core[first : last + 1], quiet(2.5)]))
    left = len(take.samples) - (last + 1 - first)
    assert 20 * FRAME < left < 30 * FRAME
    assert np.flatnonzero(np.abs(take.samples) > 0.01)[0] < 13 * FRAME


@pytest.mark.parametrize("gain", [0.05, 0.3, 1.0, 5.0])
def test_speech_comes_to_one_level(tmp_path: Path, gain: float) -> None:
    """Whatever the microphone's gain was: -22 dBFS while anything sounds, and never clipped."""
    take = taken(tmp_path, (gain * SAID.samples).clip(-0.99, 0.99) if gain < 1 else SAID.samples)
    power = (take.samples[: len(take.samples) // FRAME * FRAME].reshape(-1, FRAME) ** 2).mean(1)
    active = 10 * np.log10(power[power > power.max() / 1e4].mean())
    assert active == pytest.approx(ACTIVE_DBFS, abs=0.5)
    assert np.abs(take.samples).max() <= 0.98


def test_a_peak_is_kept_from_clipping(tmp_path: Path) -> None:
    """Where the common level would clip a lone knock, the take stays softer."""
    knock = 0.02 * SAID.samples
    knock[RATE : RATE + 2] = (0.9, -0.9)
    assert np.abs(taken(tmp_path, knock).samples).max() <= 0.98


def test_takes_begin_and_end_in_silence(tmp_path: Path) -> None:
    """Faded ends join to others without a click, and other rates come to the recipe's."""
    path = write_wav(tmp_path / "one.wav", np.repeat(SAID.samples, 2), 2 * RATE)
    take = take_one(Recording("one", path, SAID.text))
    assert isinstance(take, Take)
    assert take.samples[0] == take.samples[-1] == 0.0
    assert take.samples.dtype == np.float32
    assert abs(len(take.samples) - len(SAID.samples)) <= FRAME


@pytest.mark.skipif(not KATHLEEN.is_dir(), reason="the recordings are not beside the checkout")
def test_real_recordings_are_taken() -> None:
    """The first of the corpus that the embedded voice is made of pass every check."""
    for recording in read_listing(KATHLEEN)[:3]:
        assert isinstance(take_one(recording), Take)
