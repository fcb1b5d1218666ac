"""A show's sources gathered into articles: many hosts at once, one at a time each.

    sources ─harvest─▶ clippings ─choose─▶ articles

A source that fails stops no other, and what was gathered from it before stays.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

from audiobrief.config import Show, Source
from audiobrief.errors import UsageError
from audiobrief.files import exclusive, write_whole
from audiobrief.ingest.addresses import public, tidy
from audiobrief.ingest.articles import MOST_BYTES, Known
from audiobrief.ingest.worker import Worker
from audiobrief.model import Article
from audiobrief.net import Courtesy, Visitor, shown
from audiobrief.pipeline.choose import newest_of_each
from audiobrief.pipeline.clip import Kit, read_page
from audiobrief.pipeline.clippings import Clippings
from audiobrief.pipeline.sources import Harvest, harvest
from audiobrief.pipeline.workspace import Workspace

SIDE_BY_SIDE = 8
"""Sources that are read at once."""

Notify = Callable[[Harvest], None]


def gather(show: Show, workspace: Workspace, now: datetime, notify: Notify) -> tuple[Article, ...]:
    """Fetch what is new at a show's sources, and return all articles that are fresh enough.

    Each article comes once, the newest first; ``notify`` is told of each source, in their order.

    Raises:
        UsageError: the show has no sources.
        BusyError: another run gathers for it.
        OutputError: what was gathered cannot be kept.
    """
    if not show.sources:
        raise UsageError(
            "has no sources to gather from",
            where=f"feeds/{show.slug}.toml",
            remedy="Add a [[sources]] table: `audiobrief init` writes a show file with one.",
        )
    folder = workspace.desk / show.slug
    _keep_out_of_git(workspace.desk)
    with exclusive(folder):
        clippings = Clippings(folder)
        harvests = _all(show, clippings, now, notify)
        clippings.sweep(now)
    return newest_of_each(article for one in harvests for article in one.articles)


def read_url(url: str, *, allow_private: bool = False) -> Article:
    """Return the article at an address; nothing is kept of it.

    Raises:
        NetworkError: it cannot be fetched.
        ArticleError: there is no article, or something stands in its place.
    """
    with Visitor(Courtesy(), allow_private=allow_private) as visitor, Worker() as worker:
        found = visitor.get(tidy(url), limit_bytes=MOST_BYTES)
        return read_page(found, Known(where=shown(url), url=public(found.url)), worker)


def _all(show: Show, clippings: Clippings, now: datetime, notify: Notify) -> list[Harvest]:
    courtesy = Courtesy(pause=show.gather.pause)
    made: list[Harvest] = []
    with Worker() as worker, ThreadPoolExecutor(SIDE_BY_SIDE, "gather") as pool:

        def read(source: Source) -> list[Harvest]:
            with Visitor(courtesy, allow_private=show.gather.allow_private) as visitor:
                return list(harvest(source, show.folder, Kit(clippings, visitor, worker, now)))

        try:
            for harvests in pool.map(read, show.sources):
                for one in harvests:
                    notify(one)
                made += harvests
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return made


def _keep_out_of_git(desk: Path) -> None:
    """Other people's texts are no part of a workspace that its owner shares."""
    ignore = desk / ".gitignore"
    if not ignore.exists():
        write_whole(ignore, b"*\n")
