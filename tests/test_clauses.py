"""Long sentences, parted between their clauses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.narration.ear.clauses import LONGEST_PARTED, SHORTEST, parted

LONGEST = 8


def bare(text: str) -> list[str]:
    """Return the words of a text, whatever their case and marks."""
    return re.findall(r"[^\W_]+", text.casefold())


@pytest.mark.parametrize(
    ("language", "first", "mark", "second"),
    [
        ("en", "The port raised tolls on Monday", ", ", "And the union will sue it."),
        ("en", "On Monday, the port raised tolls by 3%", ", ", "But the union has left the talks."),
        ("en", "The rains came late this year", ", ", "So the lake is two metres lower."),
        ("en", "He left the party in May", ", ", "And she took his seat."),
        ("en", "Prices at the port rose by 3%", ", ", "And ships have waited at the gate."),
        ("en", "He opposed the tax on ships", ", ", "But the will of parliament is clear."),
        ("en", "The bank cut rates in May", "; ", "The union wants a deal on wages."),
        ("en", "The bank cut rates in May", "; ", "However, the union wants a deal."),
        ("en", "The minister was clear on Monday", ": ", "The canal will close in June."),
        ("en", "The canal will close in May", " — ", "It is the third time."),
        ("en", "The canal will close in May", "—", "It is the third time."),
        ("en", "“It is over,” the port has closed", ", ", "And the bank will sell it."),
        ("en", "The bank has sold it to Acme Inc.", ", ", "And the union is at court."),
        ("en", "The port has closed its gates", ", ", "And Weber said: “It is over.”"),
        ("es", "El banco ha bajado los tipos", ", ", "Pero el sindicato quiere un acuerdo."),
        ("es", "El puerto cerró en mayo", "; ", "Los sindicatos exigen un acuerdo."),
        ("fr", "Le port a fermé en mai", ", ", "Mais le syndicat veut un accord."),
        ("fr", "Le port a fermé en mai", " ; ", "Le syndicat veut un accord."),
        ("de", "Der Hafen war im Mai zu", ", ", "Aber die Gewerkschaft will einen Vertrag."),
        ("de", "Der Hafen war im Mai zu", "; ", "Er ist nun wieder offen."),
        ("pt", "O porto fechou em maio", ", ", "Mas o sindicato quer um acordo."),
        ("it", "Il porto ha chiuso a maggio", "; ", "Il sindacato vuole un accordo."),
    ],
)
def test_seams(language: str, first: str, mark: str, second: str) -> None:
    """Between two clauses the mark becomes a stop, and the second has its capital."""
    written = f"{first}{mark}{second[0].lower()}{second[1:]}"
    assert parted(written, LONGEST, language) == (f"{first.removesuffix('.')}.", second)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # a list of subjects or objects
        ("en", "The minister, the mayor of the port, and the governor will sign it on Monday."),
        ("en", "Weber, who was in Rome for talks, and Hale will meet the union today."),
        ("en", "The bank has listed ships, docks, and the goods sold in May by agents."),
        ("en", "They visited Chile, Peru, and the islands to the north of the old lane."),
        ("en", "They raised tolls at the gate, and the price of goods shipped by rail."),
        ("en", "The port’s head; the mayor, who is old; and the governor signed it on Monday."),
        ("en", "There are three parts to it: the port, the dock, and the lock on the lake."),
        # what is reported or supposed reaches across
        ("en", "Weber said tolls would rise in May, and ships would have to wait for days."),
        ("en", "Weber said the port would close in May, and the ships would have to wait."),
        ("en", "The tolls will rise in May, and the ships will have to wait, Weber said."),
        ("en", "If the tolls rise, ships will wait, and the price of bread will climb."),
        ("en", "The port closed because the lake fell in May, and the ships must now wait."),
        ("en", "Not only did the tolls rise in May, but they will rise again in June."),
        # a clause that cannot stand alone
        ("en", "The exports rose by three percent in May, while the imports fell by nine."),
        ("en", "The bank, which owns the port and which has sold ships, is to close in May."),
        ("en", "When the tolls rose in the north, and the ships were late, he went home."),
        # quotations, brackets, dashes in pairs
        ("en", "She wrote: “The tolls will rise in May, and the ships will wait for days.”"),
        ("en", "The port (it is very old, and the bank has sold it to Acme) is closed."),
        ("en", "The port — the oldest, and it has seen many storms in its time — is closed."),
        ("en", "“The tolls will rise in May, and the ships will have to wait for days."),
        # too short a piece, a question, no stop
        ("en", "The port is shut, and the bank that owned it for ninety years will sell it."),
        ("en", "Will the bank cut its rates in May, and will the union accept the deal?"),
        ("en", "The port has closed its gates in May, and the union will sue the bank"),
        ("es", "El ministro dijo que el canal cerrará en mayo, pero el puerto es seguro."),
        ("de", "Der Hafen, der im Mai geschlossen war, und die Bank wollen einen Vertrag."),
    ],
)
def test_what_is_no_seam(language: str, text: str) -> None:
    """A sentence whose halves would not stand, or not mean the same, is left whole."""
    assert parted(text, LONGEST, language) == (text,)


def test_parting_goes_on_until_pieces_are_short() -> None:
    """Each piece of a sentence is parted in its turn."""
    text = (
        "The lake fell by two metres in May, and the ships have waited for nine days, "
        "but the port has kept its gates open; the union wants a deal."
    )
    assert parted(text, 40) == (text,)
    assert parted(text, 12) == (
        "The lake fell by two metres in May.",
        "And the ships have waited for nine days.",
        "But the port has kept its gates open.",
        "The union wants a deal.",
    )


def test_what_no_one_wrote_as_a_sentence_is_left() -> None:
    """A text of thousands of characters without a stop is not searched for seams."""
    text = "The port is closed to ships, and " * 100 + "the bank is too."
    assert len(text) > LONGEST_PARTED
    assert parted(text, LONGEST) == (text,)


PARTS = ["the port is old", "he left it", "Weber will go", "ships sold in May", "which is “so”"]
PARTS += ["(it is)", "said Weber", "a.m.", "\ue000", "U.S.", "3%", "“", "if it rose", "north"]


@given(
    st.lists(
        st.tuples(st.sampled_from(PARTS), st.sampled_from([" ", ", ", ", and ", "; ", " — "]))
    ),
    st.integers(1, 30),
)
def test_no_word_is_lost(parts: list[tuple[str, str]], longest: int) -> None:
    """Pieces hold all the words in order, are not too short, and part no further."""
    text = "".join(part + mark for part, mark in parts) + "the end."
    pieces = parted(text, longest)
    assert bare(" ".join(pieces)) == bare(text)
    assert [parted(piece, longest) for piece in pieces] == [(piece,) for piece in pieces]
    assert pieces == (text,) or all(len(piece.split()) >= SHORTEST for piece in pieces)
