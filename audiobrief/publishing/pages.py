"""Web pages: a briefing, a show's list of briefings, the shelf's list of shows.

Each page is one HTML file that works from disk, from any static host and without
JavaScript, and loads nothing from another site. Every text is escaped by Jinja2; the
page's own style and script are the only ones its Content-Security-Policy admits
(https://www.w3.org/TR/CSP3/), each by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from audiobrief.config import Show
from audiobrief.model import Episode, Item, PublishedFile, Report, Timeline
from audiobrief.publishing.corrections import correction_told
from audiobrief.wording import Wording, load_wording

TRANSCRIPTS = {"vtt": "WebVTT", "srt": "SubRip", "json": "JSON", "html": "HTML"}
"""The roles of an episode's transcript files, and what a reader calls them in any language."""

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class ShelfEntry:
    """A show as the shelf lists it; ``latest`` is None while it has no episode."""

    slug: str
    title: str
    description: str
    artwork_name: str
    episodes: int
    latest: datetime | None = None


def render_episode(
    show: Show,
    episode: Episode,
    report: Report,
    timeline: Timeline,
    in_full: Sequence[tuple[str, str]] = (),
) -> bytes:
    """Return ``output/<show>/episodes/<slug>/index.html``, as UTF-8.

    Args:
        show: the podcast, whose feed and index lie two folders up.
        episode: the record; needs the role ``mp3`` and links the roles it has.
        report: the text of the briefing.
        timeline: where its lines lie in the MP3, for reading along.
        in_full: slug and title of the briefings that this one is a shorter cut of.
    """
    folder = f"{show.url}episodes/{quote(episode.slug, safe='')}/"
    return _render(
        "episode.html.j2",
        show.language,
        show=show,
        episode=episode,
        report=report,
        timeline=timeline,
        in_full=in_full,
        folder=folder,
        summary=_standfirst(report),
        starts={mark.title.casefold(): mark.start_ms for mark in reversed(episode.chapters)},
        transcripts=_transcripts(episode, load_wording(show.language).labels),
        corrections=_corrections(episode, load_wording(show.language)),
    )


def render_withdrawn(show: Show, episode: Episode) -> bytes:
    """Return the page of a briefing that was withdrawn: that it was, when, and why."""
    return _render(
        "withdrawn.html.j2",
        show.language,
        show=show,
        episode=episode,
        corrections=_corrections(episode, load_wording(show.language)),
    )


def render_show(show: Show, episodes: Sequence[Episode], artwork_name: str) -> bytes:
    """Return ``output/<show>/index.html``, newest episode first, as UTF-8.

    ``artwork_name`` is the name of the cover in the same folder.
    """
    newest_first = sorted(episodes, key=lambda one: (one.published, one.slug), reverse=True)
    return _render(
        "show.html.j2", show.language, show=show, episodes=newest_first, artwork_name=artwork_name
    )


def render_shelf(shows: Sequence[ShelfEntry], language: str) -> bytes:
    """Return ``output/index.html``, the shows in the order given, as UTF-8."""
    return _render("shelf.html.j2", language, shows=shows)


def web_url(text: str) -> str:
    """Return ``text`` if it is an http or https address with a host, else nothing.

    What browsers would read differently from :func:`urllib.parse.urlsplit` (blanks,
    control characters, backslashes) is no address here.
    """
    if re.search(r"[\x00-\x20\x7f-\x9f\\]", text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.hostname else ""


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _minutes(ms: int) -> int:
    return max(1, (ms + 30_000) // 60_000)


def _size(count: int, labels: Mapping[str, str]) -> str:
    unit, many = ("megabytes", _MEGABYTE) if count >= _MEGABYTE else ("kilobytes", 1000)
    return f"{count / many:.1f}".replace(".", labels["decimal"]) + f" {labels[unit]}"


def _path(name: str) -> str:
    # With ":" and "/" quoted too, no file name can turn into an address or leave its folder.
    return quote(name, safe="")


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


def _render(template: str, language: str, **values: object) -> bytes:
    wording = load_wording(language)
    page = (
        _environment()
        .get_template(template)
        .render(lang=language, wording=wording, labels=wording.labels, **values)
    )
    # A lone surrogate can reach us through JSON and has no UTF-8.
    return page.encode("utf-8", errors="replace")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("audiobrief.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "casefold": str.casefold,
        "clock": _clock,
        "host": _host,
        "minutes": _minutes,
        "path": _path,
        "size": _size,
        "web": web_url,
    }
    environment.tests["entry"] = lambda text: isinstance(text, Item)
    style, script = _asset("style.css"), _asset("player.js")
    environment.globals |= {
        "style": Markup(style),  # noqa: S704 - ours, shipped in the package
        "script": Markup(script),  # noqa: S704 - ours, shipped in the package
        "policy": _policy(style, script),
    }
    return environment


def _asset(name: str) -> str:
    folder = resources.files("audiobrief.publishing") / "templates"
    return (folder / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "img-src 'self' data:",
            "media-src 'self'",
            f"style-src {_hash_source(style)}",
            f"script-src {_hash_source(script)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash_source(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
