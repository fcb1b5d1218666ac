"""A show that moves in from another host, with its GUIDs and dates, so that no subscriber is lost.

It can be broken off at any time and run again: an episode that is on the shelf whole is not
fetched twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from audiobrief.config import Show, load_show
from audiobrief.errors import AudiobriefError, UsageError
from audiobrief.files import exclusive, slugify
from audiobrief.ingest.podcast import Item, Podcast, read_podcast
from audiobrief.net import fetch, shown
from audiobrief.pipeline.adopt_item import slug_for, take
from audiobrief.pipeline.adopt_show import fetch_cover, show_file, write_show_file
from audiobrief.pipeline.workspace import Workspace
from audiobrief.publishing.shelf import Shelf, ShowRecord

MAX_FEED_BYTES = 64 * 2**20
MAX_PAGES = 1000


@dataclass(frozen=True, slots=True)
class Adoption:
    """What to adopt: ``show`` names it here (its title does, if empty).

    ``new_url`` is where it will be published, if that is known. ``mine``: adopt a feed that
    its host has locked.
    """

    feed_url: str
    show: str = ""
    new_url: str = ""
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """One step: an item by its ``title``, or the show where that is empty, and a word on it."""

    kind: Literal["adopted", "left out", "failed", "note"]
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """The show, how many episodes came, were there already, or could not be had."""

    show: Show
    new: int
    there: int
    failed: int


Notify = Callable[[Told], None]


def adopt(workspace: Workspace, adoption: Adoption, notify: Notify) -> Adopted:
    """Write the show file and the shelf of the podcast at a feed's address.

    Raises:
        NetworkError: the feed, or a page of older items, cannot be read.
        UsageError: it is locked, or the show's name is taken by another.
        ConfigError: audiobrief does not know its language.
        OutputError: the disk refuses.
    """
    podcast, items = _whole_feed(adoption.feed_url)
    if podcast.locked and not adoption.mine:
        raise UsageError(
            "its host has locked the feed against import",
            where=shown(adoption.feed_url),
            remedy="If it is yours, unlock it there, or say --mine.",
        )
    slug = slugify(adoption.show or podcast.title)
    if not slug:
        raise UsageError("the show has no name that fits a file", remedy="Give it one by --show.")
    with exclusive(workspace.shelf.root):
        show = _show(workspace, adoption, podcast, slug, notify)
        return _take_all(items, podcast.image, show, workspace.shelf, notify)


def _whole_feed(url: str) -> tuple[Podcast, tuple[Item, ...]]:
    """Return the channel, and the items of all its pages, each GUID once."""
    first = page = read_podcast(fetch(url, limit_bytes=MAX_FEED_BYTES), url)
    items = {item.guid: item for item in reversed(page.items)}
    seen = {url}
    while page.next_url and page.next_url not in seen and len(seen) < MAX_PAGES:
        seen.add(page.next_url)
        page = read_podcast(fetch(page.next_url, limit_bytes=MAX_FEED_BYTES), page.next_url)
        items = {item.guid: item for item in reversed(page.items)} | items
    return first, tuple(items.values())


def _show(
    workspace: Workspace, adoption: Adoption, podcast: Podcast, slug: str, notify: Notify
) -> Show:
    """Return the show, its file and record written where they are not there yet."""
    shelf, path = workspace.shelf, workspace.root / "feeds" / f"{slug}.toml"
    guid, minted = _guid(podcast, adoption.feed_url)
    record = shelf.show_record(slug)
    if (record and record.guid != guid) or (path.exists() and not record):
        raise UsageError(
            f"there is another show named {slug!r} here",
            where=path,
            remedy="Give this one another name by --show.",
        )
    if path.exists():
        return load_show(path)
    if minted:
        notify(Told("note", "", f"the feed has no podcast:guid; minted from its address: {guid}"))
    made = show_file(podcast, slug, old=adoption.feed_url, new=adoption.new_url)
    # The record first: by it the next run knows its own half-finished work.
    shelf.keep_show(slug, ShowRecord(guid))
    artwork, drawn = fetch_cover(podcast.image, path.parent, slug)
    write_show_file(path, replace(made, artwork=artwork))
    for note in filter(None, (*made.notes, drawn)):
        notify(Told("note", "", note))
    return load_show(path)


def _guid(podcast: Podcast, feed_url: str) -> tuple[str, bool]:
    """Return the show's GUID, and whether it had to be minted (from the address it had)."""
    from audiobrief.publishing.feed import show_guid

    try:
        return str(uuid.UUID(podcast.guid)), False
    except ValueError:
        return show_guid(feed_url), True


def _take_all(
    items: tuple[Item, ...], cover_url: str, show: Show, shelf: Shelf, notify: Notify
) -> Adopted:
    known = {episode.guid: episode for episode in shelf.episodes(show.slug)}
    taken = {episode.slug for episode in known.values()}
    new = there = failed = 0
    for item in items:
        before = known.get(item.guid)
        title = item.title or item.guid
        if before and not shelf.missing(show.slug, before):
            there += 1
            continue
        if item.enclosure is None:
            notify(Told("left out", title, "it has no enclosure"))
            continue
        slug = before.slug if before else slug_for(item, taken)
        try:
            made = take(item, show, shelf, slug, cover_url)
        except AudiobriefError as error:
            failed += 1
            notify(Told("failed", title, str(error)))
            continue
        new += 1
        taken.add(slug)
        notify(Told("adopted", title))
        for note in made.notes:
            notify(Told("note", title, note))
    return Adopted(show, new, there, failed)
