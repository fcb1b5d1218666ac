"""Portuguese news text, as it is said."""

from __future__ import annotations

import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.narration.speakable import open_reader
from bench.cases import DATA, Case, parse_line

READER = open_reader("pt-PT")
GROUPS = tomllib.loads((DATA / "news_lines_pt.toml").read_text("utf-8"))["group"]
LINES = [
    Case(group["category"], *parse_line(line), locale=group["locale"])
    for group in GROUPS
    for line in group["lines"]
]
FRAGMENTS = sorted({word for line in LINES for word in line.text.split()})
WRITTEN = st.one_of(
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=5).map("".join),
    st.text(alphabet="0123456789.,-–/:€R$%khmdeaº°ª ()", max_size=18),
)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.text)
def test_news_lines_sound_right(line: Case) -> None:
    """A line of news is said as a careful newsreader may say it."""
    said = open_reader(line.locale).said(line.text)
    assert line.is_right(said), said


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("21 pessoas", "vinte e uma pessoas"),
        ("21 dias", "vinte e um dias"),
        ("200 novas casas", "duzentas novas casas"),
        ("200 mil casas", "duzentas mil casas"),
        ("200 milhões de casas", "duzentos milhões de casas"),
        ("2 h", "duas horas"),
        ("£2", "duas libras"),
        ("R$ 2", "dois reais"),
    ],
)
def test_a_number_agrees_with_what_it_counts(written: str, spoken: str) -> None:
    """One, two and the hundreds have a feminine form."""
    assert READER.said(written) == spoken


@pytest.mark.parametrize(
    ("locale", "written", "spoken"),
    [
        ("pt-PT", "16 km", "dezasseis quilómetros"),
        ("pt-BR", "16 km", "dezesseis quilômetros"),
        ("pt-PT", "R$ 2 bi", "dois mil milhões de reais"),
        ("pt-BR", "R$ 2 bi", "dois bilhões de reais"),
        ("pt-PT", "€ 0,50", "cinquenta cêntimos"),
        ("pt-BR", "€ 0,50", "cinquenta centavos"),
        ("pt-PT", "1,5 M€", "um vírgula cinco milhões de euros"),
        ("pt-BR", "R$ 1,5 mi", "um vírgula cinco milhão de reais"),
    ],
)
def test_portugal_and_brazil_say_it_their_own_way(locale: str, written: str, spoken: str) -> None:
    """What Brazil says otherwise stands in a table of its own."""
    assert open_reader(locale).said(written) == spoken


@given(WRITTEN)
def test_only_words_and_pauses_are_left(text: str) -> None:
    """No figure, sign or address reaches the voice, and reading again changes nothing."""
    said = READER.said(text)
    assert not {c for c in said if not (c in " '-,.;:!?" or unicodedata.category(c)[0] in "LM")}
    assert READER.said(said) == said
