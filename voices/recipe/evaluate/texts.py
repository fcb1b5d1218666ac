"""The texts that voices are measured with, written for this purpose."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from pathlib import Path

from audiobrief.errors import AudiobriefError

_FOLDER = Path(__file__).parent / "data"


class TextsError(AudiobriefError):
    """A set of texts is missing or damaged."""


class Texts(StrEnum):
    """The sets there are. ``NEWS_TEST`` is never used for a choice between voices."""

    NEWS_TEST = "news_test"
    NEWS_CHOICE = "news_choice"
    SOUNDNESS = "soundness"
    YES_NO = "yes_no"
    WH = "wh"
    LISTS = "lists"
    STATEMENTS = "statements"
    STABILITY = "stability"


def texts(which: Texts) -> tuple[str, ...]:
    """Return the texts of a set, in order.

    Raises:
        TextsError: the set's file cannot be read.
    """
    path = _FOLDER / f"{which}.toml"
    try:
        with path.open("rb") as file:
            return tuple(map(str, tomllib.load(file)["texts"]))
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise TextsError(
            f"the texts cannot be read ({error})",
            where=path,
            remedy="Restore the file from the source distribution.",
        ) from error
