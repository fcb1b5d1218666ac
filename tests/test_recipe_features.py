"""Pitch, envelope and aperiodicity of sounds whose own are known."""

from __future__ import annotations

from pathlib import Path

import recipe_needs

recipe_needs.need()

import numpy as np
import pytest

from recipe_samples import say
from voices.recipe.corpus import Take, read_listing, take_one
from voices.recipe.features import Features, analyse, filled
from voices.recipe.sound import FRAME, RATE, SUBFRAME, envelope_hz
from voices.recipe.symbols import tokens

FRAMES = (10, 60, 40, 15)
VOWEL = slice(30, 120)
HISS = slice(150, 210)
"""Sub-frames well inside the sounds."""
KATHLEEN = Path(__file__).parent.parent.parent / "shared" / "kathleen"


@pytest.fixture(scope="module")
def analysed() -> tuple[np.ndarray, Features]:
    """Return a gliding pitch, and the features of a vowel said with it and a hiss."""
    pitch = np.linspace(240.0, 160.0, sum(FRAMES) * FRAME)
    samples = say(tokens(["ɛ", "s"]), FRAMES, pitch)
    return pitch, analyse(Take("said", "eh s", samples))


def test_a_glide_is_tracked(analysed: tuple[np.ndarray, Features]) -> None:
    """Pitch is within 2 % of what was said, and voiced is what was voiced."""
    pitch, features = analysed
    found = features.f0[VOWEL]
    assert (found > 0).mean() > 0.95
    wanted = pitch[::SUBFRAME][VOWEL][found > 0]
    assert np.abs(found[found > 0] / wanted - 1).max() < 0.02
    assert (features.f0[HISS] > 0).mean() < 0.05


def test_resonances_are_seen(analysed: tuple[np.ndarray, Features]) -> None:
    """The envelope peaks where the vowel's first formant lies, and a hiss is high."""
    envelope = analysed[1].envelope
    hertz = envelope_hz()
    low = hertz < 1000.0
    assert hertz[low][np.argmax(envelope[VOWEL].mean(0)[low])] == pytest.approx(550.0, rel=0.12)
    assert hertz[np.argmax(envelope[HISS].mean(0))] == pytest.approx(7000.0, rel=0.2)


def test_noise_is_aperiodic(analysed: tuple[np.ndarray, Features]) -> None:
    """A hiss is noise, a vowel mostly is not."""
    noisy = np.exp(analysed[1].aperiodicity).mean(1)
    assert noisy[HISS].mean() > 0.9
    assert noisy[VOWEL].mean() < 0.6


def test_features_are_kept(analysed: tuple[np.ndarray, Features], tmp_path: Path) -> None:
    """What is saved is read again."""
    analysed[1].save(tmp_path / "kept.npz")
    again = Features.load(tmp_path / "kept.npz")
    assert np.array_equal(again.envelope, analysed[1].envelope)
    assert np.array_equal(again.f0, analysed[1].f0)


def test_pitch_is_carried_through_silence() -> None:
    """Between voiced stretches the filled track is a line, and silence alone has one too."""
    gap = np.array([0, 100, 0, 0, 200, 0], np.float32)
    assert np.exp(filled(gap)) == pytest.approx([100, 100, 126, 158.7, 200, 200], rel=0.01)
    assert np.isfinite(filled(np.zeros(4, np.float32))).all()


@pytest.mark.skipif(not KATHLEEN.is_dir(), reason="the kathleen recordings are not beside it")
def test_a_real_take() -> None:
    """A take of the embedded voice's own recordings is read, levelled and analysed."""
    take = take_one(read_listing(KATHLEEN)[0])
    assert isinstance(take, Take)
    features = analyse(take)
    voiced = features.f0[features.f0 > 0]
    assert 0.4 < len(voiced) / len(features.f0) < 0.9
    assert 130.0 < np.median(voiced) < 220.0
    assert len(features.f0) == 2 * (len(take.samples) // FRAME)
    assert len(take.samples) / RATE > 1.0
