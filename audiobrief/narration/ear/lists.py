"""Lists for the ear: short entries run on as one sentence, and "and" comes before the last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from audiobrief.markup import unmarked
from audiobrief.model import Item
from audiobrief.narration.ear.habits import Ear
from audiobrief.narration.ear.quotes import CLOSING
from audiobrief.narration.phrases import Phrases

_LONGEST_RUNNING = 8
"""Words of an entry that runs on; a longer one is a sentence that lacks its stop."""

Texts = tuple[str, ...]


def read_out(
    paragraphs: Iterable[Texts], phrases: Phrases, ear: Ear
) -> Iterator[tuple[Texts, bool]]:
    """Yield each paragraph as it is read, and whether another entry of its list follows."""
    for listed, run in groupby(paragraphs, key=_is_entry):
        if listed:
            entries = _entries([texts[0] for texts in run], phrases, ear)
            yield from (((entry,), at < len(entries) - 1) for at, entry in enumerate(entries))
        else:
            yield from ((texts, False) for texts in run)


def _is_entry(texts: Texts) -> bool:
    return len(texts) == 1 and isinstance(texts[0], Item)


def _entries(entries: list[str], phrases: Phrases, ear: Ear) -> list[str]:
    *most, last = entries
    told = [entry if _is_ended(entry) else _running(entry) for entry in most]
    if told:
        last = phrases.last_item(ear.joined(last), running=told[-1].endswith(","))
    return [*told, last]


def _running(entry: str) -> str:
    """Return an entry without a stop as it comes before another."""
    bare = entry.rstrip(" ,;")
    short = len(bare.split()) <= _LONGEST_RUNNING and "," not in bare
    return f"{bare}," if short else f"{bare}."


def _is_ended(entry: str) -> bool:
    return unmarked(entry).rstrip(CLOSING).endswith((".", "!", "?", "…", ":"))
