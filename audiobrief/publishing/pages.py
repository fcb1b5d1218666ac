"""Web pages: a briefing and its player, a show's list of briefings, the shelf's list of shows.

Each page is one HTML file that works from disk, from any static host and without
JavaScript, and loads nothing from another site.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup

from audiobrief.config import Show
from audiobrief.model import Episode, Evidence, PublishedFile, QuizItem, Report
from audiobrief.publishing.basis import Piece, pieces
from audiobrief.publishing.corrections import correction_told
from audiobrief.publishing.linked_data import (
    frame,
    oembed,
    podcast_episode,
    series,
)
from audiobrief.publishing.player import HEIGHT, WIDTH, Sound, spoken, waveform
from audiobrief.publishing.shelf import EMBED, OEMBED, PAGE
from audiobrief.publishing.sitemap import episode_url
from audiobrief.publishing.subscribe import app_links, qr_code
from audiobrief.publishing.templating import render
from audiobrief.wording import Wording, load_wording

TRANSCRIPTS = {"vtt": "WebVTT", "srt": "SubRip", "json": "JSON", "html": "HTML"}
"""The roles of an episode's transcript files, and what a reader calls them in any language."""

_SPEEDS = (0.75, 1, 1.25, 1.5, 1.75, 2)
_BACK, _FORWARD = 15, 30
"""Seconds."""


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A show as the shelf lists it; ``latest`` is None while it has no episode."""

    slug: str
    title: str
    description: str
    artwork_name: str
    episodes: int
    latest: datetime | None = None


def render_pages(
    show: Show,
    episode: Episode,
    report: Report,
    sound: Sound,
    *,
    in_full: Sequence[tuple[str, str]] = (),
    evidence: Sequence[Evidence] = (),
) -> dict[str, bytes]:
    """Return the pages of an episode by their names: its own, and those its record names.

    Args:
        show: the podcast, whose feed and index lie two folders up.
        episode: the record; needs the role ``mp3`` and links the roles it has.
        report: the text of the briefing.
        sound: how loud the MP3 is along its way, and where its words lie in it.
        in_full: slug and title of the briefings that this one is a shorter cut of.
        evidence: what its sentences rest on, where audiobrief wrote them.
    """
    made = {
        EMBED: lambda: render_embed(show, episode, sound),
        OEMBED: lambda: render_oembed(show, episode),
    }
    page = render_episode(show, episode, report, sound, in_full=in_full, evidence=evidence)
    return {**{name: made[name]() for name in episode.pages}, PAGE: page}


def render_episode(
    show: Show,
    episode: Episode,
    report: Report,
    sound: Sound,
    *,
    in_full: Sequence[tuple[str, str]] = (),
    evidence: Sequence[Evidence] = (),
) -> bytes:
    """Return ``output/<show>/episodes/<slug>/index.html``, as UTF-8."""
    wording = load_wording(show.language)

    def based(paragraph: str) -> tuple[Piece, ...]:
        return pieces(paragraph, evidence, report.sources)

    return render(
        "episode.html.j2",
        show.language,
        show=show,
        episode=episode,
        report=report,
        in_full=in_full,
        based=based,
        summary=_standfirst(report),
        starts={mark.title.casefold(): mark.start_ms for mark in reversed(episode.chapters)},
        spoken=tuple(spoken(sound.timeline)),
        quiz=[(item, _right(item)) for item in report.quiz],
        transcripts=_transcripts(episode, wording.labels),
        corrections=_corrections(episode, wording),
        linked_data=None if show.private else podcast_episode(show, episode),
        oembed_name=OEMBED if OEMBED in episode.pages else "",
        framed=frame(show, episode) if EMBED in episode.pages else "",
        **_played(show, episode, sound),
        **_followed(show),
    )


def render_embed(show: Show, episode: Episode, sound: Sound) -> bytes:
    """Return the episode's player alone, for a frame on any page."""
    played = _played(show, episode, sound)
    return render("embed.html.j2", show.language, show=show, episode=episode, **played)


def render_oembed(show: Show, episode: Episode) -> bytes:
    """Return what tells other sites of the player: a static answer of oEmbed."""
    return json.dumps(oembed(show, episode), ensure_ascii=False, indent=1).encode(errors="replace")


def render_withdrawn(show: Show, episode: Episode) -> bytes:
    """Return the page of a briefing that was withdrawn: that it was, when, and why."""
    return render(
        "withdrawn.html.j2",
        show.language,
        show=show,
        episode=episode,
        corrections=_corrections(episode, load_wording(show.language)),
    )


def render_show(
    show: Show, episodes: Sequence[Episode], artwork_name: str, thumbnail_name: str = ""
) -> bytes:
    """Return ``output/<show>/index.html``, newest episode first, as UTF-8.

    ``artwork_name`` is the name of the cover in the same folder, ``thumbnail_name`` that of a
    small copy of it.
    """
    newest_first = sorted(episodes, key=lambda one: (one.published, one.slug), reverse=True)
    return render(
        "show.html.j2",
        show.language,
        show=show,
        episodes=newest_first,
        artwork_name=artwork_name,
        thumbnail_name=thumbnail_name or artwork_name,
        linked_data=None if show.private else series(show, show.url + quote(artwork_name, safe="")),
        **_followed(show),
    )


def render_shelf(shows: Sequence[ShelfEntry], language: str) -> bytes:
    """Return ``output/index.html``, the shows in the order given, as UTF-8."""
    return render("shelf.html.j2", language, shows=shows)


def _played(show: Show, episode: Episode, sound: Sound) -> dict[str, object]:
    """Return what the player's template wants."""
    return {
        "folder": episode_url(show, episode.slug),
        "wave": waveform(sound.levels),
        "wave_box": (WIDTH, HEIGHT),
        "speeds": _SPEEDS,
        "skips": {"back": _BACK, "forward": _FORWARD},
    }


def _followed(show: Show) -> dict[str, object]:
    """Return what the template of ways to follow a show wants.

    A private show has no code: it would need each listener's own.
    """
    code = "" if show.private else qr_code(f"{show.url}#subscribe")
    return {
        "apps": app_links(show.feed_url),
        "qr": Markup(code),  # noqa: S704 - drawn by segno, of paths and figures alone
    }


def _right(item: QuizItem) -> int | None:
    """Return which of a question's choices is right, from 0, if that is known."""
    return item.choices.index(item.answer) if item.answer in item.choices else None


def _standfirst(report: Report) -> str:
    """Return the summary, or nothing where the first section opens with the same words."""
    if report.sections:
        paragraphs = report.sections[0].paragraphs
        openings = {_plain(" ".join(paragraphs)), *(_plain(text) for text in paragraphs[:1])}
        if _plain(report.summary) in openings:
            return ""
    return report.summary


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _corrections(episode: Episode, wording: Wording) -> list[str]:
    """Return what changed since the first release, the newest first."""
    told = (correction_told(one, wording) for one in reversed(episode.corrections))
    return [text for text in told if text]


def _transcripts(episode: Episode, labels: Mapping[str, str]) -> list[tuple[str, PublishedFile]]:
    names = {**TRANSCRIPTS, "txt": labels["text"]}
    return [(name, episode.files[role]) for role, name in names.items() if role in episode.files]
