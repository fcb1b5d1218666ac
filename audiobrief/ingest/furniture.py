"""What a news site puts around a report: players, buttons, counters, menus, notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from audiobrief.ingest.blocks import Block, Kind
from audiobrief.ingest.headings import heading_key, is_known
from audiobrief.ingest.text import spoken_characters, without_icons

_LABELS = frozenset(
    label.strip()
    for label in """
accept|accept all|accept cookies|advertisement|advertising|ai neural voice|all rights reserved|audio
back|back to top|bookmark|check answer|close|comment|comments|contact|contact us|continue
cookie policy|cookies|copy|copy link|download|email|facebook|home|instagram|intelligence audio|like
linkedin|listen|listen now|listen to article|listen to this article|load more|loading|log in|login
menu|mute|next|next question|paid content|pause|play|play audio|previous|previous question|print
privacy policy|read aloud|read more|reddit|register|reject all|report|reset|restart|restart quiz
retry|reveal answer|save|search|see answer|see more|send|share|share this|show answer|show more
sign in|sign up|skip|skip to content|skip to main content|speed|sponsored|start|start quiz|stop
submit|submit answer|subscribe|subscribe now|telegram|terms|terms of service|terms of use|threads
toggle menu|try again|twitter|unmute|view all|view more|view source|view sources|volume|whatsapp
youtube
""".strip()
    .replace("\n", "|")
    .split("|")
)
_LINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"q(?:uestion)?\s*\d+\s*(?:/|of)\s*\d+",
        r"\d+\s*(?:/|of)\s*\d+",
        r"(?:(?:reading|listening) time:?\s*)?\d+[\s-]*min(?:ute)?s?(?:\s+(?:read|listen))?",
        r"\d{1,2}:\d{2}(?::\d{2})?(?:\s*/\s*\d{1,2}:\d{2}(?::\d{2})?)?",
        r"\d(?:\.\d+)?\s*[x×]",
        r"(?:©|\(c\)|copyright\b).{0,120}",
        r".{0,80}\ball rights reserved\.?",
        r"[\d.,]+[km]?\s+(?:comments?|shares?|views?|likes?|reads?)",
        r"(?:your\s+)?score:?\s*\d+.{0,20}",
        r"(?:photo|image|picture|illustration)(?:\s+(?:credit|by))?\s*[:/].{0,120}",
        r"tags?\s*:.{0,200}",
        r"(?:share|follow us|listen|subscribe|sign up|join us) (?:on|via|with|to|for)\b.{0,60}[^.]",
        r"\d+\s+(?:seconds?|minutes?|hours?|days?|weeks?)\s+ago",
    )
)
_AFTERWORDS = re.compile(
    r"related(?: (?:articles|content|coverage|news|posts|reading|reports|stories|topics))?"
    r"|more (?:from|news|reports|stories)\b.{0,40}|read next|up next|you may also like.{0,20}"
    r"|recommended(?: (?:articles|for you|reading|reports|stories))?|most (?:popular|read)"
    r"|trending(?: (?:news|now|stories|topics))?|latest (?:articles|news|reports|stories)"
    r"|leave a (?:comment|reply)|comments?(?: \(\d+\))?|join the (?:conversation|discussion)"
    r"|(?:our |daily )?newsletter(?: sign-?up)?|subscribe to .{0,60}|stay (?:informed|updated)"
    r"|follow us.{0,40}|share this (?:article|report|story)|about the author|quick links",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+[|•·]\s+")
_LONGEST = 200


def without_furniture(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield what belongs to the report, icons taken off its headings.

    A heading such as "Related reports" takes all that follows with it, up to the next heading
    that the desk uses.
    """
    after = False
    for block in blocks:
        if block.kind is not Kind.ITEM and is_known(block.text):
            after = False
        elif block.kind is not Kind.ITEM and is_afterword(block.text):
            after = True
        if after or is_furniture(block.text):
            continue
        heading = block.kind is Kind.HEADING
        yield replace(block, text=without_icons(block.text)) if heading else block


def is_afterword(text: str) -> bool:
    """Return whether ``text`` heads what a site shows after a report."""
    return not text.endswith(".") and bool(_AFTERWORDS.fullmatch(without_icons(text)))


def is_furniture(text: str) -> bool:
    """Return whether all of ``text`` belongs to the page, not to the report."""
    if len(text) > _LONGEST:
        return False
    return all(_is_furniture_piece(piece) for piece in _SEPARATOR.split(text))


def _is_furniture_piece(text: str) -> bool:
    if not spoken_characters(text):
        return True
    bare = without_icons(text)
    if heading_key(bare) in _LABELS:
        return True
    return any(line.fullmatch(text) or line.fullmatch(bare) for line in _LINES)
