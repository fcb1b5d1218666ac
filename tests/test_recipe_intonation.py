"""Endings that the recordings don't have, and speakers that nobody recorded."""

from __future__ import annotations

import recipe_needs

recipe_needs.need()

import numpy as np
import torch

from voices.recipe.examples import spoken_of
from voices.recipe.intonation import Rises, asks, intoned, tail
from voices.recipe.making import phonemizer
from voices.recipe.sound import ENVELOPE, envelope_hz
from voices.recipe.symbols import alphabet, tokens
from voices.recipe.timbres import REPORTER, Timbre, slope, warp

SAY = phonemizer("en-us")
EVERYTHING = "What when where why which who how, the quick brown fox jumps over a lazy dog; is it?"
ALPHABET = alphabet([tokens(SAY(EVERYTHING))])
KNOWN = {symbol: number for number, symbol in enumerate(ALPHABET)}
WORDS = torch.tensor([[KNOWN["w"], KNOWN["ʌ"], KNOWN["t"]], [KNOWN["h"], KNOWN["u"], -1]])


def ending(text: str) -> np.ndarray:
    """Return the pitch of the last sounds of a flat sentence, after the rules."""
    spoken = spoken_of([t for t in tokens(SAY(text)) if t.symbol in KNOWN], KNOWN)
    count = spoken.symbol.shape[1]
    middles = (torch.arange(count)[:, None] * 8.0 + torch.tensor([1.0, 4.0, 7.0]))[None]
    marks = torch.tensor([float("?" in text), float("!" in text)])
    flat = torch.zeros(1, count, 3)
    wh = asks(spoken, WORDS)
    made = intoned(flat, tail(spoken, middles), marks, wh, Rises())[0]
    return np.asarray(made[~spoken.pause[0].bool()].numpy()).reshape(-1)


def test_questions_rise() -> None:
    """A yes/no question rises from its last stress to the end, a wh-question less."""
    yes_no, wh = ending("Is it a quick fox?"), ending("What is a quick fox?")
    assert yes_no[-1] == 6.0
    assert wh[-1] == 3.0
    assert (np.diff(yes_no[-4:]) >= 0).all()
    assert yes_no[0] == 0.0


def test_statements_are_left_alone() -> None:
    """Without a question mark no rule changes the pitch, question word or not."""
    assert not ending("It is a quick fox.").any()
    assert not ending("What a quick fox.").any()


def test_exclamations_are_higher() -> None:
    """An exclamation mark lifts the whole sentence."""
    assert (ending("A quick fox!") > 0.5).all()


def test_a_question_of_one_word_rises() -> None:
    """One syllable is enough to rise on."""
    rising = ending("Fox?")
    assert rising[-1] == 6.0
    assert rising[0] < rising[-1]


def test_the_recorded_speaker_is_unchanged() -> None:
    """A timbre without changes is the recorded one."""
    assert np.allclose(warp(Timbre("same")), np.eye(ENVELOPE), atol=1e-6)
    assert not slope(Timbre("same")).any()


def test_formants_move_by_their_own_shares() -> None:
    """Each resonance of the second speaker lies where its table says."""
    hertz = envelope_hz()
    for heard, recorded in REPORTER.formants:
        peak = np.exp(-(((hertz - recorded) / 150.0) ** 2))
        found = float(hertz[np.argmax(warp(REPORTER) @ peak)])
        assert abs(found / heard - 1.0) < 0.08
