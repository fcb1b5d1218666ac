"""Which capitals are spelled, and which are words."""

from __future__ import annotations

import pytest

from audiobrief.narration.speakable import open_reader

READER = open_reader("en-US")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("The IAEA and the IMF met.", "The I A E A and the I M F met."),
        ("The US told us.", "The U S told us."),
        ("The IT firm said it.", "The I T firm said it."),
        ("WHO officials asked who.", "W H O officials asked who."),
        ("Three MPs and an NGO's lawyer.", "Three M Ps and an N G O's lawyer."),
        ("He did NOT resign.", "He did NOT resign."),
        ("LIMA (Desk) — Tolls rose.", "LIMA, Desk, Tolls rose."),
        ("CANAL TOLLS RISE IN US", "Canal Tolls Rise In U S"),
        ("BREAKING: HARBOR SHUT", "Breaking: Harbor Shut"),
        ("A mRNA vaccine", "A M R N A vaccine"),
        ("a PhD student", "a P H D student"),
        ("iPhone and eBay", "iPhone and eBay"),
        ("O’Brien’s 'quoted' words", "O'Brien's quoted words"),
    ],
)
def test_capitals(written: str, spoken: str) -> None:
    """Initials are spelled, acronyms and shouted words are read."""
    assert READER.said(written) == spoken
