"""Phonemes as the voice learns them."""

from __future__ import annotations

import recipe_needs

recipe_needs.need()

from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

from voices.recipe.speaking import meanings
from voices.recipe.symbols import PAUSES, Token, alphabet, nearest, tokens

FEW = ("æ", "ə", "b", "d", "h", "k", "l", "n", "s", "t")


def test_marks_become_features() -> None:
    """Stress and length belong to a sound, and end with the word."""
    assert tokens(["ˈ", "i", "ː", " ", "ˌ", "b", "æ", "?"])[1:-1] == (
        Token("i", "i", 1, long=True),
        Token(" ", " "),
        Token("b", "b", 2),
        Token("æ", "æ"),
        Token(".", "?"),
    )


def test_a_stray_mark_marks_nothing() -> None:
    """A length mark behind a pause, or stress before one, changes no sound."""
    assert tokens(["ː", "ˈ", ",", "b"])[1:3] == (Token(",", ","), Token("b", "b"))


def test_pauses_come_first() -> None:
    """Every alphabet begins with the pauses, whatever was said."""
    pauses = tuple(dict.fromkeys(PAUSES.values()))
    assert alphabet([tokens(["b", "æ", "d"])]) == (*pauses, "b", "d", "æ")
    assert alphabet([]) == pauses


def test_every_phoneme_has_a_neighbour_or_none() -> None:
    """The nearest known symbol is found, or there is none, for all that Piper can write."""
    for phoneme in DEFAULT_PHONEME_ID_MAP:
        assert nearest(phoneme, FEW) in (*FEW, None)
    assert nearest("x", FEW) == "k"
    assert nearest("ʔ", FEW) == "t"
    assert nearest("7", FEW) is None


def test_ids_mean_what_their_tokens_mean() -> None:
    """The table in the graph agrees with the tokens that the voice was trained on."""
    ids = {p: n[0] for p, n in DEFAULT_PHONEME_ID_MAP.items() if len(p) == 1}
    known = alphabet([tokens(FEW)])
    table = meanings(known, ids)
    for phoneme in (*FEW, *PAUSES):
        (token,) = tokens([phoneme])[1:-1]
        kind, symbol, vowel, sound = table[ids[phoneme]]
        assert kind == 1
        assert known[symbol] == token.symbol
        assert (bool(vowel), bool(sound)) == (token.vowel, not token.pause)
    assert table[ids["_"]].tolist() == [0, 0, 0, 0]
