"""The embedded voice, measured with the recipe's own measures on a few lines."""

from __future__ import annotations

import recipe_needs

recipe_needs.need()

import json
from pathlib import Path

import numpy as np
import pytest

from audiobrief.bundled import EMBEDDED_VOICE, voices_folders
from audiobrief.speech.card import card_text, licence_of
from voices.recipe.evaluate.contestants import PiperContestant
from voices.recipe.evaluate.endings import Ending, before_commas, final
from voices.recipe.evaluate.figures import spoken
from voices.recipe.evaluate.stability import stability
from voices.recipe.evaluate.texts import Texts, texts
from voices.recipe.evaluate.timbre import timbre
from voices.recipe.evaluate.timing import phrases, rhythm

FOLDER = voices_folders()[0] / EMBEDDED_VOICE
MODEL = FOLDER / f"{EMBEDDED_VOICE}.onnx"
FEW = 6


@pytest.fixture(scope="module")
def voice() -> PiperContestant:
    """Return the embedded voice's first speaker."""
    return PiperContestant(MODEL)


def endings(voice: PiperContestant, kind: Texts) -> Ending:
    """Return how a few lines of a kind end."""
    found = final(list(spoken(voice, texts(kind)[:FEW]).values()))
    assert found is not None
    return found


def test_questions_rise_and_statements_fall(voice: PiperContestant) -> None:
    """A yes/no question ends higher than it was, a statement lower."""
    assert endings(voice, Texts.YES_NO).rise >= 0.8
    assert endings(voice, Texts.STATEMENTS).movement < 0.0
    assert endings(voice, Texts.WH).level > endings(voice, Texts.STATEMENTS).level + 2.0


def test_lists_go_on(voice: PiperContestant) -> None:
    """Before a comma the pitch stays higher than at a sentence's end."""
    listed = before_commas(list(spoken(voice, texts(Texts.LISTS)[:FEW]).values()))
    assert listed is not None
    assert listed.level > endings(voice, Texts.STATEMENTS).level + 1.0


def test_phrases_slow_down_at_their_end(voice: PiperContestant) -> None:
    """The last syllable before a comma or full stop is drawn out, and commas have a pause."""
    said = [voice.say(line, 0) for line in texts(Texts.SOUNDNESS)[:40]]
    found = rhythm(said)
    assert found is not None
    assert found.before_stop > 1.1
    assert found.paused == 1.0
    assert any(phrase.mark == "," for one in said for phrase in phrases(one.tokens))


def test_the_second_speaker_is_another_person(voice: PiperContestant) -> None:
    """Pitch and formants are lower, the formants by more than pitching alone would move them."""
    second = PiperContestant(MODEL, speaker=1)
    lines = texts(Texts.STATEMENTS)[:FEW]
    found = timbre([voice.say(t, 0) for t in lines], [second.say(t, 0) for t in lines])
    assert 0.6 < found.pitch < 0.85
    assert all(
        ours < alone - 0.03 for ours, alone in zip(found.formants, found.pitched, strict=True)
    )
    assert found.distance > 2.0 * found.control


def test_odd_lines_are_said(voice: PiperContestant) -> None:
    """One word, sixty words, lists, quotations, foreign names, symbols: no fault in any."""
    found = stability(voice, texts(Texts.STABILITY))
    assert [(fault.text, fault.what) for fault in found.faults] == []


def test_one_line_has_one_sound(voice: PiperContestant) -> None:
    """Two sessions say a line with the same samples, another seed with others."""
    line = texts(Texts.STATEMENTS)[0]
    assert np.array_equal(voice.say(line, 3).samples, PiperContestant(MODEL).say(line, 3).samples)
    assert not np.array_equal(voice.say(line, 3).samples, voice.say(line, 4).samples)


def test_the_card_goes_with_the_model() -> None:
    """The card states licence and figures, and the figures are those of the run that made it."""
    card = card_text(FOLDER)
    assert licence_of(card) == "CC0 1.0 (public domain)"
    figures = json.loads((FOLDER / "figures.json").read_text("utf-8"))
    (ours,) = (one for one in figures["contestants"] if one["name"] == "this voice")
    assert f"| {np.mean(ours['news']['each']):.1f} |" in card
    assert ours["soundness"]["faults"] == []
    assert MODEL.stat().st_size <= 15_000_000


def test_the_recipe_is_not_needed_to_speak() -> None:
    """Nothing in audiobrief imports the recipe."""
    package = Path(__file__).parent.parent / "audiobrief"
    assert not [p for p in package.rglob("*.py") if "voices.recipe" in p.read_text("utf-8")]
