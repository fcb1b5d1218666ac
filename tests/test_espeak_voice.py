"""espeak's voice is set where it changes, and texts are read as if it were set each time."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from piper import espeakbridge
from piper.phonemize_espeak import EspeakPhonemizer

from audiobrief.speech.espeak_voice import Chooser, choose_once

TEXTS = [
    ("en-us", "Good morning, the board met."),
    ("en-us", "The board met again."),
    ("de", "Guten Morgen, der Rat kam."),
    ("en-us", "Good morning, the board met."),
    ("de", "Der Rat kam wieder."),
    ("de", "Guten Morgen, der Rat kam."),
]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give the bridge its own ``set_voice``, and let it have what it had afterwards."""
    found = espeakbridge.set_voice
    own: Callable[[str], None] = found._set_voice if isinstance(found, Chooser) else found
    monkeypatch.setattr(espeakbridge, "set_voice", own)
    return own


def test_texts_are_read_as_before(
    plain: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Languages that take turns keep their phonemes, and a voice is set at each turn alone."""
    espeak = EspeakPhonemizer()
    expected = [espeak.phonemize(voice, text) for voice, text in TEXTS]
    asked: list[str] = []

    def watched(name: str) -> None:
        asked.append(name)
        plain(name)

    monkeypatch.setattr(espeakbridge, "set_voice", watched)
    choose_once(espeakbridge)
    assert [espeak.phonemize(voice, text) for voice, text in TEXTS] == expected
    assert asked == ["en-us", "de", "en-us", "de"]


def test_an_unknown_voice_is_not_taken_for_set() -> None:
    """What espeak refuses is refused again, and the voice before it is set anew."""
    asked: list[str] = []

    def picky(name: str) -> None:
        asked.append(name)
        if name == "xx":
            raise RuntimeError(name)

    choose = Chooser(picky)
    choose("de")
    for _ in range(2):
        with pytest.raises(RuntimeError):
            choose("xx")
    choose("de")
    assert asked == ["de", "xx", "xx", "de"]


def test_once_is_enough() -> None:
    """A bridge that two voices load is changed by the first alone."""
    bridge = SimpleNamespace(set_voice=lambda _: None)
    choose_once(bridge)
    first = bridge.set_voice
    choose_once(bridge)
    assert bridge.set_voice is first
