"""Text made plain: one spelling of each character, single spaces, nothing invisible."""

from __future__ import annotations

import re
import unicodedata

from audiobrief.markup import unmarked

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn"})
_ICON = frozenset({"So", "Sk", "Mn", "Me", "Cf", "Co"})

BULLET = re.compile(r"[-*•▪◦]\s+(?=\S)")

URL = re.compile(r"https?://[^\s<>\"“”]+", re.IGNORECASE)


def normalise(text: str) -> str:
    """Return ``text`` in NFC (Unicode Annex 15) on one line, single-spaced.

    Control, zero-width and other format characters go, as do unpaired surrogates.
    """
    spaced = " ".join(text.split())
    # What Python can print is seen: most texts need no second look.
    seen = spaced if spaced.isprintable() else "".join(filter(_is_seen, spaced))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def _is_seen(character: str) -> bool:
    return character == " " or unicodedata.category(character) not in _UNSEEN


def clean_lines(text: str) -> str:
    """Return ``text`` with plain line feeds and without control characters."""
    return _CONTROLS.sub("", re.sub(r"\r\n?|[\x0b\x0c]", "\n", text))


def without_icons(text: str) -> str:
    """Return ``text`` without emoji and symbols at its ends."""
    start, end = 0, len(text)
    while start < end and (text[start] == " " or unicodedata.category(text[start]) in _ICON):
        start += 1
    while end > start and (
        text[end - 1] in " \ufe0f" or unicodedata.category(text[end - 1]) == "So"
    ):
        end -= 1
    return text[start:end]


def unquoted(text: str) -> str:
    """Return ``text`` without the quotation marks around the whole of it."""
    if len(text) > 1 and (text[0], text[-1]) in {("“", "”"), ('"', '"'), ("«", "»")}:
        return text[1:-1].strip()
    return text


def ends_sentence(text: str) -> bool:
    """Return whether ``text`` ends as a sentence does, closing marks aside."""
    return unmarked(text).rstrip("\"'”’)]»").endswith((".", "!", "?", "…", ":"))


def spoken_characters(text: str) -> bool:
    """Return whether ``text`` has a letter or digit at all."""
    return any(c.isalnum() for c in text)


def web_address(text: str) -> str:
    """Return ``text`` if it is an http(s) address, else the empty string."""
    address = normalise(text).rstrip(".,;")
    return address if URL.fullmatch(address) else ""
