"""Contestants and the run that measures them all."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the recipe's alignment needs torch")
pytest.importorskip("parselmouth", reason="pitch and harmonicity are Praat's")
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    pytest.importorskip("pyworld", reason="envelopes are WORLD's")

from audiobrief.errors import VoiceError
from tiny_voice import HOP, write_voice
from voices.recipe.alignment import Alignment
from voices.recipe.evaluate.contestants import (
    ContestantError,
    EspeakContestant,
    PiperContestant,
    Recordings,
    by_token,
)
from voices.recipe.evaluate.figures import Part, Plan, measure
from voices.recipe.evaluate.said import Said
from voices.recipe.evaluate.speed import speed
from voices.recipe.evaluate.table import table
from voices.recipe.evaluate.texts import Texts, TextsError, texts
from voices.recipe.evaluate.words import words_of
from voices.recipe.sound import FRAME, RATE, Floats

TEXT = "Hello there, my friend. Is it late?"
SIZES = {
    Texts.NEWS_TEST: 60,
    Texts.NEWS_CHOICE: 40,
    Texts.SOUNDNESS: 200,
    Texts.YES_NO: 30,
    Texts.WH: 15,
    Texts.LISTS: 20,
    Texts.STATEMENTS: 30,
}


class Telling(PiperContestant):
    """A tiny voice that tells durations: all its ids last alike."""

    def run(self, phonemes: Sequence[str], seed: int) -> list[Floats]:
        """Return samples, and frames of each id."""
        samples, *_ = super().run(phonemes, seed)
        ids = 2 * len(phonemes) + 3
        edges = np.round(np.linspace(0, len(samples) // HOP, ids + 1))
        return [samples, np.diff(edges).astype(np.float32)]


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> PiperContestant:
    """Return a tiny voice of two speakers that takes a seed."""
    folder = tmp_path_factory.mktemp("voice")
    return Telling(write_voice(folder, speakers=("low", "high"), seeded=True), "tiny")


def recordings_of(contestant: PiperContestant, lines: tuple[str, ...]) -> Recordings:
    """Return lines as a voice says them as if they had been recorded."""
    said = {f"take{number}": contestant.say(line, 0) for number, line in enumerate(lines)}
    aligned = {}
    for name, one in said.items():
        edges = np.round(one.edges * RATE / FRAME).astype(int)
        aligned[name] = Alignment(one.tokens, tuple(map(int, np.diff(edges))), 0.0)
    samples = {name: one.ready().astype(np.float32) for name, one in said.items()}
    return Recordings(samples, dict(zip(said, lines, strict=True)), aligned)


@pytest.mark.parametrize("which", SIZES)
def test_texts_are_all_there_once(which: Texts) -> None:
    """Each set has its size, plain ASCII, and no text twice."""
    found = texts(which)
    assert len(found) == len(set(found)) == SIZES[which]
    assert all(text.isascii() and text == text.strip() for text in found)


def test_no_text_is_both_for_choosing_and_for_testing() -> None:
    """News to choose by and news to test by are different, and of a good length."""
    test, choice = texts(Texts.NEWS_TEST), texts(Texts.NEWS_CHOICE)
    assert not set(test) & set(choice)
    assert all(9 <= len(words_of(text)) <= 20 for text in (*test, *choice))


def test_odd_lines_are_odd() -> None:
    """There are lines of one letter, of no word, of another script, and one of sixty words."""
    found = texts(Texts.STABILITY)
    assert {"A", "..."} <= set(found)
    assert any(not text.isascii() for text in found)
    assert max(len(words_of(text)) for text in found) >= 60


def test_a_missing_set_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A set that isn't there is an error that names its file."""
    monkeypatch.setattr("voices.recipe.evaluate.texts._FOLDER", tmp_path)
    with pytest.raises(TextsError, match=r"wh\.toml"):
        texts(Texts.WH)


def test_frames_of_ids_become_frames_of_tokens() -> None:
    """Pads belong to what they follow, stress and length marks to their sound."""
    phonemes = list("hˈiː.")
    frames = np.array([4, 1, 5, 1, 1, 2, 9, 1, 2, 1, 7, 1, 6], np.float32)
    said, counted = by_token(phonemes, [1] * len(phonemes), frames)
    assert [token.mark for token in said] == ["^", "h", "i", ".", "$"]
    assert counted == (5, 6, 16, 8, 6)
    assert sum(counted) == frames.sum()


