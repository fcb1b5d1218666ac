"""A voice's several speakers, and the seed that a line is said with."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from numpy.typing import NDArray
from piper import PiperVoice

import tiny_voice
from audiobrief.audio.pcm import decode
from audiobrief.cli import main
from audiobrief.config import load_show
from audiobrief.errors import VoiceError
from audiobrief.model import MAX_SEED, Line, VoiceRef, Word
from audiobrief.pipeline.studio import open_speaker, open_studio
from audiobrief.pipeline.words import open_voice
from audiobrief.pipeline.workspace import Workspace, open_workspace
from audiobrief.speech.speaker import OneSpeaker, Speaker
from audiobrief.speech.voice import Voice
from samples import SHOW, write_workspace

HUM = tiny_voice.NAME
WORDS = ["good", "morning"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace whose voice has a low and a high speaker, with a cache of its own."""
    monkeypatch.setenv("AUDIOBRIEF_CACHE", str(tmp_path / "cache"))
    root = write_workspace(tmp_path / "desk")
    tiny_voice.write_voice(root / "voices", speakers=["low", "high"])
    return root


@pytest.fixture
def workspace(desk: Path) -> Workspace:
    """Return the workspace opened."""
    return open_workspace(desk)


@pytest.fixture(params=[False, True], ids=["drawn", "seeded"])
def voice(request: pytest.FixtureRequest, tmp_path: Path) -> Voice:
    """Return a tiny voice whose noise is drawn, or made by its own graph."""
    model = tiny_voice.write_voice(tmp_path, speakers=["low", "high"], seeded=request.param)
    return Voice("hum", model, tmp_path / "graphs")


def pitch(samples: NDArray[np.float32], rate: int = tiny_voice.RATE) -> float:
    """Return the frequency, in Hz, at which samples are strongest."""
    spectrum = np.abs(np.fft.rfft(samples))
    return float(np.argmax(spectrum)) * rate / len(samples)


def line(voice: str) -> Line:
    """Return a line of one word for a voice."""
    return Line((Word("good", "good"),), voice, 0)


def heard(speaker: Speaker, voice: str) -> bytes:
    """Return the clip of the line in a voice, as it lies in the cache."""
    return speaker.clip(line(voice)).path.read_bytes()


def say(desk: Path, *options: str) -> tuple[Result, Path]:
    """Run ``audiobrief say`` and return what it told and wrote."""
    target = desk / "said.mp3"
    arguments = ["say", "Good morning.", "-o", str(target), "--workspace", str(desk)]
    return CliRunner().invoke(main, [*arguments, *options]), target


@pytest.mark.parametrize(
    ("text", "ref"), [("hum", VoiceRef("hum")), ("hum:a:b", VoiceRef("hum", "a:b"))]
)
def test_a_reference_is_written_as_it_is_read(text: str, ref: VoiceRef) -> None:
    """The first colon parts the voice from its speaker."""
    assert VoiceRef.read(text) == ref
    assert str(ref) == text


def test_speakers_differ(voice: Voice) -> None:
    """Each speaker has a pitch of its own, and the first is the default."""
    low, high = (voice.say(WORDS, speaker=number).samples for number in (0, 1))
    assert pitch(low) == pytest.approx(180.0, abs=5)
    assert pitch(high) == pytest.approx(270.0, abs=5)
    assert np.array_equal(voice.say(WORDS).samples, low)


def test_a_seed_decides_the_samples(voice: Voice, tmp_path: Path) -> None:
    """Each seed gives its own samples and gives them again, in a voice loaded anew too."""
    again = Voice("hum", voice.model, tmp_path / "other")
    seeds = (0, 1, 2, MAX_SEED)
    takes = [voice.say(WORDS, seed=seed).samples.tobytes() for seed in seeds]
    assert [again.say(WORDS, seed=seed).samples.tobytes() for seed in seeds] == takes
    assert len(set(takes)) == len(seeds)
    assert voice.say(WORDS).samples.tobytes() == takes[0]


def test_piper_feeds_no_seed(tmp_path: Path) -> None:
    """Piper's own loader takes a seeded voice as it is, which then speaks with seed 0."""
    model = tiny_voice.write_voice(tmp_path, speakers=["low", "high"], seeded=True)
    plain = PiperVoice.load(model)
    assert "seed" not in {one.name for one in plain.session.get_inputs()}
    (chunk,) = plain.synthesize("good morning")
    said = Voice("hum", model, tmp_path / "graphs").say(WORDS).samples
    # Piper brings its samples to full scale.
    assert np.corrcoef(chunk.audio_float_array, said)[0, 1] == pytest.approx(1.0, abs=1e-6)


