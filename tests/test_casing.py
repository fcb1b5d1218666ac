"""Capitals within a sentence."""

from __future__ import annotations

import pytest

from audiobrief.narration.ear.casing import capital_first
from audiobrief.narration.ear.habits import load_ear

EAR = load_ear("en-US")


@pytest.mark.parametrize(
    ("opening", "within"),
    [
        ("The dam held", "the dam held"),
        ("The Lima board", "the Lima board"),
        ("It, too", "it, too"),
        ("Three ships", "three ships"),
        ("Three Gorges", "Three Gorges"),
        ("Three", "three"),
        ("Lima fell", "Lima fell"),
        ("IT failed", "IT failed"),
        ("People's Bank", "People's Bank"),
        ("New York", "New York"),
        ("already small", "already small"),
        ("12 ships", "12 ships"),
        ("", ""),
    ],
)
def test_only_what_is_no_name_loses_its_capital(opening: str, within: str) -> None:
    """In doubt a word keeps its capital."""
    assert EAR.joined(opening) == within


def test_a_language_without_tables_keeps_its_capitals() -> None:
    """Where nothing is known of names, every capital stays."""
    assert load_ear("tlh").joined("The dam") == "The dam"


def test_any_word_can_open_a_sentence() -> None:
    """The first letter alone becomes a capital."""
    assert [capital_first(text) for text in ("the BBC", "éa", "12", "")] == [
        *("The BBC", "Éa", "12", ""),
    ]
