"""Marks behind sentences that name their sources."""

from __future__ import annotations

from audiobrief.model import Cited, Evidence, Source
from audiobrief.publishing.basis import OWN, Piece, pieces

TOLLS = Cited("Tolls to rise", "the Gazette", "https://gazette.example.org/tolls", "Tolls rise.")
SAVED = Cited("Water", "the Review", "", "The lake is low.")
OURS = Cited("Canal limits the draft", "", "", "The draft was limited.")
SOURCES = (
    Source("Water", "", "the Review"),
    Source("Tolls to rise", "https://gazette.example.org/tolls", "the Gazette"),
)


def labels(piece: Piece) -> list[str]:
    """Return what is seen of a piece's marks."""
    return [mark.label for mark in piece.marks]


def test_a_sentence_has_the_numbers_of_its_sources() -> None:
    """They are those of the list, in its order, with the passages for who points at them."""
    evidence = (Evidence("Tolls rise by 3%.", (TOLLS, SAVED, TOLLS)),)
    first, second = pieces("Tolls rise by 3%. It was said.", evidence, SOURCES)
    assert (first.text, second.text) == ("Tolls rise by 3%.", " It was said.")
    assert labels(first) == ["1", "2"]
    assert [mark.told for mark in first.marks] == [
        "the Review: The lake is low.",
        "the Gazette: Tolls rise.",
    ]
    assert second.marks == ()


def test_the_desks_own_report_has_a_sign() -> None:
    """It is no source of the list."""
    (piece,) = pieces("It was limited.", (Evidence("It was limited.", (OURS, TOLLS)),), SOURCES)
    assert labels(piece) == ["2", OWN]


def test_a_source_that_is_gone_is_not_told() -> None:
    """An editor may take one out of the list."""
    (piece,) = pieces("It rose.", (Evidence("It rose.", (TOLLS,)),), SOURCES[:1])
    assert piece == Piece("It rose.")


def test_the_longest_sentence_is_taken() -> None:
    """One that another begins with does not cut it in two."""
    evidence = (Evidence("It rose.", (TOLLS,)), Evidence("It rose. And fell.", (SAVED,)))
    (piece,) = pieces("It rose. And fell.", evidence, SOURCES)
    assert labels(piece) == ["1"]


def test_text_of_others_is_as_it_was() -> None:
    """Without evidence a paragraph is one piece, and an empty one none."""
    assert pieces("By hand.", (), SOURCES) == (Piece("By hand."),)
    assert pieces("", (), SOURCES) == ()
