"""Long figures, rounded for the ear alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.markup import unmarked
from audiobrief.narration.ear.habits import load_ear

EAR = load_ear("en-US")


def heard(text: str) -> str:
    """Return a text with each marked figure as it is to be said."""
    return re.sub(r'<sub alias="([^"]*)">[^<]*</sub>', r"\1", EAR.rounded(text))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("4,567,890 people", "about 4.57 million people"),
        ("some 4,567,890 people", "some 4.57 million people"),
        ("more than 45,678 ships", "more than 45,700 ships"),
        ("45,678 ships", "about 45,700 ships"),
        ("999,999 ships", "about 1 million ships"),
        ("1,234,567,890 ships", "about 1.23 billion ships"),
        ("1,234,567,890,123,456 ships", "about 1,230 trillion ships"),
        ("$12,345 a day", "about $12,300 a day"),
        ("US$1,234,567 a day", "about US$1.23 million a day"),
        ("$4.567bn", "about $4.57bn"),
        ("4.567 million tons", "about 4.57 million tons"),
        ("12.3456%", "about 12.3%"),
        ("£1,234", "about £1,230"),
    ],
)
def test_long_figures_are_said_in_three_digits(written: str, said: str) -> None:
    """Counts from ten thousand on, and money and shares with more than three digits."""
    assert heard(written) == said
    assert unmarked(EAR.rounded(written)) == written


@pytest.mark.parametrize(
    "text",
    [
        "41,000 homes",
        "4,500,000 homes",
        "1,931 ships",
        "in 2025 and 1066",
        "ship 12345678",
        "the 12,345-strong crew",
        "10,001–20,002 ships",
        "exactly 45,678 ships",
        "No. 45,678",
        "71,204 votes",
        "51.43% to 48.57% of the vote",
        "$4.56bn",
        "12.3%",
        "0%",
        "1.2.3456",
        "“We lost 4,567,890 ships,” he said.",
        '"We lost 4,567,890 ships," he said.',
        '<say-as interpret-as="digits"></say-as>',
    ],
)
def test_short_and_exact_figures_stay(text: str) -> None:
    """Years, ids, votes, quoted figures and those short enough are said in full."""
    assert EAR.rounded(text) == text


@given(st.integers(min_value=10_000, max_value=10**12))
def test_rounding_is_near(number: int) -> None:
    """What is said is within half a percent of what is written."""
    scales = {"million": 10**6, "billion": 10**9, "trillion": 10**12}
    said = heard(f"{number:,} ships").removeprefix("about ").split()
    near = float(said[0].replace(",", "")) * scales.get(said[1], 1)
    assert abs(near - number) <= number * 0.005


def test_a_language_without_tables_keeps_its_figures() -> None:
    """Habits are a language's own."""
    assert load_ear("tlh").rounded("4,567,890") == "4,567,890"
    assert load_ear("tlh").heard("It fell (see above), he said.") == "It fell (see above), he said."