def test_speakers_share_one_network(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many speakers read, the voice is loaded once and prepared once."""
    loads = Counter[str]()
    load = Voice._load

    def counted(voice: Voice) -> object:
        loads[voice.name] += 1
        return load(voice)

    monkeypatch.setattr(Voice, "_load", counted)
    names = {HUM, f"{HUM}:low", f"{HUM}:high", f"{HUM}:1"}
    speaker = open_speaker(names, workspace)
    assert len({heard(speaker, name) for name in names}) == 2
    assert loads == {HUM: 1}
    assert len(list(workspace.graphs.iterdir())) == 1


def test_the_cache_keeps_speakers_and_seeds_apart(workspace: Workspace) -> None:
    """A speaker asked for by name or number is the same, and so are its clips."""
    clips = {
        (name, seed): open_speaker({name}, workspace, seed=seed).clip(line(name)).path
        for name in (HUM, f"{HUM}:low", f"{HUM}:0", f"{HUM}:high")
        for seed in (0, 1)
    }
    assert len(set(clips.values())) == 4
    assert clips[HUM, 0] == clips[f"{HUM}:low", 0] == clips[f"{HUM}:0", 0]
    assert len({path.read_bytes() for path in clips.values()}) == 4


def test_a_lexicon_is_tried_in_a_voice_whoever_speaks(workspace: Workspace) -> None:
    """The speaker has no part in how a word is pronounced."""
    voice = open_voice(f"{HUM}:high", workspace)
    one = OneSpeaker(voice, 1)
    assert voice.name == HUM
    assert one.pronounce("morning") == voice.pronounce("morning") != ""


def test_a_show_has_its_speakers(desk: Path, workspace: Workspace) -> None:
    """A show's settings decide who reads what and by which seed, and so what is stale."""
    path = desk / "feeds" / "test.toml"
    before = open_studio(load_show(path), workspace)
    path.write_text(f'{SHOW}quotations = "{HUM}:high"\nseed = 7\n')
    studio = open_studio(load_show(path), workspace)
    assert set(studio.speaker.voices) == {HUM, f"{HUM}:high"}
    assert studio.speaker.seed == 7
    assert studio.inputs["show"] != before.inputs["show"]
    assert studio.inputs["voices"] != before.inputs["voices"]


def test_a_show_is_built_with_two_speakers(desk: Path) -> None:
    """Narrator and editor may be two speakers of one voice, from words unsure of to the MP3."""
    path = desk / "feeds" / "test.toml"
    path.write_text(SHOW.replace(HUM, f"{HUM}:high") + f'editor = "{HUM}:low"\n')
    assert CliRunner().invoke(main, ["build", "--workspace", str(desk)]).exit_code == 0
    script = ["script", str(desk / "feeds/test/tolls.md"), "--json", "--workspace", str(desk)]
    told = CliRunner().invoke(main, script).output
    assert f'"voice": "{HUM}:high"' in told
    assert f'"voice": "{HUM}:low"' in told
    checked = CliRunner().invoke(main, ["lexicon", "check", "--workspace", str(desk)])
    assert checked.exit_code == 0, checked.output


def test_an_unknown_speaker_stops_a_show_before_it_is_built(desk: Path) -> None:
    """One that only quotations would need is told at once, with those there are."""
    (desk / "feeds" / "test.toml").write_text(f'{SHOW}quotations = "{HUM}:hihg"\n')
    result = CliRunner().invoke(main, ["build", "--dry-run", "--workspace", str(desk)])
    assert result.exit_code == 1
    assert "has no speaker 'hihg'" in result.output
    assert "There is high. It has low, high, or the numbers 0 to 1." in result.output


def test_a_missing_voice_is_named_without_its_speaker(workspace: Workspace) -> None:
    """The remedy is a command that can be pasted."""
    with pytest.raises(VoiceError, match="'en_US-nobody-low' is not installed") as caught:
        open_speaker({"en_US-nobody-low:ann"}, workspace)
    assert caught.value.remedy.endswith("`audiobrief voices get en_US-nobody-low`.")


def test_say_takes_a_speaker_and_a_seed(desk: Path) -> None:
    """A speaker is heard by its pitch, and a seed by other bytes that it gives again."""
    takes = []
    for seed in ("0", "7", "7"):
        result, target = say(desk, "--voice", f"{HUM}:high", "--seed", seed)
        assert result.exit_code == 0, result.output
        takes.append(target.read_bytes())
    samples = np.concatenate(list(decode(target, 44_100)))
    assert pitch(samples, 44_100) == pytest.approx(270.0, abs=5)
    assert takes[0] != takes[1] == takes[2]


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (["--voice", f"{HUM}:"], 2, "names no voice: write NAME, or NAME:SPEAKER"),
        (["--voice", f"{HUM}:mid"], 1, "It has low, high, or the numbers 0 to 1."),
        (["--voice", HUM, "--seed", "-1"], 2, "--seed"),
        (["--voice", HUM, "--seed", str(MAX_SEED + 1)], 2, "--seed"),
    ],
)
def test_say_refuses_what_it_cannot_do(
    desk: Path, options: list[str], code: int, told: str
) -> None:
    """A fault of the command line or the voice is told, and nothing is written."""
    result, target = say(desk, *options)
    assert result.exit_code == code
    assert told in result.output
    assert not target.exists()
