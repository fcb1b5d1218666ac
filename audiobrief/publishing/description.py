"""An episode's show notes: summary, chapters, sources, disclosure, as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import escape

from audiobrief.model import Episode
from audiobrief.publishing.corrections import correction_told
from audiobrief.publishing.text import defused, one_line, timestamp
from audiobrief.wording import Wording

MAX_BYTES = 4000
"""What Apple Podcasts keeps of a description."""

MOST_CORRECTIONS, MAX_CORRECTION = 3, 500
"""Corrections that notes tell, and the bytes of one; the page has all of all."""

MIN_TIMESTAMPS = 3
"""Apps read timestamps as chapters only where there are at least three, the first at zero."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Show notes, every text clean and on one line.

    ``corrections`` are sentences, the newest first; ``chapters`` are (``HH:MM:SS``, title);
    ``sources`` are (title, address or "").
    """

    summary: str
    corrections: tuple[str, ...]
    chapters: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    disclosure: str
    labels: Mapping[str, str]


def show_notes(episode: Episode, disclosure: str, wording: Wording) -> Notes:
    """Return the notes of ``episode`` that stay within :data:`MAX_BYTES` as text.

    What is too long loses its sources first, then its chapters, then the end of its
    summary; never the corrections or the disclosure.
    """
    labels = wording.labels
    full = Notes(
        summary=one_line(episode.summary),
        corrections=_corrections(episode, wording),
        chapters=_chapters(episode),
        sources=_sources(episode),
        disclosure=one_line(disclosure),
        labels=labels,
    )
    if _size(full) <= MAX_BYTES:
        return full
    terse = replace(full, sources=())
    if _size(terse) <= MAX_BYTES:
        return terse
    bare = replace(terse, chapters=())
    return bare if _size(bare) <= MAX_BYTES else _cut(bare)


def _cut(bare: Notes) -> Notes:
    """Return notes of a summary too long, with as much of it as fits."""
    spare = MAX_BYTES - _size(replace(bare, summary="")) - len("\n\n")
    cut = replace(bare, summary=shortened(bare.summary, spare))
    # What was defused takes more bytes than it had.
    while spare > 0 and (over := _size(cut) - MAX_BYTES) > 0:
        spare -= over
        cut = replace(bare, summary=shortened(bare.summary, spare))
    return cut


def shortened(text: str, limit: int) -> str:
    """Return ``text`` cut to at most ``limit`` bytes of UTF-8, with "…" where it was cut."""
    if len(text.encode()) <= limit:
        return text
    kept = text.encode()[: max(0, limit - len("…".encode()))].decode(errors="ignore")
    return kept.rstrip() + "…"


def plain_notes(notes: Notes) -> str:
    """Return the notes as plain text that no app can take for HTML; blank lines part it."""
    chapters = [f"{clock} {title}" for clock, title in notes.chapters]
    sources = [f"- {title} {url}".rstrip() for title, url in notes.sources]
    parts = [
        notes.summary,
        *notes.corrections,
        "\n".join([notes.labels["notes_chapters"], *chapters]) if chapters else "",
        "\n".join([notes.labels["notes_sources"], *sources]) if sources else "",
        notes.disclosure,
    ]
    return defused("\n\n".join(part for part in parts if part))


def html_notes(notes: Notes) -> str:
    """Return the notes as an HTML fragment of the elements podcast apps show."""
    chapters = _escaped([f"{clock} {title}" for clock, title in notes.chapters])
    titles = _escaped([title for title, _ in notes.sources])
    addresses = _escaped([url for _, url in notes.sources])
    sources = [
        f'<a href="{url}">{title}</a>' if url else title
        for title, url in zip(titles, addresses, strict=True)
    ]
    parts = [
        *_paragraphs(notes.summary, *notes.corrections),
        *_listed(notes.labels["notes_chapters"], chapters),
        *_listed(notes.labels["notes_sources"], sources),
        *_paragraphs(notes.disclosure),
    ]
    return "".join(parts)


def _paragraphs(*texts: str) -> list[str]:
    return [f"<p>{text}</p>\n" for text in _escaped(texts) if text]


def _listed(label: str, entries: Sequence[str]) -> Iterator[str]:
    if entries:
        yield from _paragraphs(label)
        yield "<ul>\n<li>{}</li>\n</ul>\n".format("</li>\n<li>".join(entries))


def _escaped(lines: Sequence[str]) -> list[str]:
    """Return lines escaped for HTML, in one go: a feed of years has a million of them."""
    return str(escape("\n".join(lines))).split("\n") if lines else []


def _size(notes: Notes) -> int:
    return len(plain_notes(notes).encode())


def _corrections(episode: Episode, wording: Wording) -> tuple[str, ...]:
    told = [correction_told(one, wording) for one in reversed(episode.corrections)]
    return tuple(shortened(text, MAX_CORRECTION) for text in told if text)[:MOST_CORRECTIONS]


def _chapters(episode: Episode) -> tuple[tuple[str, str], ...]:
    stamps = tuple((timestamp(mark.start_ms), one_line(mark.title)) for mark in episode.chapters)
    return stamps if len(stamps) >= MIN_TIMESTAMPS and stamps[0][0] == "00:00:00" else ()


def _sources(episode: Episode) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one_line(source.title) or one_line(source.url), _web_address(source.url))
        for source in episode.sources
    )


def _web_address(url: str) -> str:
    """Return ``url`` where a reader may safely follow it, else nothing (``javascript:``)."""
    url = one_line(url)
    return url if url.lower().startswith(("https://", "http://")) and " " not in url else ""
