"""What others wrote of a voice, and how it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.speech.card import UNSTATED, card_text, licence_of, plain
from voice_server import CARD, write_voice


@given(st.text())
def test_plain_text_can_be_printed(text: str) -> None:
    """Whatever comes in, what goes out is printable and adds nothing."""
    shown = plain(text)
    assert shown.isprintable()
    assert plain(shown) == shown
    assert set(shown) <= set(text)


def test_a_voice_may_lack_a_card(tmp_path: Path) -> None:
    """Without a card there is nothing to show."""
    assert card_text(write_voice(tmp_path, card=None)) == ""


def test_a_card_by_its_other_name_is_read(tmp_path: Path) -> None:
    """VOICE_CARD.md serves as a card, cleaned of what steers a terminal."""
    home = write_voice(tmp_path, card=None)
    (home / "VOICE_CARD.md").write_bytes(b"## Dataset\n\n* Licence:\tCC0\x1b[2J\xff\n")
    assert card_text(home) == "## Dataset\n\n* Licence:      CC0[2J\ufffd"


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        (CARD, "CC BY 4.0"),
        ("## Dataset\n* License:  See URL\n", "See URL"),
        ("## Dataset\n- **Licence:** CC0 1.0\n", "CC0 1.0"),
        ("## Datasets\n* License: A\n* License: B\n* License: A\n", "A; B"),
        ("* License: MIT\n## Dataset\n* License: CC0\n", "CC0"),
        ("* License: MIT\n## Dataset\n* URL: x\n", "MIT"),
        ("## Dataset\n* License:\n", UNSTATED),
        ("The license is unknown.\n", UNSTATED),
        ("", UNSTATED),
    ],
)
def test_the_licence_is_read_from_the_card(card: str, licence: str) -> None:
    """The dataset's licence counts first, in the card's own words, or none is claimed."""
    assert licence_of(card) == licence
