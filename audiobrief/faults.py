"""What pydantic finds wrong in a user's file, in audiobrief's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_REASONS = {
    "missing": "required, but missing: add it",
    "extra_forbidden": "no such key: correct or remove it",
}


def reason_of(fault: ErrorDetails, reasons: Mapping[str, str]) -> str:
    """Return what is wrong; ``reasons`` words a file's own, by pydantic's type of error."""
    plain = fault["msg"].removeprefix("Value error, ")
    return {**_REASONS, **reasons}.get(fault["type"], plain)


def listed(thing: str, faults: Sequence[str]) -> str:
    """Return one message with every fault of ``thing``, each on a line of its own."""
    return "\n".join([f"{len(faults)} fault(s) in {thing}", *(f"  {fault}" for fault in faults)])
