"""Inline marks, as the voice obeys them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.markup import unmarked
from audiobrief.narration.marks import LONGEST_BREAK, read_marks
from audiobrief.narration.speakable import open_reader

READER = open_reader("en-US")


def words(text: str) -> list[tuple[str, str]]:
    """Return what is shown and said of a marked text, word by word."""
    marked = read_marks(text, READER)
    return [(word.display, word.spoken) for word in marked.words(marked.text, READER)]


def said(text: str) -> str:
    """Return what is heard of a marked text."""
    return " ".join(spoken for _, spoken in words(text) if spoken)


def breaks(text: str) -> list[tuple[str, int | None]]:
    """Return the text between breaks, and their milliseconds."""
    marked = read_marks(text, READER)
    return list(marked.runs(marked.text))


@pytest.mark.parametrize(
    ("marked", "spoken"),
    [
        ('The <sub alias="World Wide Web Consortium">W3C</sub>, too', "World Wide Web Consortium,"),
        ('“<sub alias="Doe">DOE</sub>”', "Doe"),
        ('<sub alias="10 km">it</sub>', "ten kilometers"),
        ('the <sub alias="Fed">FRB</sub>\'s rate', "Fed's"),
        ('a <phoneme alphabet="ipa" ph="təmeto">tomato</phoneme>.', "[[təmeto]]."),
        ('<phoneme ph="[[a]]">b</phoneme>', "[[a]]"),
        ('<say-as interpret-as="characters">BCR7</say-as>', "B C R seven"),
        ('<say-as interpret-as="spell-out">wto</say-as>', "W T O"),
        ('<say-as interpret-as="digits">2026</say-as>', "two zero two six"),
        ('<say-as interpret-as="cardinal">1999</say-as>', "one thousand nine hundred"),
        ('<say-as interpret-as="ordinal">3</say-as>', "third"),
        (
            '<say-as interpret-as="telephone">555-0199</say-as>',
            "five five five, zero one nine nine",
        ),
        ('<say-as interpret-as="date" format="dmy">03/04/2026</say-as>', "April third"),
        ('<say-as interpret-as="date" format="mdy">03/04/2026</say-as>', "March fourth"),
        ("<emphasis level='strong'>very</emphasis>", "very"),
    ],
)
def test_marks_are_obeyed(marked: str, spoken: str) -> None:
    """A marked word is said as its mark asks, punctuation and endings kept."""
    assert spoken in said(marked)


@pytest.mark.parametrize(
    "marked",
    [
        "the <sub>dam</sub> fell",
        'the <sub alias="">dam</sub> fell',
        'the <sub alias="x">dam fell',
        "the <phoneme>dam</phoneme> fell",
        'the <phoneme alphabet="x-sampa" ph="d">dam</phoneme> fell',
        'the <say-as interpret-as="song">dam</say-as> fell',
        'the <say-as interpret-as="ordinal">dam</say-as> fell',
        "the dam</sub> fell",
        '<sub alias="x"></sub>the dam fell',
        'the <break time="soon"/> dam <break strength="huge"/> fell',
        "the d\ue000am fell",
    ],
)
def test_malformed_marks_are_plain_text(marked: str) -> None:
    """What cannot be obeyed is read as it stands, without its tags."""
    assert words(marked) == [("the", "the"), ("dam", "dam"), ("fell", "fell")]


def test_a_mark_within_a_mark_is_plain() -> None:
    """The outer mark counts; the word is shown without either."""
    text = '<sub alias="Doe">D<phoneme ph="a">O</phoneme><break/>E</sub>'
    assert words(text) == [("DO E", "Doe")]


@pytest.mark.parametrize(
    ("mark", "pause_ms"),
    [
        ('time="600ms"', 600),
        ('time="1.5s"', 1500),
        ("time='1s'", 1000),
        ('time=" 0ms "', 0),
        ('time="99999s"', LONGEST_BREAK),
        ("", 400),
        ('strength="strong"', 700),
        ('strength="none"', 0),
    ],
)
def test_breaks_have_a_length(mark: str, pause_ms: int) -> None:
    """A break is as long as it says, within reason."""
    assert breaks(f"It rose. <break {mark}/> It fell.") == [
        ("It rose.", pause_ms),
        ("It fell.", None),
    ]


def test_an_unfinished_mark_keeps_its_text() -> None:
    """A mark that is never closed swallows nothing."""
    assert said('It <sub alias="x">rose and fell. <say-as>It rained.') == (
        "It rose and fell. It rained."
    )


def test_shown_text_keeps_the_stand_in() -> None:
    """A report may use any letter, also one that stands in for marks."""
    text = '\U00012000 <sub alias="\U00012000 x">\U00012001</sub>'
    assert words(text)[1] == ("\U00012001", "\U00012000 x")


def test_more_marks_than_room_are_plain_text() -> None:
    """A paragraph of thousands of marks is read in full, the last of them plainly."""
    text = " ".join(f'<sub alias="a{n}">b{n}</sub>' for n in range(7000))
    marked = read_marks(text, READER)
    assert len(marked.marks) == 6400
    assert marked.text.endswith("b6999")


PIECES = st.sampled_from(
    [
        *("<sub alias='two words'>", "</sub>", "<break time='1s'/>", "<emphasis>", "</emphasis>"),
        *(
            "<say-as interpret-as='digits'>",
            "</say-as>",
            "12",
            "dam",
            "rose.",
            ",",
            " ",
            "\U00012000",
        ),
    ]
)


@given(st.lists(PIECES, max_size=15).map("".join))
def test_eye_sees_the_text_without_tags(text: str) -> None:
    """Whatever is marked, the words shown are those that stand there."""
    marked = read_marks(text, READER)
    shown = [w.display for run, _ in marked.runs(marked.text) for w in marked.words(run, READER)]
    assert "".join("".join(shown).split()) == "".join(unmarked(text).split())
