"""Paragraphs to lines: order, voices and pauses."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiobrief.config import Show
from audiobrief.model import Item, Line
from audiobrief.narration.lines import Delivery
from audiobrief.narration.phrases import Phrases
from audiobrief.narration.speakable import open_reader
from samples import SHOW, load

READER = open_reader("en-US")
PAUSES = """
[narration.pauses]
sentence = 0.1
item = 0.2
paragraph = 0.3
"""


@pytest.fixture
def show(tmp_path: Path) -> Show:
    """Return a show with pauses of its own."""
    return load(tmp_path, SHOW + 'quotations = "en-quoted"\n' + PAUSES)


def lines(show: Show, *paragraphs: str) -> tuple[Line, ...]:
    """Return the lines of paragraphs of one text each."""
    delivery = Delivery(show, READER, Phrases("a", show.language))
    return delivery.lines([[text] for text in paragraphs], "en-voice")


def said(show: Show, *paragraphs: str) -> list[tuple[str, int]]:
    """Return what is said in each line, and the silence behind it."""
    return [(line.spoken, line.pause_ms) for line in lines(show, *paragraphs)]


def test_pauses_are_the_shows(show: Show) -> None:
    """Sentences, entries and paragraphs end in as much silence as the show file sets."""
    assert said(show, "It rose. It fell.", "Then came:", Item("two tugs"), Item("a crane")) == [
        ("It rose.", 100),
        ("It fell.", 300),
        ("Then came:", 300),
        ("two tugs,", 200),
        ("and a crane.", 300),
    ]


@pytest.mark.parametrize(
    ("entries", "heard"),
    [
        (["a tug"], ["a tug."]),
        (["tugs", "cranes;", "The crew"], ["tugs,", "cranes,", "and the crew."]),
        (["Tolls rose.", "The lake fell."], ["Tolls rose.", "And the lake fell."]),
        (["Tolls rose.", "Lima fell."], ["Tolls rose.", "And Lima fell."]),
        (["tugs", "and cranes"], ["tugs,", "and cranes."]),
        (
            ["one tug, the old one", "a crane"],
            ["one tug, the old one.", "And a crane."],
        ),
        (
            ["a rise in the price of every ship that is late", "It rained."],
            ["a rise in the price of every ship that is late.", "And it rained."],
        ),
    ],
)
def test_lists_are_read_as_lists(show: Show, entries: list[str], heard: list[str]) -> None:
    """Short entries run on, long ones stop, and "and" comes before the last."""
    assert [line for line, _ in said(show, *map(Item, entries))] == heard


def test_two_lists_stay_two(show: Show) -> None:
    """A paragraph between entries ends one list and begins another."""
    heard = said(show, Item("tugs"), Item("cranes"), "Then:", Item("ropes"), Item("nets"))
    assert [line for line, _ in heard] == ["tugs,", "and cranes.", "Then:", "ropes,", "and nets."]


def test_quotations_have_their_voice(show: Show) -> None:
    """What is wholly quoted is read by the voice for quotations, who says it by the other."""
    told = [
        (line.spoken, line.voice)
        for line in lines(
            show,
            "“We will wait,” said Ruth Vane. “It is late. It is wet.” She “left” at noon.",
            'He said: "No." He left.',
            "“Never again.”",
        )
    ]
    assert told == [
        ("Ruth Vane said:", "en-voice"),
        ("We will wait.", "en-quoted"),
        ("It is late. It is wet.", "en-quoted"),
        ("She left at noon.", "en-voice"),
        ("He said:", "en-voice"),
        ("No.", "en-quoted"),
        ("He left.", "en-voice"),
        ("Never again.", "en-quoted"),
    ]


def test_without_that_voice_a_quotation_stays_in_its_sentence(tmp_path: Path) -> None:
    """One voice reads who says it and what is said in one breath."""
    show = load(tmp_path)
    assert [line.display for line in lines(show, "“We will wait,” said Ruth Vane.")] == [
        "Ruth Vane said: “We will wait.”"
    ]


def test_breaks_end_lines(show: Show) -> None:
    """A break sets the silence where it stands, within and between sentences and paragraphs."""
    assert said(
        show,
        '<break time="9s"/>',
        'It rose. <break time="1s"/> The dam <break time="2s"/> held. It fell.',
        '<break time="3s"/>',
        'It rained.<break time="4s"/>',
        "The end",
    ) == [
        ("It rose.", 1000),
        ("The dam,", 2000),
        ("held.", 100),
        ("It fell.", 3000),
        ("It rained.", 4000),
        ("The end.", 300),
    ]


def test_eye_and_ear_differ_at_marks(show: Show) -> None:
    """A marked word is shown as written and said as its mark asks, wherever it has moved."""
    text = '“We will wait,” said the <sub alias="Ports Board">PB</sub> (see page 3).'
    line = lines(show, text)[0]
    assert (line.display, line.spoken) == ("The PB said:", "The Ports Board said:")


def test_long_figures_are_rounded_if_the_show_allows(tmp_path: Path) -> None:
    """The ear gets three digits, the eye all of them; by default both get all."""
    text = "It carried 4,567,890 people."
    rounding = load(tmp_path, SHOW + "[narration]\nround_numbers = true\n")
    line = lines(rounding, text)[0]
    assert line.display == text
    assert line.spoken == "It carried about four point five seven million people."
    assert "four million five hundred" in lines(load(tmp_path), text)[0].spoken


def test_long_sentences_are_parted(tmp_path: Path) -> None:
    """A sentence longer than the show allows is read as two, and not a word is lost."""
    text = (
        "The board raised its tolls in the first week of the year, but the carriers took the "
        "longer way around the cape for the rest of the winter."
    )
    whole = lines(load(tmp_path, SHOW + "[narration]\nlongest_sentence = 60\n"), text)
    parts = lines(load(tmp_path, SHOW + "[narration]\nlongest_sentence = 20\n"), text)
    assert (len(whole), len(parts)) == (1, 2)
    assert parts[0].display == "The board raised its tolls in the first week of the year."


def test_what_cannot_be_heard_makes_no_line(show: Show) -> None:
    """Signs alone, and sentences that only point at the page, are left out."""
    assert said(show, "* * *", "See above.", "<break/>", "") == []
