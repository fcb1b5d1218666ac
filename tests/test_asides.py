"""Brackets for the ear."""

from __future__ import annotations

import pytest

from audiobrief.narration.ear.habits import load_ear

EAR = load_ear("en-US")


def taken_in(sentence: str) -> str:
    """Return a sentence without brackets."""
    assert EAR.asides
    return EAR.asides.taken_in(sentence)


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("the Port Safety Board (PSB) met", "the Port Safety Board met"),
        ("a Major Non-NATO Ally (MNNA).", "a Major Non-NATO Ally."),
        ("the Bank of Maravel (BoM) said", "the Bank of Maravel said"),
        ("the Ministry for the Sea (MS), too", "the Ministry for the Sea, too"),
        ("unmanned surface vessels (USVs) sail", "unmanned surface vessels sail"),
        ("the central bank (BCRM) met", "the central bank, BCRM, met"),
        ("the bank (It) met", "the bank, it, met"),
        ("Ana Ruiz (R-Texas) spoke", "Ana Ruiz, Republican of Texas, spoke"),
        ("Bo Lund (D-Calif.) spoke", "Bo Lund, Democrat of California, spoke"),
        ("Cy Dahl (I-VT).", "Cy Dahl, Independent of Vermont."),
        ("Cy Dahl (X-VT).", "Cy Dahl, X-VT."),
        ("It fell (see above).", "It fell."),
        ("It fell (see page 3) again.", "It fell again."),
        ("Ana Ruiz (pictured) spoke.", "Ana Ruiz spoke."),
        ("Ana Ruiz (left), spoke (fig. 2a).", "Ana Ruiz, spoke."),
        ("It fell (pp. 3–5).", "It fell."),
        ("Ana Ruiz (45) spoke.", "Ana Ruiz, 45, spoke."),
        ("paid £2.5bn (about $3.2bn) for it.", "paid £2.5bn, about $3.2bn, for it."),
        ("the dam (24 turbines).", "the dam, 24 turbines."),
        ("the dam (The largest.) held", "the dam, the largest, held"),
        ("the dam (in the U.S.) held", "the dam, in the U.S., held"),
        ("the dam, (the largest) held", "the dam, the largest, held"),
        ("“the dam (the largest)” held", "“the dam, the largest” held"),
        ("LIMA (Desk) — Tolls rose.", "LIMA, Desk — Tolls rose."),
        ("(The bank denies it.)", "The bank denies it."),
        ("(See also the map.)", ""),
        ("See above.", ""),
        ("Read more: other ports", ""),
        ("See page 3", ""),
        ("See above the clouds.", "See above the clouds."),
        ("the bank [sic] told [the council] it fell […]", "the bank told the council it fell"),
        ("(1) the dam; (b) the lock", "(1) the dam; (b) the lock"),
        ("ship(s) and f(x)", "ship(s) and f(x)"),
        ("a [[tə]] b", "a [[tə]] b"),
        ("a () b and ( c", "a () b and ( c"),
    ],
)
def test_brackets_become_clauses_or_go_by_rule(written: str, heard: str) -> None:
    """An aside is read between commas; what the tables name is left out."""
    assert taken_in(written) == heard
