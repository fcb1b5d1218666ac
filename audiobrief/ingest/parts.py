"""Sentiment, sources and methodology read from the blocks under their headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest
from urllib.parse import urlsplit

from audiobrief.ingest.blocks import Block, Kind
from audiobrief.ingest.text import URL, normalise, spoken_characters, unquoted
from audiobrief.model import Sentiment, Source

_SECTOR_SENTENCE = re.compile(
    r"In the (?P<sector>[^,.]{1,60}?) sector,? market tone is (?:currently )?(?:trending )?"
    r"(?P<tone>[^,.]{1,40})\.?",
    re.IGNORECASE,
)
_TONE_SENTENCE = re.compile(
    r"\b(?:tone|sentiment)\b[^.]{0,200}?\b(?:is|remains|trending)\s+(?:currently\s+)?"
    r"(?:trending\s+)?(?P<tone>(?:(?:very|strongly|slightly|moderately|cautiously)\s+)?"
    r"(?:bullish|bearish|neutral|mixed|positive|negative|optimistic|pessimistic|cautious))\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?P<label>sector|tone|note|horizon|evidence)\s*:\s*(?P<value>\S.*)", re.IGNORECASE
)
_METHODOLOGY_LABEL = re.compile(r"methodology\s*:\s*", re.IGNORECASE)
_LOOSE_ENDS = " —–-:|·•()[]<>"


def sentiment_of(blocks: Iterable[Block]) -> Sentiment | None:
    """Return the sentiment that a desk's sentence, or "Sector: …" and "Tone: …" lines, tell.

    The sentence that names sector and tone becomes those two; what else is said is the note.
    """
    found = dict.fromkeys(("sector", "tone", "note", "horizon", "evidence"), "")
    notes: list[str] = []
    for text in (unquoted(block.text) for block in blocks):
        if sentence := _SECTOR_SENTENCE.fullmatch(text):
            found |= {"sector": sentence["sector"], "tone": sentence["tone"]}
        elif line := _LABELLED.fullmatch(text):
            found[line["label"].lower()] = line["value"]
        else:
            notes.append(text)
    note = " ".join(dict.fromkeys([found["note"], *notes])).strip()
    tone = found["tone"] or _tone(note)
    if not (found["sector"] or tone or note):
        return None
    return Sentiment(**{**found, "tone": tone, "note": note})


def sources_of(blocks: Sequence[Block]) -> tuple[Source, ...]:
    """Return one source a list entry, and one a line that holds an address."""
    listed = any(block.kind is Kind.ITEM or _address(block) for block in blocks)
    found: list[Source] = []
    for block, after in zip_longest(blocks, blocks[1:]):
        address = _address(block)
        below = block.kind is Kind.PARAGRAPH and not spoken_characters(URL.sub(" ", block.text))
        if below and address and found and not found[-1].url:
            found[-1] = replace(found[-1], url=address)
        elif block.kind is Kind.ITEM or address or _names_a_source(block, after, listed=listed):
            found.append(source_from(block.text, address))
    return tuple(found)


def _names_a_source(block: Block, after: Block | None, *, listed: bool) -> bool:
    """Return whether a line without bullet or address is a title, not an introduction."""
    if block.kind is Kind.HEADING or block.text.endswith(":"):
        return False
    below = after is not None and after.kind is Kind.PARAGRAPH and bool(_address(after))
    return below or not listed


def source_from(text: str, url: str = "") -> Source:
    """Return the source that a line such as "Title — https://…" names."""
    found = URL.search(text)
    address = url or (found[0].rstrip(".,;)]") if found else "")
    title = normalise(URL.sub(" ", text)).strip(_LOOSE_ENDS)
    if not title:
        title = _host(address)
    elif title.count("(") > title.count(")"):
        title += ")"
    return Source(title, address)


def methodology_of(blocks: Iterable[Block]) -> str:
    """Return the text under the heading, without the label that says so again."""
    return " ".join(_METHODOLOGY_LABEL.sub("", block.text, count=1) for block in blocks).strip()


def _tone(note: str) -> str:
    found = _TONE_SENTENCE.search(note)
    return found["tone"] if found else ""


def _address(block: Block) -> str:
    found = URL.search(block.text)
    return block.url or (found[0].rstrip(".,;)]") if found else "")


def _host(address: str) -> str:
    try:
        host = urlsplit(address).hostname or address
    except ValueError:
        host = address
    return host.removeprefix("www.")
