"""One item of another host's feed made an episode of ours: its files brought in, its page made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from audiobrief.audio.container import Container, identify
from audiobrief.config import Show
from audiobrief.errors import ArtworkError, ClipError, NetworkError, ReportError
from audiobrief.files import digest, slugify, staging, writing
from audiobrief.ingest.notes import paragraphs
from audiobrief.ingest.podcast import Item, Linked
from audiobrief.ingest.text import normalise
from audiobrief.model import ADOPTED, Episode, PublishedFile, Report, Section, Timeline
from audiobrief.net import save, shown
from audiobrief.pipeline.adopt_show import MAX_PICTURE_BYTES, PICTURES
from audiobrief.publishing.player import Sound
from audiobrief.publishing.shelf import BESIDE, Shelf, publish_name

MAX_MEDIA_BYTES = 4 * 2**30
MAX_TEXT_BYTES = 16 * 2**20

SUFFIXES = {"audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg", "video/mp4": "mp4"}

TRANSCRIPTS = {
    "text/vtt": "vtt",
    "application/x-subrip": "srt",
    "application/srt": "srt",
    "text/srt": "srt",
    "application/json": "json",
}
"""The transcripts that are taken along, by type; HTML of another site stays there."""

_RATE = 1000


@dataclass(frozen=True, slots=True)
class Taken:
    """An adopted episode, and what of it could not be brought in."""

    episode: Episode
    notes: tuple[str, ...]


def take(item: Item, show: Show, shelf: Shelf, slug: str, cover_url: str) -> Taken:
    """Bring an item in and shelve it under ``slug``.

    Without its transcripts, chapters or cover it is an episode all the same.

    Args:
        item: the item.
        show: the show it goes to.
        shelf: where.
        slug: its name there.
        cover_url: the old show's own cover, which is no item's.

    Raises:
        ReportError: the item has no enclosure or no date.
        NetworkError: its enclosure cannot be fetched, or is no audio.
        OutputError: the disk refuses; nothing was shelved.
    """
    if item.enclosure is None or item.published is None:
        lacks = "enclosure" if item.enclosure is None else "date that can be read"
        raise ReportError(f"has no {lacks}", remedy="Mend it at the old host, and run again.")
    notes: list[str] = []
    with writing(shelf.root):
        shelf.root.mkdir(parents=True, exist_ok=True)
    with staging(shelf.root) as stage:
        media, held = _media(item.enclosure, stage, slug)
        files = {"mp3": media, **dict(_extras(item, stage, slug, cover_url, notes))}
        episode = _episode(item, slug, files, held, show)
        pages = _pages(item, episode, show, stage / media.name)
        shelf.commit_episode(show.slug, episode, stage, pages)
    return Taken(episode, tuple(notes))


def slug_for(item: Item, taken: Collection[str]) -> str:
    """Return a name for an item that is not ``taken``: its day and title, else its GUID too."""
    day = f"{item.published:%Y-%m-%d}-" if item.published else ""
    slug = (day + slugify(item.title)).strip("-")
    return f"{slug}-{digest(item.guid.encode())[:8]}".strip("-") if slug in {"", *taken} else slug


def _media(enclosure: Linked, stage: Path, slug: str) -> tuple[PublishedFile, Container]:
    path = stage / "media"
    save(enclosure.url, path, limit_bytes=MAX_MEDIA_BYTES)
    held = identify(path)
    if held is None:
        raise NetworkError(
            "what came is no audio that podcast apps play",
            where=shown(enclosure.url),
            remedy="Open the address in a browser to see what it is.",
        )
    video = held.type == "audio/mp4" and enclosure.type.startswith("video/")
    kind = "video/mp4" if video else held.type
    return publish_name(path, "mp3", slug, suffix=SUFFIXES[kind], kind=kind), held


def _extras(
    item: Item, stage: Path, slug: str, cover_url: str, notes: list[str]
) -> Iterator[tuple[str, PublishedFile]]:
    """Yield the files beside the enclosure; what cannot be had goes into ``notes``."""
    wanted = {TRANSCRIPTS[one.type]: one for one in item.transcripts if one.type in TRANSCRIPTS}
    if item.chapters:
        wanted["chapters"] = item.chapters
    for role, linked in wanted.items():
        try:
            path = stage / f"extra.{role}"
            save(linked.url, path, limit_bytes=MAX_TEXT_BYTES)
            yield role, publish_name(path, role, slug)
        except NetworkError as error:
            notes.append(str(error))
    if item.image and item.image != cover_url:
        try:
            yield "cover", _cover(item.image, stage, slug)
        except (NetworkError, ArtworkError) as error:
            notes.append(str(error))


def _cover(url: str, stage: Path, slug: str) -> PublishedFile:
    from audiobrief.publishing.artwork import check_artwork

    path = stage / "picture"
    suffix = PICTURES.get(save(url, path, limit_bytes=MAX_PICTURE_BYTES), "bin")
    named = path.rename(path.with_suffix(f".{suffix}"))
    try:
        kind = check_artwork(named)
    except ArtworkError as error:
        raise ArtworkError(error.what, where=shown(url), remedy=error.remedy) from error
    return publish_name(named, "cover", slug, suffix=suffix, kind=kind)


def _episode(
    item: Item, slug: str, files: dict[str, PublishedFile], held: Container, show: Show
) -> Episode:
    if item.published is None:  # which take() has refused
        raise TypeError(item)
    return Episode(
        slug=slug,
        guid=item.guid,
        title=normalise(item.title) or slug,
        summary=" ".join(paragraphs(item.notes)),
        category="",
        byline="",
        published=item.published,
        updated=item.published,
        duration_ms=held.duration_ms,
        loudness=None,
        files=files,
        cut=ADOPTED,
        pages=() if show.private else BESIDE,
    )


def _pages(item: Item, episode: Episode, show: Show, media: Path) -> dict[str, bytes]:
    from audiobrief.audio.levels import file_levels
    from audiobrief.publishing.pages import render_pages

    text = Section("", paragraphs(item.notes))
    report = Report(episode.slug, episode.title, published=episode.published, sections=(text,))
    try:
        levels = file_levels(media)
    except ClipError:  # apps may play what libav does not
        levels = ()
    sound = Sound(Timeline(_RATE, episode.duration_ms, ()), levels)
    return render_pages(show, episode, report, sound)
