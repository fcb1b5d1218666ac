"""From aligned takes to what networks read: places, contours, batches, held-out sets."""

from __future__ import annotations

import random

import recipe_needs

recipe_needs.need()

import numpy as np
import pytest
import torch

from recipe_samples import sentences
from voices.recipe.alignment import Alignment
from voices.recipe.context import PAUSE_SYMBOLS, place
from voices.recipe.contour import curve, knots_of
from voices.recipe.corpus import Take
from voices.recipe.examples import Batch, Norms, batches, example, spoken_of
from voices.recipe.features import analyse
from voices.recipe.holdout import HELD, split
from voices.recipe.learn_prosody import hidden, prosody_losses
from voices.recipe.symbols import alphabet, tokens

LINE = tokens(["s", "ˈ", "i", " ", "ʃ", "i", ",", " ", "s", "ɑ", "."])
KNOWN = {symbol: number for number, symbol in enumerate(alphabet([LINE]))}


@pytest.fixture(scope="module")
def takes() -> list[Batch]:
    """Return generated sentences as examples."""
    said = sentences(6)
    features = {one.name: analyse(Take(one.name, one.text, one.samples)) for one in said}
    norms = Norms.of(list(features.values()))
    known = {symbol: n for n, symbol in enumerate(alphabet(one.tokens for one in said))}
    return [
        example(features[one.name], Alignment(one.tokens, one.frames, 0.0), known, norms)
        for one in said
    ]


def test_places_are_counted() -> None:
    """Syllables before and behind a sound are counted in its word, its phrase, its sentence."""
    told = place(spoken_of(LINE, KNOWN))[0]
    second = told[4]  # the first sound of the second word
    syllables_before = [float(torch.expm1(second[level * 9])) for level in range(3)]
    syllables_behind = [float(torch.expm1(second[level * 9 + 3])) for level in range(3)]
    assert syllables_before == pytest.approx([0.0, 1.0, 1.0], abs=1e-5)
    assert syllables_behind == pytest.approx([1.0, 1.0, 2.0], abs=1e-5)
    comma = 27 + PAUSE_SYMBOLS.index(",")
    assert second[comma] == 1.0
    assert told[9][comma] == 0.0


def test_padding_changes_no_place(takes: list[Batch]) -> None:
    """A sentence is told the same places alone and beside longer ones."""
    together = Batch.of(takes)
    for row, take in enumerate(takes):
        alone = place(take.spoken)[0]
        assert torch.allclose(place(together.spoken)[row, : len(alone)], alone, atol=1e-6)


def test_a_line_comes_back_from_its_knots() -> None:
    """A straight pitch is kept by three points a token, but for the rounding at its ends."""
    frames = np.array([4, 9, 0, 6, 5])
    pitch = np.linspace(1.0, -1.0, 2 * frames.sum()).astype(np.float32)
    knots, weights = knots_of(pitch, np.ones_like(pitch), frames)
    owner = np.repeat(np.arange(5), frames)
    offset = np.arange(frames.sum()) - np.repeat(np.cumsum(frames) - frames, frames)
    made = curve(
        torch.from_numpy(knots)[None],
        torch.from_numpy(owner)[None],
        torch.from_numpy(offset)[None],
        torch.from_numpy(frames[owner])[None],
    )[0].numpy()
    assert np.abs(made - pitch)[4:-4].max() < 0.05
    assert weights.sum() == len(pitch)
    assert not weights[2].any()


def test_batches_hold_every_take_once(takes: list[Batch]) -> None:
    """All takes come, about as many frames at a time as asked, the same for the same chance."""
    size = 400
    grouped = list(batches(takes, size, random.Random(1)))
    assert sum(batch.symbol.shape[0] for batch in grouped) == len(takes)
    assert sum(int(b.frame_mask.sum()) for b in grouped) == sum(
        int(take.frame_mask.sum()) for take in takes
    )
    for batch in grouped:
        assert batch.symbol.shape[0] == 1 or batch.frame_mask.numel() <= size
    again = list(batches(takes, size, random.Random(1)))
    assert all(torch.equal(a.symbol, b.symbol) for a, b in zip(grouped, again, strict=True))


def test_what_was_recorded_has_no_loss(takes: list[Batch]) -> None:
    """Told exactly what was recorded, prosody is without loss; upside down, it is unlike."""
    batch = Batch.of(takes)
    told = torch.cat([torch.log1p(batch.frames)[..., None], batch.knots], 2)
    losses = prosody_losses(batch, told)
    assert losses.duration.item() == pytest.approx(0.0, abs=1e-6)
    assert losses.shape.item() == pytest.approx(0.0, abs=1e-6)
    assert losses.unlike.item() < 0.01
    told[..., 1:] *= -1.0
    assert prosody_losses(batch, told).unlike.item() > 1.9


def test_hidden_words_keep_their_place(takes: list[Batch]) -> None:
    """All sounds of a word are hidden together, pauses never."""
    spoken = takes[0].spoken
    torch.manual_seed(0)
    unknown = hidden(spoken, 0.5, 99).symbol == 99
    assert unknown.any()
    assert not (unknown & (spoken.pause == 1.0)).any()
    assert torch.equal(hidden(spoken, 0.0, 99).symbol, spoken.symbol)


def test_sets_are_apart_and_repeat() -> None:
    """Test and choice sets share nothing with what is learned, and depend on the list alone."""
    texts = {f"t{n:04}": "one two three four five six seven" for n in range(1117)}
    made = split(texts, ("t0003",))
    assert len(made.test) == len(made.choice) == HELD
    assert not set(made.test) & set(made.choice)
    assert not {*made.test, *made.choice, "t0003"} & set(made.learned)
    assert split(texts).test == made.test
    assert len(split(dict(list(texts.items())[:24])).test) == 1
