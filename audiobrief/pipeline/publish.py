"""A show's feed and pages, made from its records, and the index of all shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from audiobrief.config import Show
from audiobrief.files import digest, staging, write_whole, writing
from audiobrief.model import Episode
from audiobrief.pipeline.numbering import numbered
from audiobrief.pipeline.pictures import Pictures, inputs_of, show_pictures
from audiobrief.pipeline.plan import RECIPE
from audiobrief.pipeline.studio import Studio
from audiobrief.publishing.paging import Page, divide
from audiobrief.publishing.shelf import FEED, PAGE, SITEMAP, Shelf, ShowRecord
from audiobrief.sentences import primary


def publish_show(
    studio: Studio, shelf: Shelf, show_guid: str, pictures: Pictures | None = None
) -> bool:
    """Write a show's feed and page if they would say something new; return whether they did.

    A show that never had an episode has no feed: directories refuse an empty one. Its
    ``pictures`` are those of :func:`show_pictures`, where a caller has them.

    Raises:
        CheckError: a page of it breaks a rule.
        OutputError: the disk refuses.

    In both cases the feed that stood, with all its pages, still stands.
    """
    show = studio.show
    records = _counted(show, shelf)
    if not records:
        return False
    episodes = [record for record in records if not record.withdrawn]
    before = shelf.show_record(show.slug)
    inputs = _inputs(studio, episodes)
    mapped = bool(episodes) and not show.private
    folder = shelf.show_folder(show.slug)
    if before and before.inputs == inputs and _whole(folder, before, mapped=mapped):
        return False
    from audiobrief.publishing.feed import weight
    from audiobrief.publishing.pages import render_show
    from audiobrief.publishing.sitemap import render_sitemap

    pictures = pictures or show_pictures(studio, shelf)
    (name, _), (small_name, _) = pictures
    pages, bounds = divide(episodes, before.bounds if before else (), partial(weight, show))
    *archived, current = pages
    press = _Press(show, show_guid, show.url + name, inputs["show"])
    record = ShowRecord(
        guid=show_guid,
        artwork=name,
        thumbnail=small_name,
        inputs=inputs,
        bounds=bounds,
        pages={page.name: press.digest(page) for page in archived},
    )
    kept = _kept(folder, before, record)
    older = [page for page in archived if page.name not in kept]
    fixed = [*pictures, (PAGE, render_show(show, episodes, name, small_name))]
    if mapped:
        fixed.append((SITEMAP, render_sitemap(show, episodes)))
    with _admitted(press.printed([*older, current]), show, episodes, shelf) as stage:
        archive = ((page.name, (stage / page.name).read_bytes()) for page in older)
        feed = (stage / current.name).read_bytes()
        shelf.commit_show(show.slug, chain(fixed, archive), record, feed)
    return True


@contextmanager
def _admitted(
    pages: Iterable[tuple[str, bytes]], show: Show, episodes: Iterable[Episode], shelf: Shelf
) -> Iterator[Path]:
    """Yield a folder with the pages of a feed, each of which has passed the gate."""
    from audiobrief.pipeline.gate import admit_page

    on_air = {episode.guid: episode for episode in episodes}
    with staging(shelf.root) as stage:
        for name, data in pages:
            admit_page(show, name, data, on_air)
            with writing(stage):
                (stage / name).write_bytes(data)
        yield stage


@dataclass(frozen=True, slots=True)
class _Press:
    """What all pages of a feed have in common; ``settings`` is a digest of the show's."""

    show: Show
    show_guid: str
    artwork_url: str
    settings: str

    def print(self, page: Page) -> bytes:
        from audiobrief.publishing.feed import render_feed

        return render_feed(self.show, self.show_guid, page, self.artwork_url)

    def printed(self, pages: Sequence[Page]) -> Iterator[tuple[str, bytes]]:
        """Yield pages by name, one at a time: thousands of episodes need not be in memory."""
        for page in pages:
            yield page.name, self.print(page)

    def digest(self, page: Page) -> str:
        """Return a digest of what makes the page's bytes."""
        made_of = (RECIPE, self.settings, self.show_guid, self.artwork_url, page)
        return digest(repr(made_of).encode())


def publish_index(shows: Sequence[Show], shelf: Shelf) -> None:
    """Write the page that lists all public shows that have been published, and their sitemap.

    The page is in their language; shows of several are listed in English.
    """
    from audiobrief.publishing.pages import ShelfEntry, render_shelf
    from audiobrief.publishing.sitemap import render_sitemap_index

    entries, mapped = [], []
    public = [show for show in shows if not show.private]
    for show in public:
        record, episodes = shelf.show_record(show.slug), shelf.on_air(show.slug)
        if record and record.artwork and episodes:  # adopted shows have none before a build
            entries.append(
                ShelfEntry(
                    slug=show.slug,
                    title=show.title,
                    description=show.description,
                    artwork_name=record.thumbnail or record.artwork,
                    episodes=len(episodes),
                    latest=episodes[0].published,
                )
            )
            mapped.append((show, max(episode.updated for episode in episodes)))
    spoken = {primary(show.language) for show in public}
    page = render_shelf(entries, spoken.pop() if len(spoken) == 1 else "en")
    for name, data in ((PAGE, page), (SITEMAP, render_sitemap_index(mapped))):
        if _bytes(shelf.root / name) != data:
            write_whole(shelf.root / name, data)


def _counted(show: Show, shelf: Shelf) -> tuple[Episode, ...]:
    """Return a show's records, newest first, those numbered that should be and are not yet."""
    episodes = shelf.episodes(show.slug)
    counted = numbered(episodes, show.season) if show.counts else episodes
    for before, after in zip(episodes, counted, strict=True):
        if before != after:
            shelf.keep_record(show.slug, after)
    return counted


def _inputs(studio: Studio, episodes: Sequence[Episode]) -> dict[str, str]:
    return {**inputs_of(studio), "episodes": _digest(episodes), "recipe": RECIPE}


def _digest(episodes: Sequence[Episode]) -> str:
    """Return the digest of a list of episodes as Python writes it, one episode at a time."""
    told = hashlib.sha256(b"[")
    for number, episode in enumerate(episodes):
        told.update(f"{', ' if number else ''}{episode!r}".encode())
    told.update(b"]")
    return told.hexdigest()


def _whole(folder: Path, record: ShowRecord, *, mapped: bool) -> bool:
    """Return whether all that the last release of the feed wrote is still there."""
    names = [FEED, PAGE, record.artwork, record.thumbnail, *record.pages]
    if mapped:
        names.append(SITEMAP)
    return all((folder / name).is_file() for name in names)


def _kept(folder: Path, before: ShowRecord | None, after: ShowRecord) -> frozenset[str]:
    """Return the archived pages that stand there as they would be written."""
    known = before.pages if before else {}
    return frozenset(
        name
        for name, made_of in after.pages.items()
        if known.get(name) == made_of and (folder / name).is_file()
    )


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
