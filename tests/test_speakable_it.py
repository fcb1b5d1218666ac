"""Italian news text, as it is said."""

from __future__ import annotations

import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.narration.speakable import open_reader
from bench.cases import DATA, Case, parse_line

READER = open_reader("it-IT")
GROUPS = tomllib.loads((DATA / "news_lines_it.toml").read_text("utf-8"))["group"]
LINES = [
    Case(group["category"], *parse_line(line), locale=group["locale"])
    for group in GROUPS
    for line in group["lines"]
]
FRAGMENTS = sorted({word for line in LINES for word in line.text.split()})
WRITTEN = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=5).map("".join),
    st.text(alphabet="0123456789.,-–/:€%kmlaeº°ª ()'’", max_size=18),
)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.text)
def test_news_lines_sound_right(line: Case) -> None:
    """A line of news is said as a careful newsreader may say it."""
    said = open_reader(line.locale).said(line.text)
    assert line.is_right(said), said


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("1 persona", "una persona"),
        ("1 euro", "un euro"),
        ("1 studente", "uno studente"),
        ("1 su 3", "uno su tre"),
        ("1 milione", "un milione"),
    ],
)
def test_one_agrees_with_what_it_counts(written: str, spoken: str) -> None:
    """“Uno” is an article before a noun."""
    assert READER.said(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("L’11 marzo", "L'undici marzo"),
        ("l'1 marzo", "l'uno marzo"),
        ("dell'FMI", "dell'F M I"),
        ("all'1:15", "all'una e quindici"),
        ("l'80%", "l'ottanta per cento"),
    ],
)
def test_an_elided_article_leans_on_the_next_word(written: str, spoken: str) -> None:
    """Nothing parts the two."""
    assert READER.said(written) == spoken


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("il 3° posto", "il terzo posto"),
        ("a 3°", "a tre gradi"),
        ("a 3 °C", "a tre gradi Celsius"),
    ],
)
def test_a_small_circle_is_an_ordinal_or_a_degree(written: str, spoken: str) -> None:
    """An article or a noun beside it tells."""
    assert READER.said(written) == spoken


@given(WRITTEN)
def test_only_words_and_pauses_are_left(text: str) -> None:
    """No figure, sign or address reaches the voice, and reading again changes nothing."""
    said = READER.said(text)
    assert not {c for c in said if not (c in " '-,.;:!?" or unicodedata.category(c)[0] in "LM")}
    assert READER.said(said) == said
