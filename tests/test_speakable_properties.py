"""What holds for the reading of any text, in every language."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.narration.speakable import open_reader
from bench.cases import LANGUAGES, load_lines

pytestmark = pytest.mark.untraced  # thousands of texts through the same few lines
MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
RAW = re.compile(r"\[\[[^\[\]]+\]\]")
FRAGMENTS = """
    $4.5bn £1.5m-a-year €3-5 10–15% 3-2 51-49 F-35 G7 COVID-19 CO2 MH370 Q3 401(k) 9/11 24/7 1/2 2½
    12/15/2025 2025-12-15 15.12.2025 6:30 17h30 a.m. p.m. Dr. Gen. Lt. Col. Sr. Mme U.S. EE.UU. UN
    IAEA NATO's EU’s MPs WHO who it IT US us Henry VIII II I World War (IMF) “quote” «oui» „so“ ‘90s
    — – - … ... ½ km/h km² °C -4°C 6'2" 1-800-555-0199 +44 20 7946 0958 911 & + = ~ ± % @ § # * _
    https://a.example.org/x?y=1 desk@example.org @desk_news #ClimateAction ** [1] [[ ]] <b> </b> é ß
    Ⅳ ① ² ₂ 5 0 00 007 1,000 1.000 1,00 1.2.3 1:2:3 Jan. Mai 3. May St. Louis Main No. 10 n.º 1er
    vs. v. e.g. z. B. etc. Inc. end. the a an deal 5kg 10x 4x4 x A B. 😀 £ $ € ' ’ " ( ) , . ; : ! ?
""".split()  # noqa: SIM905 -- a text to read, not a list
NEWS = sorted(
    {word for name in LANGUAGES for line in load_lines(name) for word in line.text.split()}
)
WRITTEN = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(" ".join),
    st.lists(st.sampled_from(FRAGMENTS), max_size=5).map("".join),
    st.lists(st.sampled_from(NEWS), max_size=8).map(" ".join),
    st.text(alphabet="0123456789.,-–/:$€%kmbn ()st", max_size=20),
    st.text(alphabet="0123456789.,-–/:R$€%kmhdeal°ºª ()'’„“", max_size=18),
)
LOCALES = pytest.mark.parametrize(
    "locale",
    [
        *("en-US", "en-GB", "es-ES", "es-MX", "fr-FR", "fr-CH", "de-DE", "de-CH"),
        *("pt-PT", "pt-BR", "it-IT"),
    ],
)


@LOCALES
@given(text=WRITTEN)
def test_only_words_and_pauses_are_left(locale: str, text: str) -> None:
    """No figure, sign, address or markup reaches the voice, and no word is lost in silence."""
    reader = open_reader(locale)
    said = reader.said(text)
    strange = {c for c in RAW.sub("", said) if not _sayable(c)}
    assert not strange
    assert said or not any(c.isalnum() for c in MARKUP.sub("", text))


@LOCALES
@given(text=WRITTEN)
def test_what_is_said_is_said_the_same_again(locale: str, text: str) -> None:
    """Reading is idempotent."""
    reader = open_reader(locale)
    said = reader.said(text)
    assert reader.said(said) == said


@LOCALES
@given(text=WRITTEN)
def test_nothing_written_is_lost(locale: str, text: str) -> None:
    """The words' displays joined are the text, whitespace aside, whatever the text."""
    assert " ".join(word.display for word in open_reader(locale).words(text)) == " ".join(
        text.split()
    )


@LOCALES
@pytest.mark.parametrize(
    "part", ["1-", "1.", "a-", "A.", "…", "½", "1x", "-1", "@", "http://", "1,000", "[[", "(", "$"]
)
def test_a_hostile_text_ends(locale: str, part: str) -> None:
    """Nothing repeated without end makes a reading that never does."""
    assert open_reader(locale).words(part * 1000)


def _sayable(character: str) -> bool:
    return character in " '-,.;:!?" or unicodedata.category(character)[0] in "LM"
