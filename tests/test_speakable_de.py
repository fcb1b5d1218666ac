"""German news text, as it is said."""

from __future__ import annotations

import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.narration.speakable import open_reader
from bench.cases import DATA, Case, parse_line

READER = open_reader("de-DE")
GROUPS = tomllib.loads((DATA / "news_lines_de.toml").read_text("utf-8"))["group"]
LINES = [
    Case(group["category"], *parse_line(line), locale=group["locale"])
    for group in GROUPS
    for line in group["lines"]
]
FRAGMENTS = sorted({word for line in LINES for word in line.text.split()})
WRITTEN = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=5).map("".join),
    st.text(alphabet="0123456789.,-–/:€%kmhMd.°()'„“ ", max_size=18),
)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.text)
def test_news_lines_sound_right(line: Case) -> None:
    """A line of news is said as a careful newsreader may say it."""
    said = open_reader(line.locale).said(line.text)
    assert line.is_right(said), said


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("am 3. Mai", "am dritten Mai"),
        ("der 3. Mai", "der dritte Mai"),
        ("Hafen, 3. Mai", "Hafen, dritter Mai"),
        ("ein 3. Platz", "ein dritter Platz"),
        ("ein 3. Tor", "ein drittes Tor"),
        ("in der 3. Runde", "in der dritten Runde"),
        ("die 3. Runde", "die dritte Runde"),
        ("zum 3. Mal", "zum dritten Mal"),
    ],
)
def test_an_ordinal_ends_as_the_words_around_it_ask(written: str, spoken: str) -> None:
    """The word before an ordinal decides its ending, and without one the noun's gender."""
    assert READER.said(written) == spoken


@pytest.mark.parametrize("text", ["Er war 3. Die Elf jubelte.", "Das war 2025. Der Rat schwieg."])
def test_a_figure_that_ends_a_sentence_is_no_ordinal(text: str) -> None:
    """The stop behind it stays a stop."""
    assert READER.said(text).count(".") == 2


@pytest.mark.parametrize(
    ("locale", "written", "spoken"),
    [
        ("de-CH", "1'500.50", "tausendfünfhundert Komma fünf null"),
        ("de-CH", "Fr. 3.50", "drei Franken fünfzig"),
        ("de-AT", "am 6. Jan.", "am sechsten Jänner."),
    ],
)
def test_a_region_has_its_own_way(locale: str, written: str, spoken: str) -> None:
    """What a region writes or says otherwise stands in a table of its own."""
    assert open_reader(locale).said(written) == spoken


@given(WRITTEN)
def test_only_words_and_pauses_are_left(text: str) -> None:
    """No figure, sign or address reaches the voice, and reading again changes nothing."""
    said = READER.said(text)
    assert not {c for c in said if not (c in " '-,.;:!?" or unicodedata.category(c)[0] in "LM")}
    assert READER.said(said) == said
