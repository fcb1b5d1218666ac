"""What others wrote of a voice, made fit to show: its names, its card and its licence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, StringConstraints, ValidationError

UNSTATED = "not stated in its model card"
CARDS = ("MODEL_CARD", "VOICE_CARD.md")
MAX_CARD_BYTES = 2**20

_LICENCE = re.compile(r"[\s*\-]*licen[cs]e[\s*]*:[\s*]*(\S.*)", re.IGNORECASE)


def plain(text: str) -> str:
    """Return ``text`` without what could steer a terminal, such as escapes and bidi marks."""
    return "".join(character for character in text if character.isprintable())


Text = Annotated[str, StringConstraints(max_length=200), AfterValidator(plain)]
"""A short text in untrusted JSON."""


def first_fault(error: ValidationError) -> str:
    """Return the first thing that is wrong with untrusted JSON, and its place in it."""
    fault = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in fault["loc"])
    reason = fault["msg"].removeprefix("Value error, ")
    return plain(f"{place[:200]}: {reason}" if place else reason)


def card_text(folder: Path) -> str:
    """Return the text of the voice's card, fit for a terminal; empty where it has none."""
    for card in (folder / name for name in CARDS):
        try:
            with card.open("rb") as stream:
                text = stream.read(MAX_CARD_BYTES).decode("utf-8", errors="replace")
        except OSError:
            continue
        return "\n".join(plain(line.expandtabs()) for line in text.splitlines())
    return ""


def licence_of(card: str) -> str:
    """Return the licence a model card states, as it words it.

    A line ``* License: ...`` counts below a heading that says Dataset; where there is none,
    anywhere in the card.
    """
    anywhere: list[str] = []
    of_dataset: list[str] = []
    heading = ""
    for line in card.splitlines():
        if line.startswith("#"):
            heading = line.lower()
        elif found := _LICENCE.fullmatch(line):
            licence = found[1].strip()[:200]
            anywhere.append(licence)
            if "dataset" in heading:
                of_dataset.append(licence)
    return "; ".join(dict.fromkeys(of_dataset or anywhere)) or UNSTATED
