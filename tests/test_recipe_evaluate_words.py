"""What is said and what is heard: words counted, doubled words caught, words found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

pytest.importorskip("torch", reason="the recipe's alignment needs torch")

from voices.recipe.evaluate.recogniser import EAR_RATE, Ear, Found, listen, prepared
from voices.recipe.evaluate.said import Said
from voices.recipe.evaluate.soundness import misplaced, soundness
from voices.recipe.evaluate.stability import stability, wrong
from voices.recipe.evaluate.words import doubled, edits, hearing, pooled, words_of
from voices.recipe.sound import FRAME, RATE, Floats
from voices.recipe.symbols import tokens

CHANCE = np.random.default_rng(5)


def noise(seconds: float, level: float = 0.1, rate: int = RATE) -> Floats:
    """Return noise of a level."""
    return (level * CHANCE.standard_normal(round(seconds * rate))).astype(np.float32)


class Reader:
    """A contestant who says everything as the same sound."""

    name = "reader"
    prompts_only = False
    varies = True

    def __init__(self, said: Said) -> None:
        self.said = said

    def say(self, text: str, seed: int) -> Said:
        """Return the sound, unless asked to fail."""
        del seed
        if "fail" in text:
            raise ValueError(text)
        return self.said


class Scribe:
    """A recogniser that hears what it is told to."""

    def __init__(self, heard: Sequence[str], frames: int = 30, lost: str = "") -> None:
        self.heard = tuple(heard)
        self.frames = frames
        self.lost = lost

    def hear(self, said: Said) -> tuple[str, ...]:
        """Return what was agreed."""
        del said
        return self.heard

    def knows(self, word: str) -> bool:
        """Return whether a word is no name."""
        return word != "whittemore"

    def find(self, said: Said, words: Sequence[str]) -> tuple[Found, ...]:
        """Return all words but the lost one, each of four sounds."""
        del said
        return tuple(Found(word, self.frames, 4) for word in words if word != self.lost)


def test_words_are_bare_and_low() -> None:
    """Case, marks and hyphens don't count."""
    assert words_of("Twenty-two, don't - STOP!") == ("twenty", "two", "don't", "stop")


@pytest.mark.parametrize(
    ("wanted", "heard", "errors"),
    [
        ("a b c", "a b c", 0),
        ("a b c", "a x c", 1),
        ("a b c", "a c", 1),
        ("a b c", "a b b c", 1),
        ("a b c", "", 3),
        ("", "a b", 2),
        ("a b c d", "b c d e", 2),
    ],
)
def test_edits_are_fewest(wanted: str, heard: str, errors: int) -> None:
    """Substitutions, deletions and insertions are counted, as few as can be."""
    assert edits(wanted.split(), heard.split()) == errors


def test_errors_are_pooled_over_words() -> None:
    """A long line counts for more than a short one, and syntheses are averaged."""
    good = [hearing("one", ["one"]), hearing("two three four", ["two", "three", "four"])]
    bad = [hearing("one", ["won"]), hearing("two three four", ["two", "three", "four"])]
    errors = pooled([good, bad])
    assert errors.each == (0.0, 25.0)
    assert errors.mean == 12.5
    assert errors.words == 4


@pytest.mark.parametrize(
    ("wanted", "heard", "runs"),
    [
        ("the cat sat", "the the cat sat", ("the",)),
        ("the cat sat", "the cat the cat sat", ("the cat",)),
        ("no no never", "no no never", ()),
        ("no no never", "no no no never", ("no",)),
        ("our hour has come", "our our has come", ()),
        ("the cat and the dog", "the cat and the dog", ()),
    ],
)
def test_a_doubled_word_is_caught(wanted: str, heard: str, runs: tuple[str, ...]) -> None:
    """What is heard once too often counts; what was written so, or only misheard, doesn't."""
    assert doubled(wanted.split(), heard.split()) == runs


