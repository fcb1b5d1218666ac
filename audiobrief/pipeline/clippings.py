"""What was gathered for a show, kept in ``.desk/<show>/`` so that nothing is fetched twice.

A file that is lost or damaged is as good as none: its article is fetched again. Files are named by
the digest of an address, so that no address can name a place outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.files import digest, write_whole, writing
from audiobrief.ingest.feeds import Feed
from audiobrief.model import Article
from audiobrief.net import Validator

KEPT = timedelta(days=30)
"""How long a clipping is kept after it was last fetched."""

NEVER_FETCHED = Validator()


@dataclass(frozen=True, slots=True)
class Clipping:
    """An article by the address it was asked at, or why it is not there, or no newer.

    ``first`` is when it was first fetched, ``fetched`` when last; ``stamp`` is what changes when
    its source changes it, empty where the source does not tell.
    """

    url: str
    first: datetime
    fetched: datetime
    stamp: str = ""
    validator: Validator = NEVER_FETCHED
    article: Article | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class KeptFeed:
    """A feed as it was when it last changed."""

    url: str
    validator: Validator
    feed: Feed


@dataclass(frozen=True, slots=True)
class Clippings:
    """The folder of one show."""

    folder: Path

    def clipping(self, url: str) -> Clipping | None:
        """Return what is kept of an address."""
        found = _clipping(self._path("articles", url))
        return found if found and found.url == url else None

    def keep(self, clipping: Clipping) -> None:
        """Keep a clipping in place of the one before.

        Raises:
            OutputError: it cannot be written.
        """
        _write(self._path("articles", clipping.url), clipping, _clippings())

    def feed(self, url: str) -> KeptFeed | None:
        """Return the feed that is kept of an address."""
        found: KeptFeed | None = _read(self._path("feeds", url), _feeds())
        return found if found and found.url == url else None

    def keep_feed(self, feed: KeptFeed) -> None:
        """Keep a feed in place of the one before.

        Raises:
            OutputError: it cannot be written.
        """
        _write(self._path("feeds", feed.url), feed, _feeds())

    def sweep(self, now: datetime) -> None:
        """Remove clippings that were last fetched long ago, and damaged ones.

        Raises:
            OutputError: one cannot be removed.
        """
        for path in self.folder.glob("articles/*.json"):
            found = _clipping(path)
            if found is None or found.fetched < now - KEPT:
                with writing(path):
                    path.unlink(missing_ok=True)

    def _path(self, kind: str, url: str) -> Path:
        return self.folder / kind / f"{digest(url.encode())[:32]}.json"


def _clipping(path: Path) -> Clipping | None:
    found: Clipping | None = _read(path, _clippings())
    return found


def _read(path: Path, adapter: Any) -> Any:
    try:
        return adapter.validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def _write(path: Path, kept: Clipping | KeptFeed, adapter: Any) -> None:
    write_whole(path, adapter.dump_json(kept, indent=1) + b"\n")


@cache
def _clippings() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Clipping)


@cache
def _feeds() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(KeptFeed)
