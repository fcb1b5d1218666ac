"""An episode's show notes: summary, chapters, sources, disclosure, as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from audiobrief.model import Episode
from audiobrief.publishing.corrections import correction_told
from audiobrief.publishing.forms import Form, Tag, joined, rendered
from audiobrief.publishing.text import defused, one_line, one_lines, timestamp
from audiobrief.wording import Wording

MAX_BYTES = 4000
"""What Apple Podcasts keeps of a description."""

MOST_CORRECTIONS, MAX_CORRECTION = 3, 500
"""Corrections that notes tell, and the bytes of one; the page has all of all."""

MIN_TIMESTAMPS = 3
"""Apps read timestamps as chapters only where there are at least three, the first at zero."""

_START = timestamp(0)

_PARAGRAPH = "<p>%s</p>\n"
_ENTRY = "<li>%s</li>\n"
_LINK = '<li><a href="%s">%s</a></li>\n'


@dataclass(frozen=True)
class Notes:
    """Show notes, every text clean and on one line.

    ``corrections`` are sentences, the newest first; ``chapters`` are "HH:MM:SS title";
    ``sources`` are (title, address or "").
    """

    summary: str
    corrections: tuple[str, ...]
    chapters: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    disclosure: str
    labels: Mapping[str, str]

    @cached_property
    def plain(self) -> str:
        """The notes as plain text that no app can take for HTML; blank lines part it."""
        sources = [f"- {title} {url}".rstrip() for title, url in self.sources]
        parts = [
            self.summary,
            *self.corrections,
            "\n".join([self.labels["notes_chapters"], *self.chapters]) if self.chapters else "",
            "\n".join([self.labels["notes_sources"], *sources]) if sources else "",
            self.disclosure,
        ]
        return defused("\n\n".join([part for part in parts if part]))


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


def html_notes(notes: Notes) -> str:
    """Return the notes as an HTML fragment of the elements podcast apps show."""
    return rendered(*joined(_html(notes)))


def _html(notes: Notes) -> Iterator[Tag]:
    yield _paragraphs(notes.summary, *notes.corrections)
    if notes.chapters:
        entries = _ENTRY * len(notes.chapters)
        yield _listed(notes.labels["notes_chapters"], entries, notes.chapters)
    if notes.sources:
        entries = "".join([_LINK if url else _ENTRY for _, url in notes.sources])
        told = [(url, title) if url else (title,) for title, url in notes.sources]
        yield _listed(notes.labels["notes_sources"], entries, chain.from_iterable(told))
    yield _paragraphs(notes.disclosure)


def _paragraphs(*texts: str) -> Tag:
    told = tuple([text for text in texts if text])
    return Form(_PARAGRAPH * len(told)), told


def _listed(label: str, entries: str, values: Iterable[str]) -> Tag:
    return Form(f"{_PARAGRAPH}<ul>\n{entries}</ul>\n"), (label, *values)


def _size(notes: Notes) -> int:
    return len(notes.plain.encode())


def _corrections(episode: Episode, wording: Wording) -> tuple[str, ...]:
    told = [correction_told(one, wording) for one in reversed(episode.corrections)]
    return tuple(shortened(text, MAX_CORRECTION) for text in told if text)[:MOST_CORRECTIONS]


def _chapters(episode: Episode) -> tuple[str, ...]:
    marks = episode.chapters
    if len(marks) < MIN_TIMESTAMPS or timestamp(marks[0].start_ms) != _START:
        return ()
    titles = one_lines([mark.title for mark in marks])
    return tuple(
        [f"{timestamp(mark.start_ms)} {title}" for mark, title in zip(marks, titles, strict=True)]
    )


def _sources(episode: Episode) -> tuple[tuple[str, str], ...]:
    titles = one_lines([source.title for source in episode.sources])
    urls = one_lines([source.url for source in episode.sources])
    return tuple([(title or url, _followed(url)) for title, url in zip(titles, urls, strict=True)])


def _followed(url: str) -> str:
    """Return ``url`` where a reader may safely follow it, else nothing (``javascript:``)."""
    return url if url.lower().startswith(("https://", "http://")) and " " not in url else ""
