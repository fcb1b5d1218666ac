"""Spanish news text, as it is said."""

from __future__ import annotations

import tomllib
import unicodedata
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.narration.reading.language import load_language
from audiobrief.narration.speakable import open_reader
from bench.cases import DATA, Case, parse_line

READER = open_reader("es-ES")
EXAMPLES = tuple(chain.from_iterable(rule.examples for rule in load_language("es-ES").rules))
GROUPS = tomllib.loads((DATA / "news_lines_es.toml").read_text("utf-8"))["group"]
LINES = [Case(group["category"], *parse_line(line)) for group in GROUPS for line in group["lines"]]
FRAGMENTS = sorted({word for line in LINES for word in line.text.split()})
WRITTEN = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=5).map("".join),
    st.text(alphabet="0123456789.,-–/:$€%kmhM ()ºª", max_size=18),
)


@pytest.mark.parametrize(("written", "spoken"), EXAMPLES)
def test_every_rule_says_its_examples(written: str, spoken: str) -> None:
    """Each rule of the table does what its examples tell."""
    assert READER.said(written) == spoken


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.text)
def test_news_lines_sound_right(line: Case) -> None:
    """A line of news is said as a careful newsreader may say it."""
    assert line.is_right(READER.said(line.text)), READER.said(line.text)


@pytest.mark.parametrize(
    ("locale", "written", "spoken"),
    [
        ("es-MX", "$1,500.50", "mil quinientos pesos con cincuenta centavos"),
        ("es-MX", "4.5 %", "cuatro punto cinco por ciento"),
        ("es-MX", "201,000 personas", "doscientas un mil personas"),
        ("es-MX", "US$5", "cinco dólares"),
        ("es-AR", "1.500,5", "mil quinientos coma cinco"),
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
