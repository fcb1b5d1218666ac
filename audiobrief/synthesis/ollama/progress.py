"""What the writer tells whoever watches it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "model",
    "withheld",
    "notes",
    "section",
    "head",
    "sentiment",
    "quiz",
    "repair",
    "retry",
    "left out",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of writing.

    ``model``: it answers, ``about`` names it. ``withheld``: a passage that gives orders to a
    model is not shown to it, ``about`` names it. ``notes``, ``section``, ``head``,
    ``sentiment``, ``quiz``: part ``number`` of ``total`` is asked for. ``repair``: an answer
    is sent back, ``retry``: a request is made again, each for ``reason``. ``left out``: a part
    the report can do without has failed, for ``reason``.
    """

    kind: Kind
    about: str = ""
    number: int = 1
    total: int = 1
    reason: str = ""


Notify = Callable[[Progress], None]
