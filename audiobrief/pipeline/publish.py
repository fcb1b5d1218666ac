"""A show's feed and pages, made from its records, and the index of all shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from audiobrief.config import Show
from audiobrief.files import digest, write_whole
from audiobrief.model import Episode
from audiobrief.pipeline.plan import RECIPE
from audiobrief.pipeline.studio import Studio
from audiobrief.publishing.shelf import FEED, PAGE, Shelf, ShowRecord

_NOT_IN_FEED = {"folder", "reports", "narration", "voices", "music", "audio"}

_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


def publish_show(studio: Studio, shelf: Shelf, show_guid: str) -> bool:
    """Write a show's feed and page if they would say something new; return whether they did.

    A show without an episode has no feed: directories refuse an empty one.

    Raises:
        OutputError: the disk refuses; the feed that stood still stands.
    """
    show, episodes = studio.show, shelf.episodes(studio.show.slug)
    if not episodes:
        return False
    before = shelf.show_record(show.slug)
    inputs = _inputs(studio, episodes)
    folder = shelf.show_folder(show.slug)
    whole = all((folder / name).is_file() for name in (FEED, PAGE))
    if before and whole and before.inputs == inputs and (folder / before.artwork).is_file():
        return False
    from audiobrief.publishing.feed import render_feed
    from audiobrief.publishing.pages import render_show

    name, cover = _show_cover(studio)
    feed = render_feed(show, show_guid, episodes, show.url + name)
    files = {name: cover, PAGE: render_show(show, episodes, name)}
    shelf.commit_show(show.slug, files, ShowRecord(show_guid, name, inputs), feed)
    return True


def publish_index(shows: Sequence[Show], shelf: Shelf) -> None:
    """Write the page that lists all public shows that have been published.

    It is in their language; shows of several are listed in English.
    """
    from audiobrief.publishing.pages import ShelfEntry, render_shelf

    entries = []
    public = [show for show in shows if not show.private]
    for show in public:
        record, episodes = shelf.show_record(show.slug), shelf.episodes(show.slug)
        if record and episodes:
            entries.append(
                ShelfEntry(
                    slug=show.slug,
                    title=show.title,
                    description=show.description,
                    artwork_name=record.artwork,
                    episodes=len(episodes),
                    latest=episodes[0].published,
                )
            )
    spoken = {show.language.partition("-")[0].lower() for show in public}
    data = render_shelf(entries, spoken.pop() if len(spoken) == 1 else "en")
    page = shelf.root / PAGE
    if _bytes(page) != data:
        write_whole(page, data)


def _inputs(studio: Studio, episodes: Sequence[Episode]) -> dict[str, str]:
    show = studio.show.model_dump_json(exclude=_NOT_IN_FEED)
    return {
        "show": digest(show.encode()),
        "artwork": studio.inputs["artwork"],
        "episodes": digest(repr(episodes).encode()),
        "recipe": RECIPE,
    }


def _show_cover(studio: Studio) -> tuple[str, bytes]:
    """Return the show's artwork, given or drawn, named by its content."""
    from audiobrief.publishing.artwork import draw_cover

    if studio.artwork:
        data, extension = studio.artwork.read_bytes(), _EXTENSIONS[studio.artwork_type]
    else:
        data, extension = draw_cover(studio.show.title), "jpg"
    return f"cover-{digest(data)[:10]}.{extension}", data


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
