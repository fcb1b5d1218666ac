"""Which file of the shelf a request is for, and whether the one who asks may have it.

Decided on the path alone, before any file is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from audiobrief.config import Show
from audiobrief.publishing.served import served
from audiobrief.publishing.shelf import PAGE

Admits = Callable[[str, str], bool]
"""Whether a token (the second argument) is one of a show's."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file of the shelf; ``show`` and ``token`` are those of a private show."""

    path: PurePosixPath
    show: Show | None = None
    token: str = ""


def wanted(path: str, shows: Mapping[str, Show], admits: Admits) -> Wanted | None:
    """Return what the path of a request names, decoded and without its first slash, if anything.

    ``<show>/…`` is a public show's, ``<show>/<token>/…`` a private one's. A folder of which
    no show file tells is nobody's: it may have been a private show's. A path that ends in a
    slash names the page of its folder.
    """
    parts = path.split("/")
    if not parts[-1]:
        parts[-1] = PAGE
    if not all(map(_plain, parts)):
        return None
    show = shows.get(parts[0])
    if show is None:
        top = PurePosixPath(parts[0])
        return Wanted(top) if len(parts) == 1 and served(top) else None
    if not show.private:
        return Wanted(PurePosixPath(*parts))
    token = parts[1] if len(parts) > 1 else ""
    if not admits(show.slug, token):
        return None
    return Wanted(PurePosixPath(show.slug, *parts[2:]), show, token)


def _plain(part: str) -> bool:
    """Return whether a part of a path is a name, rather than a way out or a hidden file."""
    return bool(part) and not part.startswith(".") and not set(part) & {"\\", "\0"}
