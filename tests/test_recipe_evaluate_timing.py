"""Rhythm and endings, on utterances made to measure."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="the recipe's alignment needs torch")

from voices.recipe.evaluate.endings import before_commas, final, stressed
from voices.recipe.evaluate.said import Said
from voices.recipe.evaluate.timing import durations, nuclei, phrases, rhyme, rhythm
from voices.recipe.features import Features
from voices.recipe.sound import APERIODICITY, ENVELOPE, FRAME, RATE, SUBFRAMES
from voices.recipe.symbols import Token, tokens

LINE = tokens(list("wˈɛn ðə ɹˈeɪn stˈɑpt, wiː wˈɛnt hˈoʊm."))


def spoken(said: tuple[Token, ...], frames: list[int]) -> Said:
    """Return an utterance of silence with known durations."""
    return Said(np.zeros(sum(frames) * FRAME, np.float32), RATE, said, tuple(frames))


def even(said: tuple[Token, ...]) -> list[int]:
    """Return ten frames a sound and none a pause."""
    return [0 if token.pause else 10 for token in said]


def sung(said: Said, rises: dict[int, float]) -> Features:
    """Return features whose pitch is level, but moves evenly by semitones within some tokens."""
    steps, level = [], 0.0
    for at, frames in enumerate(said.frames):
        rise = rises.get(at, 0.0)
        steps.append(level + rise * np.linspace(0.0, 1.0, SUBFRAMES * frames))
        level += rise
    f0 = 150.0 * 2.0 ** (np.concatenate(steps) / 12.0)
    size = len(f0)
    return Features(
        f0.astype(np.float32),
        np.zeros((size, ENVELOPE), np.float32),
        np.zeros((size, APERIODICITY), np.float32),
    )


def test_phrases_end_at_marks() -> None:
    """Spaces part words, not phrases; begin and end are nobody's phrase."""
    found = list(phrases(LINE))
    assert [phrase.mark for phrase in found] == [",", "."]
    text = ["".join(token.mark for token in LINE[p.first : p.last]) for p in found]
    assert text == ["wɛn ðə ɹeɪn stɑpt", "wi wɛnt hoʊm"]


def test_the_last_syllable_is_its_vowel_and_what_follows() -> None:
    """A diphthong is one vowel, and syllables are runs of vowels."""
    first, second = phrases(LINE)
    assert [LINE[at].mark for at in rhyme(LINE, first.first, first.last)] == ["ɑ", "p", "t"]
    assert [LINE[at].mark for at in rhyme(LINE, second.first, second.last)] == ["o", "ʊ", "m"]
    assert nuclei(LINE) == 7


def test_rhythm_is_counted() -> None:
    """Rate leaves pauses out; commas are timed with the space behind them."""
    frames = even(LINE)
    comma = next(at for at, token in enumerate(LINE) if token.mark == ",")
    frames[comma], frames[comma + 1] = 20, 5
    found = rhythm([spoken(LINE, frames)])
    sounds = sum(not token.pause for token in LINE)
    assert found is not None
    assert found.syllables == pytest.approx(7 / (10 * sounds * FRAME / RATE))
    assert found.comma == pytest.approx(25 * FRAME / RATE)
    assert found.paused == 1.0
    assert rhythm([Said(np.zeros(9, np.float32), RATE)]) is None


def test_lengthening_is_against_the_same_sounds_elsewhere() -> None:
    """Sounds twice as long before a comma, half longer before a stop, are found so."""
    said = tokens(list("tæt tæt tæt tæt tæt tæt tæt, tæt tæt."))
    frames = even(said)
    comma, stop = phrases(said)
    for phrase, size in ((comma, 20), (stop, 15)):
        for at in rhyme(said, phrase.first, phrase.last):
            frames[at] = size
    found = rhythm([spoken(said, frames)])
    assert found is not None
    assert found.before_comma == pytest.approx(2.0)
    assert found.before_stop == pytest.approx(1.5)


def test_durations_are_compared_in_logarithms() -> None:
    """Everything half longer correlates fully, with that ratio; other words aren't compared."""
    chance = np.random.default_rng(1)
    frames = [0 if token.pause else int(chance.integers(4, 30)) * 2 for token in LINE]
    slower = [3 * size // 2 for size in frames]
    found = durations([(spoken(LINE, slower), spoken(LINE, frames))])
    assert found is not None
    assert found.correlation == pytest.approx(1.0)
    assert found.ratio == pytest.approx(1.5)
    other = tokens(list("nˈoʊ."))
    assert durations([(spoken(other, even(other)), spoken(LINE, frames))]) is None


def test_the_last_stress_is_found() -> None:
    """Primary stress comes before secondary, and any vowel before none."""
    said = tokens(list("hˈæpinˌɛs"))
    assert [said[at].mark for at in stressed(said, 1, len(said) - 1)] == ["æ"]
    said = tokens(list("ðə"))
    assert [said[at].mark for at in stressed(said, 1, len(said) - 1)] == ["ə"]


@pytest.mark.parametrize(("semitones", "rise", "fall"), [(6.0, 1.0, 0.0), (-6.0, 0.0, 1.0)])
def test_a_rise_is_a_rise_and_a_fall_a_fall(semitones: float, rise: float, fall: float) -> None:
    """Pitch that moves behind the last stress shows its direction and most of its size."""
    said = tokens(list("ɪz ɪt ɹˈeɪnɪŋ?"))
    utterance = spoken(said, even(said))
    last = max(at for at, token in enumerate(said) if token.vowel)
    found = final([(utterance, sung(utterance, {last: semitones}))])
    assert found is not None
    assert found.movement == pytest.approx(semitones, abs=0.5)
    assert (found.rise, found.fall) == (rise, fall)
    assert np.sign(found.level) == np.sign(semitones)


def test_a_rise_within_one_syllable_counts() -> None:
    """A question that ends on its stressed syllable moves within it."""
    said = tokens(list("æt hˈoʊm?"))
    utterance = spoken(said, even(said))
    vowel = next(at for at, token in enumerate(said) if token.mark == "ʊ")
    found = final([(utterance, sung(utterance, {vowel: 5.0}))])
    assert found is not None
    assert found.movement > 3.0


def test_commas_and_stops_are_told_apart() -> None:
    """What comes before the comma is measured by itself."""
    utterance = spoken(LINE, even(LINE))
    comma, stop = phrases(LINE)
    moved = {comma.last - 1: 3.0, stop.last - 1: -8.0}
    both = [(utterance, sung(utterance, moved))]
    more, end = before_commas(both), final(both)
    assert more is not None
    assert end is not None
    assert more.movement > 1.0
    assert end.movement < -3.0
    assert final([(Said(np.zeros(9, np.float32), RATE), both[0][1])]) is None
