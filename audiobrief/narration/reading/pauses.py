"""Marks of punctuation as they are heard."""

from __future__ import annotations

import re
import unicodedata

PAUSES = ",;:.!?"
"""The marks that a voice hears."""

_GOES_ON = re.compile(r"[….]{1,6}\s+[a-z]")


def heard_as(text: str, at: int) -> str:
    """Return the pause that the mark at ``at`` is heard as, "-" for a hyphen, or nothing."""
    character, behind = text[at], text[at + 1 : at + 2]
    if character == "−" or unicodedata.category(character) == "Pd":
        return _dash(text, at)
    if character == "…" or text.startswith("...", at):
        return "," if _GOES_ON.match(text, at) else "."
    if character in PAUSES:
        # The stop of a short form, "ret.,": the mark behind it is heard.
        return "" if character == "." and behind and behind in ",;:" else character
    return "," if character in "()[]" else ""


def is_dot(text: str, at: int) -> bool:
    """Return whether a point is said: in "tolls.html", not where a space was forgotten."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    return before.isalnum() and behind.isalnum() and not behind.isupper()


def _dash(text: str, at: int) -> str:
    """Tell a dash that parts ("a rise — again") from one that joins ("Lima–Quito")."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    if text[at] == "-":
        alone = before in ("", " ") and behind in ("", " ")
        return "," if alone or behind == "-" else "-"
    return "-" if text[at] != "—" and before.isalnum() and behind.isalnum() else ","
