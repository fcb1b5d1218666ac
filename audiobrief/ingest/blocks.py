"""The neutral form between a file format and a report: a row of blocks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from audiobrief.model import Item


class Kind(Enum):
    """What a block is, whatever format it was written in."""

    HEADING = auto()
    PARAGRAPH = auto()
    ITEM = auto()
    """One entry of a list."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of plain, normalised text.

    ``line`` counts from 1. ``level`` is a heading's rank or an item's depth, from 1. ``url``
    is where its first link leads. ``marked`` says that the page marks it as the right choice.
    """

    kind: Kind
    text: str
    line: int = 0
    level: int = 0
    url: str = ""
    marked: bool = False

    @property
    def paragraph(self) -> str:
        """The text as a paragraph of a report."""
        return Item(self.text) if self.kind is Kind.ITEM else self.text
