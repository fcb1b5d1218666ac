"""Which takes are learned from, which are chosen with, and which are only ever measured with."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

HELD = 50
"""Takes to choose with, and as many to measure with; a twentieth of a small corpus."""
_SHORTEST_WORDS = 6
_TEST_SEED, _CHOICE_SEED = 7, 8


@dataclass(frozen=True, slots=True)
class Split:
    """Names of takes: ``learned``, ``choice`` (for stopping and tuning) and ``test``."""

    learned: tuple[str, ...]
    choice: tuple[str, ...]
    test: tuple[str, ...]


def split(texts: Mapping[str, str], doubtful: tuple[str, ...] = ()) -> Split:
    """Return the split of takes by name; the same for the same names and texts.

    ``doubtful`` takes are not learned from. The test set depends on names and texts alone.
    """
    long = [name for name in sorted(texts) if len(texts[name].split()) >= _SHORTEST_WORDS]
    held = min(HELD, max(1, len(texts) // 20), len(long) // 3)
    test = sorted(random.Random(_TEST_SEED).sample(long, held))
    rest = [name for name in long if name not in test]
    choice = sorted(random.Random(_CHOICE_SEED).sample(rest, held))
    aside = {*test, *choice, *doubtful}
    return Split(tuple(n for n in texts if n not in aside), tuple(choice), tuple(test))