def test_unknown_phonemes_take_no_frames() -> None:
    """A phoneme that the voice has no id for is skipped, as Piper does."""
    frames = np.array([1, 0, 5, 0, 7, 0, 2], np.float32)
    said, counted = by_token(["a", "θ", "b"], [1, 0, 1], frames)
    assert [token.mark for token in said] == ["^", "a", "θ", "b", "$"]
    assert counted == (1, 5, 0, 7, 2)


def test_a_piper_voice_says_when_it_says_what(voice: PiperContestant) -> None:
    """Durations account for every sample, and sentences are one utterance."""
    said = voice.say(TEXT, 0)
    assert said.timed
    assert sum(said.frames) * said.hop == len(said.samples)
    assert [token.mark for token in said.tokens].count("?") == 1
    assert said.tokens[0].mark == "^"
    assert not len(voice.say("...", 0).samples)


def test_the_seed_is_fed_where_there_is_one(voice: PiperContestant) -> None:
    """The same seed gives the same sound, another one another."""
    assert np.array_equal(voice.say(TEXT, 1).samples, voice.say(TEXT, 1).samples)
    assert not np.array_equal(voice.say(TEXT, 1).samples, voice.say(TEXT, 2).samples)


def test_a_missing_voice_is_told(tmp_path: Path) -> None:
    """A voice without its configuration, or with a broken model, is an error."""
    with pytest.raises(VoiceError, match="configuration"):
        PiperContestant(tmp_path / "none.onnx")
    broken = write_voice(tmp_path)
    broken.write_bytes(b"no model")
    with pytest.raises(VoiceError, match="cannot be loaded"):
        PiperContestant(broken)


def test_recordings_say_only_their_prompts(voice: PiperContestant) -> None:
    """A prompt gives its take with its alignment; anything else is an error."""
    kept = recordings_of(voice, (TEXT,))
    assert kept.say(TEXT, 7).tokens == voice.say(TEXT, 0).tokens
    with pytest.raises(ContestantError, match="nobody recorded"):
        kept.say("Something else.", 0)


def test_espeak_speaks_or_tells_that_it_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where espeak-ng is installed it speaks; where it isn't, the error says what to do."""
    contestant = EspeakContestant()
    if contestant.installed():
        said = contestant.say("Hello there.", 0)
        assert 0.4 < said.seconds < 3.0
        assert np.abs(said.samples).max() > 0.01
    monkeypatch.setenv("PATH", "")
    assert not contestant.installed()
    with pytest.raises(ContestantError, match="not installed"):
        contestant.say("Hello there.", 0)


def test_speed_is_processor_time(voice: PiperContestant) -> None:
    """Both steps cost something, and the tiny voice costs little."""
    found = speed(voice, [TEXT], rounds=3)
    assert found.phonemes >= 0.0
    assert 0.0 < found.total < 1.0


def test_a_run_measures_everybody_side_by_side(voice: PiperContestant) -> None:
    """A voice against itself is its own equal, and the table shows it beside the recordings."""
    lines = ("The rain fell on the hills, and the river rose.", "Nobody was at home.")
    kept = recordings_of(voice, lines)
    parts = frozenset({Part.HARMONICS, Part.PITCH, Part.TIMING, Part.SPECTRUM, Part.STABILITY})
    steps: list[str] = []
    figures = measure([kept, voice], kept, Plan(parts), told=steps.append)
    recorded, measured = figures.contestants
    assert recorded.spectrum is None
    assert recorded.stability is None
    assert measured.prompts is None
    assert measured.durations is not None
    assert measured.durations.correlation > 0.9
    assert measured.spectrum is not None
    assert measured.spectrum.distortion < 1.0
    assert len(steps) == 2
    assert json.loads(json.dumps(figures.plain(), allow_nan=False))
    shown = table(figures).splitlines()
    assert shown[0] == "|  | recordings | tiny |"
    assert any(row.startswith("| Mel-cepstral distortion (dB) | – |") for row in shown)
    assert not any("Word error" in row for row in shown)
    assert len({row.count("|") for row in shown}) == 1


def test_nothing_said_is_nothing_measured(voice: PiperContestant) -> None:
    """A contestant who stays silent gets no figures, and stops nobody."""

    class Mute:
        name = "mute"
        prompts_only = False
        varies = True

        def say(self, text: str, seed: int) -> Said:
            del text, seed
            return Said(np.zeros(0, np.float32), RATE)

    kept = recordings_of(voice, ("Nobody was at home.",))
    figures = measure([Mute()], kept, Plan(frozenset(Part) - {Part.WORDS, Part.SOUNDNESS}))
    (mute,) = figures.contestants
    assert mute.spectrum is None
    assert mute.endings is None
    assert mute.stability is not None
    assert mute.stability.faults
    assert figures.plain()["contestants"][0]["harmonics"]["full"] is None
