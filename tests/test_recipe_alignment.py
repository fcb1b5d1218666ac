"""When sounds are said, found from recordings alone."""

from __future__ import annotations

import recipe_needs

recipe_needs.need()

import numpy as np
import pytest

from recipe_samples import Said, sentences
from voices.recipe.alignment import Alignment, align, doubtful
from voices.recipe.corpus import Take
from voices.recipe.features import Features, analyse
from voices.recipe.symbols import Token

COUNT = 30


@pytest.fixture(scope="module")
def said() -> list[Said]:
    """Return sentences whose sounds' places are known."""
    return sentences(COUNT, seed=3)


@pytest.fixture(scope="module")
def takes(said: list[Said]) -> dict[str, tuple[Features, tuple[Token, ...]]]:
    """Return them analysed, the last one listed with the words of the first."""
    found = {one.name: (analyse(Take(one.name, one.text, one.samples)), one.tokens) for one in said}
    wrong, right = said[-1].name, said[0].name
    return {**found, wrong: (found[wrong][0], found[right][1])}


@pytest.fixture(scope="module")
def aligned(takes: dict[str, tuple[Features, tuple[Token, ...]]]) -> dict[str, Alignment]:
    """Return their alignments."""
    return align(takes)


def test_sounds_are_found(said: list[Said], aligned: dict[str, Alignment]) -> None:
    """Half of all boundaries are within 20 ms, nine in ten within 60 ms."""
    late = []
    for one in said[:-1]:
        sounds = np.array([not token.pause for token in one.tokens])
        found, wanted = np.cumsum(aligned[one.name].frames), np.cumsum(one.frames)
        late += list(np.abs(found - wanted)[sounds])
    assert np.median(late) <= 2
    assert np.percentile(late, 90) <= 6


def test_frames_fill_the_take(
    takes: dict[str, tuple[Features, tuple[Token, ...]]], aligned: dict[str, Alignment]
) -> None:
    """Every frame belongs to a token, every sound has one, and a pause may have none."""
    for name, (features, spoken) in takes.items():
        frames = aligned[name].frames
        assert sum(frames) == len(features.f0) // 2
        assert min(frames) >= 0
        assert all(f > 0 for f, token in zip(frames, spoken, strict=True) if not token.pause)
    pauses = [
        frames
        for one in aligned.values()
        for frames, token in zip(one.frames, one.tokens, strict=True)
        if token.symbol == " "
    ]
    assert 0 in pauses
    assert max(pauses) > 8


def test_wrong_words_are_doubted(said: list[Said], aligned: dict[str, Alignment]) -> None:
    """The take with another one's words is found out, and hardly any other is suspected."""
    found = doubtful(aligned)
    assert said[-1].name in found
    assert len(found) <= 3


def test_alignment_repeats(takes: dict[str, tuple[Features, tuple[Token, ...]]]) -> None:
    """The same takes are aligned alike."""
    few = dict(list(takes.items())[:6])
    assert align(few) == align(few)