def test_recogniser_gets_one_level_and_rate() -> None:
    """Quiet sound and loud sound come to the recogniser alike."""
    sound = noise(0.5)
    quiet, loud = (
        np.frombuffer(prepared((gain * sound).astype(np.float32), RATE), "<i2").astype(float)
        for gain in (0.01, 1.0)
    )
    assert len(quiet) == len(loud) == round(0.9 * EAR_RATE)
    assert abs(quiet.std() / loud.std() - 1.0) < 0.01
    assert prepared(np.zeros(0, np.float32), RATE)


def test_every_fault_of_a_line_is_named() -> None:
    """A word not found, one hurried over and one doubled are each a fault."""
    said = Said(noise(1.0), RATE)
    ear = Scribe(["open", "open", "the", "door"], frames=12, lost="the")
    found = soundness(ear, Reader(said), ["Open the door, Whittemore."])
    whats = [fault.what for fault in found.faults]
    assert found.words == 4
    assert found.unknown == 1
    assert "its words cannot be found in order" in whats
    assert "'door' is hardly found" in whats
    assert "'open' is heard twice" in whats


def test_a_line_said_well_has_no_fault() -> None:
    """Nothing is found where all is well."""
    found = soundness(
        Scribe(["open", "the", "door"]), Reader(Said(noise(1.0), RATE)), ["Open the door."]
    )
    assert found.faults == ()


def test_words_that_are_heard_need_not_be_found() -> None:
    """A line that was understood as written is whole, even where its words could not be placed."""
    ear = Scribe(["open", "the", "door"], lost="door")
    assert soundness(ear, Reader(Said(noise(1.0), RATE)), ["Open the door."]).faults == ()


def test_words_without_time_or_sound_are_named() -> None:
    """A swallowed word, one that got stuck and a silent one are told apart."""
    said = tokens(list("kæt ðə dɔɡ mæt."))
    frames = [10, 10, 10, 10, 0, 1, 1, 0, 60, 60, 60, 0, 10, 10, 10, 0, 10]
    samples = noise(sum(frames) * FRAME / RATE)
    silent = sum(frames[:12]) * FRAME
    samples[silent : silent + 30 * FRAME] = 0.0
    found = list(misplaced(Said(samples, RATE, said, tuple(frames))))
    assert [fault.split()[0] for fault in found] == ["/ðə/", "/dɔɡ/", "/mæt/"]
    assert found[2].endswith("is silent")


def test_odd_lines_are_survived_or_named() -> None:
    """An exception is a fault; silence is one only where there was something to say."""
    found = stability(Reader(Said(np.zeros(0, np.float32), RATE)), ["...", "Hi.", "fail"])
    assert found.lines == 3
    assert found.empty == 2
    assert [fault.text for fault in found.faults] == ["Hi.", "fail"]


def test_bad_sound_is_named() -> None:
    """Numbers that are none, clipping, whispering and dragging are all seen."""
    broken = noise(0.5)
    broken[100] = np.nan
    assert wrong("Hello.", Said(broken, RATE)) == ["has samples that are no numbers"]
    assert "full scale" in wrong("Hello.", Said(noise(0.5, 0.9), RATE))[0]
    assert "dBFS" in wrong("Hello.", Said(noise(0.5, 1e-4), RATE))[0]
    assert "takes" in wrong("Hello.", Said(noise(9.0), RATE))[0]
    line = "The quick brown fox jumps over the lazy dog and over the cat again."
    assert "letters a second" in wrong(line, Said(noise(1.0), RATE))[0]
    assert wrong(line, Said(noise(4.0), RATE)) == []


def test_ear_hears_nothing_in_noise_and_never_fails() -> None:
    """The recogniser is given noise, and nothing, and finds no long text in it."""
    pytest.importorskip("pocketsphinx", reason="the recogniser is pocketsphinx")
    ear = Ear()
    assert len(ear.hear(Said(noise(1.0, 0.01), RATE))) <= 3
    assert ear.hear(Said(np.zeros(0, np.float32), RATE)) == ()
    assert ear.knows("house")
    assert not ear.knows("whittemorex")
    errors, hearings = listen(ear, Reader(Said(noise(0.5, 0.01), RATE)), ["one two three"], (0, 1))
    assert len(errors.each) == len(hearings) == 2
    assert errors.mean > 50.0
