"""Whose words they are."""

from __future__ import annotations

import pytest

from audiobrief.narration.ear.quotes import by_speaker


@pytest.mark.parametrize(
    ("pieces", "told"),
    [
        (["“It is late.", "It is wet.”", "He left."], [True, True, False]),
        (["“It is late.”", "“It is", "wet."], [True, True, True]),
        (["«Es ist spät.»", "Er ging."], [True, False]),
        (['"It is late."', "He left."], [True, False]),
        (['A 6" pipe held.', "It fell."], [False, False]),
        (["He “left” at noon.", "It fell."], [False, False]),
        (["“It is late,” he said.", "It fell."], [False, False]),
        (["***"], [False]),
    ],
)
def test_quotations_are_told_from_the_rest(pieces: list[str], told: list[bool]) -> None:
    """A piece is quoted if every word of it is, wherever its quotation opened."""
    assert list(by_speaker(pieces, "en")) == list(zip(pieces, told, strict=True))


@pytest.mark.parametrize(
    ("language", "pieces"),
    [
        ("de-DE", ["„Es ist spät.", "Es ist nass.“", "Er ging."]),
        ("de", ["»Es ist spät.", "Es ist nass.«", "Er ging."]),
        ("fr", ["« Il est tard.", "Il pleut. »", "Il partit."]),
        ("es", ["«Es tarde.", "Se dijo “llueve” ayer.»", "Se fue."]),
    ],
)
def test_every_language_has_its_own_marks(language: str, pieces: list[str]) -> None:
    """German closes a quotation with the mark that opens an English one."""
    assert [quoted for _, quoted in by_speaker(pieces, language)] == [True, True, False]


def test_what_leads_in_is_parted() -> None:
    """Who says it is one piece, what is said another."""
    assert list(by_speaker(["He said: “It is late.”"], "en")) == [
        ("He said:", False),
        ("“It is late.”", True),
    ]
    assert list(by_speaker(["He said: “late”, and left."], "en")) == [
        ("He said: “late”, and left.", False)
    ]
