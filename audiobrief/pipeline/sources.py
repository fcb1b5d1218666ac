"""One source of a show read: its feed, its pages, its saved pages, or its list of feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path

from audiobrief.config import Source
from audiobrief.errors import ArticleError, NetworkError
from audiobrief.files import digest
from audiobrief.ingest.addresses import tidy
from audiobrief.ingest.articles import MOST_BYTES, Known, read_article
from audiobrief.ingest.feeds import MOST_BYTES as MOST_FEED_BYTES
from audiobrief.ingest.feeds import Entry, Feed, read_feed
from audiobrief.ingest.opml import MOST_BYTES as MOST_OPML_BYTES
from audiobrief.ingest.opml import read_opml
from audiobrief.ingest.worker import FEED_SECONDS
from audiobrief.model import Article
from audiobrief.net import Document, shown
from audiobrief.pipeline.choose import fresh_articles, is_about, newest_of_each, wanted_entries
from audiobrief.pipeline.clip import Clipped, Kit, clip
from audiobrief.pipeline.clippings import Clipping, KeptFeed

_PAGES = ("*.html", "*.htm", "*.xhtml")


@dataclass(frozen=True, slots=True)
class Harvest:
    """What a source gave: ``articles`` that are wanted, and what was new or refused of it.

    ``notes`` say why something was refused, each with its address; ``error`` why the source failed
    as a whole, empty where it did not.
    """

    source: str
    articles: tuple[Article, ...] = ()
    new: int = 0
    unchanged: int = 0
    refused: int = 0
    notes: tuple[str, ...] = ()
    error: str = ""


def harvest(source: Source, folder: Path, kit: Kit) -> Iterator[Harvest]:
    """Yield what a source gives; a list of feeds gives one harvest a feed.

    Args:
        source: as the show file has it.
        folder: where relative paths start.
        kit: what is gathered with.

    Raises:
        OutputError: a clipping cannot be kept.
    """
    try:
        if source.opml:
            for one in _listed(source.opml, source, folder, kit):
                yield from harvest(one, folder, kit)
        elif source.feed:
            yield _of_feed(source.feed, source, kit)
        elif source.pages:
            entries = [Entry(url=tidy(url), title="") for url in source.pages]
            yield _picked(source, (clip(entry, kit) for entry in entries), kit)
        else:
            paths = _saved_pages(source, folder)
            yield _picked(source, (_clip_file(path, folder, kit) for path in paths), kit)
    except (NetworkError, ArticleError) as error:
        yield Harvest(label_of(source), error=str(error))


def label_of(source: Source) -> str:
    """Return what a user calls a source; of an address, what may be printed."""
    address = source.feed or source.opml or (*source.pages, *source.saved)[0]
    return source.name or _printed(address)


def _printed(place: str) -> str:
    return shown(place) if "://" in place else place


def _of_feed(url: str, source: Source, kit: Kit) -> Harvest:
    feed = _feed(url, kit)
    entries = wanted_entries(source, feed.entries, kit.now)
    if not source.language and feed.language:
        source = source.model_copy(update={"language": feed.language})
    return _harvest(source, [clip(entry, kit) for entry in entries], kit)


def _feed(url: str, kit: Kit) -> Feed:
    """Return a feed, as it is kept where it has not changed."""
    kept = kit.clippings.feed(url)
    found: Document | None
    if kept:
        found = kit.visitor.renew(url, kept.validator, limit_bytes=MOST_FEED_BYTES)
        if found is None:
            return kept.feed
    else:
        found = kit.visitor.get(url, limit_bytes=MOST_FEED_BYTES)
    kind = f"{found.type}; charset={found.charset}" if found.charset else found.type
    feed = kit.worker.run(shown(url), read_feed, found.body, kind, found.url, seconds=FEED_SECONDS)
    kit.clippings.keep_feed(KeptFeed(url, found.validator, feed))
    return feed


def _listed(place: str, source: Source, folder: Path, kit: Kit) -> Iterator[Source]:
    for one in read_opml(_opml(place, folder, kit), _printed(place)):
        yield source.model_copy(
            update={"opml": None, "feed": one.url, "name": source.name or one.name}
        )


def _opml(place: str, folder: Path, kit: Kit) -> bytes:
    if "://" not in place:
        return _file(folder / place, MOST_OPML_BYTES)
    return kit.visitor.get(place, limit_bytes=MOST_OPML_BYTES).body


def _saved_pages(source: Source, folder: Path) -> list[Path]:
    """Return the files that the source's globs find, and the pages in folders among them.

    Raises:
        ArticleError: there are none.
    """
    found = {
        folder / name
        for pattern in source.saved
        for name in glob(pattern, root_dir=folder, recursive=True)  # noqa: PTH207 -- takes absolute patterns too
    }
    pages = {page for path in found for page in _pages_in(path)}
    if not pages:
        where = ", ".join(source.saved)
        raise ArticleError("no saved page there", where=where, remedy=f"Look in {folder}.")
    return sorted(pages)


def _pages_in(path: Path) -> Iterable[Path]:
    if not path.is_dir():
        return [path]
    return (page for pattern in _PAGES for page in path.rglob(pattern) if page.is_file())


def _clip_file(path: Path, folder: Path, kit: Kit) -> Clipped:
    """Return the article of a saved page, as it is kept where the file has not changed."""
    key = f"saved:{path.relative_to(folder) if path.is_relative_to(folder) else path}"
    try:
        page = _file(path, MOST_BYTES)
        before = kit.clippings.clipping(key)
        stamp = digest(page)
        if before and before.stamp == stamp and before.article:
            return Clipped(key, "unchanged", before.article, first=before.first)
        article = kit.worker.run(str(path), read_article, page, "", Known(str(path)))
    except ArticleError as error:
        return Clipped(key, "refused", why=str(error))
    first = before.first if before else kit.now
    kit.clippings.keep(Clipping(key, first, kit.now, stamp=stamp, article=article))
    return Clipped(key, "new", article, first=first)


def _file(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise ArticleError(
            f"cannot be read ({error.strerror})", where=path, remedy="Check its name and mode."
        ) from error
    if len(data) > limit:
        what = f"is larger than {limit // 1_000_000} MB"
        raise ArticleError(what, where=path, remedy="Save the text alone.")
    return data


def _picked(source: Source, clipped: Iterable[Clipped], kit: Kit) -> Harvest:
    """Return the harvest of what was picked by hand: it failed if nothing came of any of it."""
    made = _harvest(source, list(clipped), kit)
    if made.new or made.unchanged:
        wanted = [article for article in made.articles if is_about(source, article)]
        return replace(made, articles=newest_of_each(wanted)[: source.take])
    return replace(made, error=" ".join(made.notes))


def _harvest(source: Source, clipped: list[Clipped], kit: Kit) -> Harvest:
    read = [(one.article, one.first or kit.now) for one in clipped if one.article]
    outcomes = [one.outcome for one in clipped]
    return Harvest(
        label_of(source),
        fresh_articles(source, read, kit.now),
        new=outcomes.count("new"),
        unchanged=outcomes.count("unchanged"),
        refused=outcomes.count("refused"),
        notes=tuple(one.why for one in clipped if one.why),
    )
