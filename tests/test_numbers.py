"""Figures as words."""

from __future__ import annotations

import pytest

from audiobrief.narration.reading.language import load_language

US = load_language("en-US").vocabulary.numerals
GB = load_language("en-GB").vocabulary.numerals


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("7", "seven"),
        ("1,500", "one thousand five hundred"),
        ("123", "one hundred twenty-three"),
        ("4.25", "four point two five"),
        (".5", "point five"),
        ("0.05", "zero point zero five"),
        ("007", "zero zero seven"),
        ("1,000,000,000,000", "one trillion"),
        ("12345678901234", "one two three four five six seven eight nine zero one two three four"),
        ("9" * 30, " ".join(["nine"] * 30)),
    ],
)
def test_cardinal(written: str, said: str) -> None:
    """Amounts are said in words; what is no amount, digit by digit."""
    assert US.cardinal(written) == said


def test_regions_differ() -> None:
    """British newsreaders say "and" after the hundreds, American ones do not."""
    assert GB.cardinal("123") == "one hundred and twenty-three"
    assert GB.year("2005") == "two thousand and five"
    assert US.year("2005") == "two thousand five"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("7", "seven"),
        ("35", "thirty-five"),
        ("737", "seven thirty-seven"),
        ("300", "three hundred"),
        ("105", "one oh five"),
        ("1549", "fifteen forty-nine"),
        ("1000", "one thousand"),
        ("0199", "zero one nine nine"),
        ("23456", "two three four five six"),
    ],
)
def test_pairs(written: str, said: str) -> None:
    """Models, flights and houses are said in pairs of digits."""
    assert US.pairs(written) == said


@pytest.mark.parametrize(
    ("written", "one"), [("1", True), ("1.0", True), ("1.5", False), ("0", False), ("2", False)]
)
def test_the_singular_serves_for_one(written: str, *, one: bool) -> None:
    """Exactly one takes the singular in English."""
    assert US.is_one(written) is one
