"""What is sent of the shelf, and in which order.

A client may come at any moment, so nothing is there later than what points to it: media,
then pages and transcripts, then the feed's archived pages from the oldest on, for each links to
the one before it (https://www.rfc-editor.org/rfc/rfc5005#section-4), and the feed itself at the
end. No page of a feed links to a newer one but the current, whose name never changes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path, PurePosixPath

from audiobrief.files import digest, digest_file
from audiobrief.model import PublishedFile
from audiobrief.publishing.served import Served, served
from audiobrief.publishing.shelf import FEED


class Stage(IntEnum):
    """When a file is sent: all of one stage before the next."""

    MEDIA = 0
    TEXT = 1
    ARCHIVED_FEED = 2
    FEED = 3


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file to be sent: ``path`` is relative to the target, with slashes."""

    path: str
    source: Path
    bytes: int
    sha256: str
    served: Served

    @property
    def fingerprint(self) -> str:
        """A digest of what a client sees: the bytes, their type, how long they keep."""
        return digest(f"{self.sha256}\n{self.served.type}\n{self.served.cache}".encode())

    @property
    def stage(self) -> Stage:
        """When it is sent."""
        name = PurePosixPath(self.path).name
        if name == FEED:
            return Stage.FEED
        if re.fullmatch(r"feed[^/]*\.xml", name):
            return Stage.ARCHIVED_FEED
        return Stage.TEXT if self.served.text else Stage.MEDIA


def site_files(
    root: Path, known: Mapping[Path, PublishedFile], without: Collection[str] = ()
) -> tuple[SiteFile, ...]:
    """Return what is published below ``root``, in the order in which it is sent.

    Records, dot-files, symbolic links and files of no type of ours stay at home, and so do
    the folders in ``root`` that ``without`` names. ``known`` spares reading what a record has
    a digest of, where the size is the recorded one.
    """
    files = (_site_file(root, path, how, known) for path, how in _public(root, without))
    return tuple(sorted(files, key=_order))


def _public(root: Path, without: Collection[str]) -> Iterator[tuple[Path, Served]]:
    for folder, below, names in os.walk(root):
        if Path(folder) == root:
            below[:] = [name for name in below if name not in without]
        for name in names:
            path = Path(folder, name)
            how = served(PurePosixPath(path.relative_to(root).as_posix()))
            if how and path.is_file() and not path.is_symlink():
                yield path, how


def _site_file(
    root: Path, path: Path, how: Served, known: Mapping[Path, PublishedFile]
) -> SiteFile:
    size, record = path.stat().st_size, known.get(path)
    recorded = record is not None and record.bytes == size
    sha256 = record.sha256 if record and recorded else digest_file(path)
    return SiteFile(path.relative_to(root).as_posix(), path, size, sha256, how)


def _order(file: SiteFile) -> tuple[Stage, int, int, str]:
    depth = file.path.count("/")  # a page that lists others lies above them
    number = 0
    if file.stage is Stage.ARCHIVED_FEED:  # feed-3.xml links to feed-2.xml
        number = max(map(int, re.findall(r"\d{1,9}", PurePosixPath(file.path).name)), default=0)
    return file.stage, number, -depth, file.path
