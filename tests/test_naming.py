"""Speakers, named in full where they are first heard."""

from __future__ import annotations

import pytest

from audiobrief.model import Passage, Statement
from audiobrief.synthesis.extractive import write
from audiobrief.synthesis.extractive.candidates import Sentence
from audiobrief.synthesis.extractive.cues import load_cues
from audiobrief.synthesis.extractive.naming import Namer, namer
from story_samples import NOW, story, texts

FULL = "Mining Minister Teodor Vance closed the wells of Tessa."
QUOTE = "“No well is safe,” Vance told reporters in Belmora."


def naming(*sentences: str) -> Namer:
    """Return what names the speakers of an article of these sentences."""
    found = [Sentence(text, Passage(0, at), at) for at, text in enumerate(sentences)]
    return namer(found, load_cues("en"), ("January", "May"))


def test_a_speaker_is_named_in_full_once() -> None:
    """The first sentence has the whole name and rests on where it stands; the next does not."""
    names = naming(FULL)
    first = names.named(Statement(QUOTE, (Passage(0, 4),)))
    told = "“No well is safe,” Mining Minister Teodor Vance told reporters in Belmora."
    assert first == Statement(told, (Passage(0, 4), Passage(0, 0)))
    assert names.named(Statement(QUOTE, (Passage(0, 4),))).text == QUOTE


def test_who_was_heard_is_known() -> None:
    """A name that was told in full before stays as it is written."""
    names = naming(FULL)
    names.named(Statement(FULL, (Passage(0, 0),)))
    assert names.named(Statement(QUOTE, (Passage(0, 4),))).text == QUOTE


@pytest.mark.parametrize(
    ("introduced", "text"),
    [
        ("Carla Vance and Teodor Vance closed the wells.", QUOTE),
        ("In January Vance closed the wells of Tessa.", QUOTE),
        ("On Monday Vance closed the wells of Tessa.", QUOTE),
        ("The Vance family closed the wells of Tessa.", QUOTE),
        (FULL, "The wells of Vance are closed, Otto Rehn said."),
        (FULL, "Otto Rehn said that “Vance said nothing” of the wells."),
        (FULL, "The wells are closed, Carla Vance said."),
        (FULL, "The wells are closed, Vance-Rehn said."),
    ],
)
def test_a_doubtful_name_stays_as_written(introduced: str, text: str) -> None:
    """Who shares a name, is no speaker, or is quoted, and what is no name, is left alone."""
    said = Statement(text, (Passage(0, 4),))
    assert naming(introduced).named(said) == said


def test_names_are_known_by_their_article() -> None:
    """Another paper's Vance may be another."""
    said = Statement(QUOTE, (Passage(1, 0),))
    assert naming(FULL).named(said) == said


def test_a_report_names_its_speakers() -> None:
    """In a whole report each speaker's last name stands behind the full one."""
    paragraphs = (
        "The dam at Tessa was closed after a crack was found in its northern wall.",
        "The crack is forty meters long, engineer Elena Marsh wrote to the council of Tessa.",
        "“Nobody is in danger,” Marsh said of the people in the valley below the wall.",
        "Repairs of the northern wall will cost the council of Tessa 40 million crowns.",
    )
    told = " ".join(texts(write(story(*paragraphs), language="en", now=NOW)))
    assert told.index("Elena Marsh") < told.index("Marsh said") + len("Elena Marsh")
