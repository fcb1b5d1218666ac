"""News text, as it is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.narration.publishers import publisher
from audiobrief.narration.speakable import open_reader
from audiobrief.sentences import sentences

READER = open_reader("en-US")


def said(text: str) -> str:
    """Return what is heard of ``text``."""
    return READER.said(text)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("$4.2bn", "four point two billion dollars"),
        ("€310 million", "three hundred ten million euros"),
        ("US$5", "five U S dollars"),
        ("$1 a barrel", "one dollar a barrel"),
        ("£1.5m-a-year", "one point five million pounds a-year"),
        ("$3-5 billion", "three to five billion dollars"),
        ("between $3 and $5", "between three and five dollars"),
        ("4.25%", "four point two five percent"),
        ("10–15%", "ten to fifteen percent"),
        ("1%", "one percent"),
        ("-4°C", "minus four degrees Celsius"),
        ("5 km", "five kilometers"),
        ("waves of 5 m", "waves of five meters"),
        ("3-4 m", "three to four meters"),
        ("5m people", "five million people"),
        ("1,500", "one thousand five hundred"),
        ("3 million", "three million"),
        ("0042", "zero zero four two"),
        ("21st", "twenty-first"),
        ("the 1990s", "the nineteen nineties"),
        ("in 2025", "in twenty twenty-five"),
        ("in 1066", "in ten sixty-six"),
        ("2025-26", "twenty twenty-five to twenty-six"),
        ("Dec 15, 2025", "December fifteenth, twenty twenty-five"),
        ("Sept. 3", "September third"),
        ("15 December 2025", "the fifteenth of December, twenty twenty-five"),
        ("2026-01-12", "January twelfth, twenty twenty-six"),
        ("March 2026", "March twenty twenty-six"),
        ("May 5", "May fifth"),
        ("6:30 a.m.", "six thirty A M."),
        ("17:05", "seventeen oh five"),
        ("9:00", "nine o'clock"),
        ("51-49", "fifty-one to forty-nine"),
        ("24/7", "twenty-four seven"),
        ("F-35", "F thirty-five"),
        ("G7", "G seven"),
        ("No. 10", "number ten"),
        ("Gen. Ito", "general Ito"),
        ("Dr. Smith vs. Lt. Col. Ray", "doctor Smith versus lieutenant colonel Ray"),
        ("the IAEA", "the I A E A"),
        ("NATO", "NATO"),
        ("non-NATO", "non-NATO"),
        ("EU's", "E U's"),
        ("MPs", "M Ps"),
        ("R&D", "R and D"),
        ("A & B", "A and B"),
        ("and/or", "and or"),
        ("“Hold,” he said", "Hold, he said"),
        ("rates — again — rose", "rates, again, rose"),
        ("a rise—again", "a rise, again"),
        ("the bank (the oldest) fell", "the bank, the oldest, fell"),
        ("well…", "well."),
        ("the 📊 chart", "the chart"),
        ("**bold** and `code`", "bold and code"),
        ("https://en.mercopress.com/2025/12/15/x?y=1.", "MercoPress."),
        ("5,000-strong", "five thousand strong"),
        ("CO₂ and ①", "C O two and one"),
        ("naïve café", "naïve café"),
        ("", ""),
        ("—", ""),
    ],
)
def test_said_as_a_newsreader_would(written: str, spoken: str) -> None:
    """Figures, signs and short forms come out as words."""
    assert said(written) == spoken


def test_eye_and_ear_stay_together() -> None:
    """A date is one word for the cues: shown as written, said in full."""
    words = READER.words("It fell on Dec 15, 2025, by 3%.")
    assert [(word.display, word.spoken) for word in words][3:] == [
        ("Dec 15, 2025,", "December fifteenth, twenty twenty-five,"),
        ("by", "by"),
        ("3%.", "three percent."),
    ]


@given(st.text(max_size=120))
def test_nothing_written_is_lost(text: str) -> None:
    """The words' displays joined are the text, whitespace aside, whatever the text."""
    assert " ".join(word.display for word in READER.words(text)) == " ".join(text.split())


@given(st.lists(st.sampled_from(["rose", "Lima", "bank", "the", "people,", "end."]), max_size=12))
def test_plain_words_pass_as_they_are(words: list[str]) -> None:
    """Ordinary words are said as they are written."""
    assert said(" ".join(words)) == " ".join(words)


def test_sentences_do_not_break_at_titles() -> None:
    """Abbreviations end no sentence; sentences do."""
    text = "Dr. Smith met Gen. Milley in the U.S. on Jan. 6. He left. “It is $4.5bn,” he said."
    assert sentences(text) == (
        "Dr. Smith met Gen. Milley in the U.S. on Jan. 6.",
        "He left.",
        "“It is $4.5bn,” he said.",
    )


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://en.mercopress.com/2025/12/15/peru", "MercoPress"),
        ("https://www.bbc.co.uk/news", "the BBC"),
        ("https://www.harbour-gazette.example.org/a", "Example"),
        ("https://www.harbour-gazette.com/a", "Harbour Gazette"),
        ("https://news.daily-tide.co.nz/a", "Daily Tide"),
        ("www.reuters.com/x", "Reuters"),
        ("https://localhost/x", "Localhost"),
        ("https://[bad", ""),
        ("", ""),
    ],
)
def test_sites_have_names(url: str, name: str) -> None:
    """A source is named as a newsreader would name it, never by its address."""
    assert publisher(url) == name
