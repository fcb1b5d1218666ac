"""How a report was made: kept for whoever asks where a sentence comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.files import write_whole
from audiobrief.model import Draft, Drop, Evidence, Method, Story


@dataclass(frozen=True, slots=True)
class Making:
    """What is known of a report that was made.

    ``story`` is its story's key; ``written`` the SHA-256 of the file as it was written, by which
    a later edit is known; ``evidence`` what each sentence rests on.
    """

    slug: str
    story: str
    at: datetime
    written: str
    method: Method
    evidence: tuple[Evidence, ...]
    dropped: tuple[Drop, ...] = ()
    repaired: int = 0


def evidence_of(draft: Draft, story: Story) -> tuple[Evidence, ...]:
    """Return what the title and each sentence of a draft rest on, each sentence once."""
    from audiobrief.synthesis.grounding import evidence

    told: dict[str, Evidence] = {}
    for statement in (draft.title, *draft.statements):
        told.setdefault(statement.text, Evidence(statement.text, evidence(statement, story)))
    return tuple(told.values())


@dataclass(frozen=True, slots=True)
class Makings:
    """The records of one show's reports, in ``.desk/<show>/reports/``."""

    folder: Path

    def of(self, slug: str) -> Making | None:
        """Return what is known of a report; one that is lost or damaged is as good as none."""
        return self._read(self.path(slug))

    def all(self) -> tuple[Making, ...]:
        """Return every record, the oldest report first."""
        found = (self._read(path) for path in sorted(self.folder.glob("*.json")))
        return tuple(sorted(filter(None, found), key=lambda one: (one.at, one.slug)))

    def keep(self, making: Making) -> None:
        """Keep a record in place of the one before.

        Raises:
            OutputError: it cannot be written.
        """
        write_whole(self.path(making.slug), _adapter().dump_json(making, indent=1) + b"\n")

    def _read(self, path: Path) -> Making | None:
        try:
            found: Making = _adapter().validate_json(path.read_bytes())
        except (OSError, ValueError):
            return None
        return found

    def path(self, slug: str) -> Path:
        """Return where the record of a report lies, or would lie."""
        return self.folder / f"{slug}.json"


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Making)
