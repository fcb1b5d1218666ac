"""The shelf, ``output/``: the one module that knows where published files lie.

::

    output/index.html, sitemap.xml            all shows
    output/<show>/feed.xml, index.html        one show, and its cover, large and small
    output/<show>/sitemap.xml                 its pages, for search engines
    output/<show>/feed-1.xml, ...             its older episodes, from the oldest on
    output/<show>/show.json                   its GUID and what the feed was made from
    output/<show>/episodes/<slug>/            one briefing: index.html, episode.json,
                                              MP3, transcripts, chapters, cover
    output/<show>/episodes/<slug>/embed.html  its player for other sites, and oembed.json,
                                              which tells them of it

Files of an episode are named by their content, so a new release never overwrites what a
client may be reading; records and pages are moved into place whole, the feed last.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.errors import OutputError
from audiobrief.files import digests_file, write_whole, writing
from audiobrief.model import Episode, PublishedFile

TYPES = {
    "mp3": "audio/mpeg",
    "opus": "audio/ogg",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "html": "text/html",
    "txt": "text/plain",
    "chapters": "application/json+chapters",
    "cover": "image/jpeg",
}
"""What each role of an episode's files is served as."""

_SUFFIXES = {"chapters": "chapters.json", "html": "transcript.html", "cover": "jpg"}
_DIGEST_CHARACTERS = 10

RECORD, PAGE, FEED, SHOW_RECORD = "episode.json", "index.html", "feed.xml", "show.json"
EMBED, OEMBED, SITEMAP = "embed.html", "oembed.json", "sitemap.xml"
BESIDE = (EMBED, OEMBED)
"""The pages that stand beside a public episode's own."""

_ARCHIVED = "feed-[0-9]*.xml"

_Stamp = tuple[int, int, int]
"""When a file was written (ns), its bytes, its inode: a record is replaced by another file."""


@dataclass(frozen=True, slots=True)
class ShowRecord:
    """What a show keeps for good (``guid``), and what its published feed was made from.

    ``artwork`` and ``thumbnail`` are the names of its cover, large and small.
    ``bounds`` are the places in time at which archived pages of the feed were closed;
    ``pages`` maps the names of those pages to a digest of what they were made from.
    """

    guid: str
    artwork: str = ""
    thumbnail: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict)
    bounds: tuple[str, ...] = ()
    pages: Mapping[str, str] = field(default_factory=dict)


@cache
def _adapters() -> Mapping[type[Any], Any]:
    from pydantic import TypeAdapter

    return {kind: TypeAdapter(kind) for kind in (Episode, ShowRecord)}


@dataclass(frozen=True, slots=True)
class Shelf:
    """One workspace's ``output/`` folder; an episode's record is read again where it changed."""

    root: Path
    _read_before: dict[str, tuple[_Stamp, Episode]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def show_folder(self, show: str) -> Path:
        """Return the folder that is published as the show's URL."""
        return self.root / show

    def episode_folder(self, show: str, slug: str) -> Path:
        """Return the folder of one briefing."""
        return self.root.joinpath(show, "episodes", slug)

    def episodes(self, show: str) -> tuple[Episode, ...]:
        """Return a show's records, newest first.

        Raises:
            OutputError: a record cannot be read; it holds a GUID, so it is not replaced.
        """
        found = sorted(_stamped(self.show_folder(show) / "episodes"))
        records = [self._episode(path, stamp) for path, stamp in found]
        return tuple(sorted(records, key=lambda one: (one.published, one.slug), reverse=True))

    def on_air(self, show: str) -> tuple[Episode, ...]:
        """Return the records of the episodes that are not withdrawn, newest first."""
        return tuple(record for record in self.episodes(show) if not record.withdrawn)

    def holds(self, show: str, slug: str) -> bool:
        """Return whether an episode is published under ``slug``."""
        return (self.episode_folder(show, slug) / RECORD).is_file()

    def show_record(self, show: str) -> ShowRecord | None:
        """Return what the show keeps, or None before its first release."""
        path = self.show_folder(show) / SHOW_RECORD
        record: ShowRecord | None = _read(path, ShowRecord) if path.exists() else None
        return record

    def keep_show(self, show: str, record: ShowRecord) -> None:
        """Write the record of a show that has published nothing here yet.

        Raises:
            OutputError: the disk refuses.
        """
        write_whole(self.show_folder(show) / SHOW_RECORD, _dump(ShowRecord, record))

    def missing(self, show: str, episode: Episode) -> tuple[str, ...]:
        """Return the files of a release that are gone, or no longer as long as recorded."""
        sizes = {file.name: file.bytes for file in episode.files.values()}
        there = _sizes(self.episode_folder(show, episode.slug), sizes)
        gone = [name for name, size in sizes.items() if there.get(name) != size]
        gone += [name for name in (PAGE, *episode.pages) if name not in there]
        return tuple(gone)

    def commit_episode(
        self, show: str, episode: Episode, staged: Path, pages: Mapping[str, bytes]
    ) -> None:
        """Move a finished release from ``staged`` to its place: files, pages, then record.

        All of it is on the disk before the first file moves, and moving takes no space.

        Raises:
            OutputError: the disk refuses; the release before stays as it was.
        """
        for name, page in pages.items():
            write_whole(staged / name, page)
        write_whole(staged / RECORD, _dump(Episode, episode))
        folder = self.episode_folder(show, episode.slug)
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for name in (*(file.name for file in episode.files.values()), *pages, RECORD):
                (staged / name).replace(folder / name)

    def keep_record(self, show: str, episode: Episode) -> None:
        """Replace the record of a published episode, whose files and page stay."""
        folder = self.episode_folder(show, episode.slug)
        write_whole(folder / RECORD, _dump(Episode, episode))

    def commit_show(
        self,
        show: str,
        files: Iterable[tuple[str, bytes]],
        record: ShowRecord,
        feed: bytes,
    ) -> None:
        """Put a show's files in place in their order, then the feed, then its record.

        So nothing is linked to before it is there: apps drop a feed whose next page is gone.
        Archived pages that the record does not name go last, with a sitemap that is not given.
        """
        folder = self.show_folder(show)
        written = set()
        for name, data in files:
            write_whole(folder / name, data)
            written.add(name)
        write_whole(folder / FEED, feed)
        write_whole(folder / SHOW_RECORD, _dump(ShowRecord, record))
        with writing(folder):
            for path in folder.glob(_ARCHIVED):
                if path.name not in record.pages:
                    path.unlink()
            if SITEMAP not in written:
                (folder / SITEMAP).unlink(missing_ok=True)

    def sweep(self, show: str, episode: Episode) -> None:
        """Delete files of releases older than the one before this."""
        keep = {file.name for file in episode.files.values()} | {PAGE, RECORD}
        keep |= {*episode.pages, *episode.superseded}
        folder = self.episode_folder(show, episode.slug)
        with writing(folder):
            for path in folder.iterdir():
                if path.name not in keep and path.is_file():
                    path.unlink()

    def _episode(self, path: str, stamp: _Stamp) -> Episode:
        before = self._read_before.get(path)
        if before and before[0] == stamp:
            return before[1]
        record: Episode = _read(Path(path), Episode)
        self._read_before[path] = (stamp, record)
        return record


def _read(path: Path, kind: type[Any]) -> Any:
    from pydantic import ValidationError

    try:
        return _adapters()[kind].validate_json(path.read_bytes())
    except (ValidationError, OSError) as error:
        raise OutputError(
            "this record is damaged or from another version",
            where=path,
            remedy="Restore it from a backup; deleting it would publish its episodes as new.",
        ) from error


def publish_name(
    path: Path, role: str, slug: str, *, suffix: str = "", kind: str = ""
) -> PublishedFile:
    """Rename a staged file by its content and return what the record says of it.

    ``suffix`` and ``kind``, a media type, are for a file that is not what its role's are.
    """
    sha256, sri = digests_file(path)
    name = f"{slug}-{sha256[:_DIGEST_CHARACTERS]}.{suffix or _SUFFIXES.get(role, role)}"
    named = path.with_name(name)
    with writing(path):
        shutil.move(path, named)
    kind = kind or TYPES[role]
    told = sri if kind.startswith(("audio/", "video/")) else ""
    return PublishedFile(name, named.stat().st_size, sha256, kind, told)


def _dump(kind: type[Any], value: Any) -> bytes:
    dumped: bytes = _adapters()[kind].dump_json(value, indent=1)
    return dumped + b"\n"


def _stamped(episodes: Path) -> Iterator[tuple[str, _Stamp]]:
    """Yield the records in a folder of episodes, and what tells of each whether it changes."""
    with suppress(FileNotFoundError), os.scandir(episodes) as folders:
        for folder in folders:
            path = os.path.join(folder.path, RECORD)  # noqa: PTH118 -- a Path takes as long as the rest
            with suppress(FileNotFoundError, NotADirectoryError):
                facts = os.stat(path)  # noqa: PTH116 -- as above
                yield path, (facts.st_mtime_ns, facts.st_size, facts.st_ino)


def _sizes(folder: Path, measured: Container[str]) -> dict[str, int]:
    """Return the files in a folder, none where it cannot be read.

    Those ``measured`` come with their size, the others with none.
    """
    try:
        with os.scandir(folder) as entries:
            return {
                entry.name: entry.stat().st_size if entry.name in measured else 0
                for entry in entries
            }
    except OSError:
        return {}
