"""The links of the site: what a page refers to is on the shelf, and its anchors are there.

Every element is looked at, whatever the page is made of: what it refers to by ``href``,
``src``, ``poster``, ``srcset`` or, where it is below a show's address, by ``content``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from audiobrief.publishing.check import reading
from audiobrief.publishing.check.finding import Problem
from audiobrief.publishing.check.reading import UnreadableError
from audiobrief.publishing.rules import ERROR, Rules
from audiobrief.publishing.shelf import PAGE

_REFERRING = ("href", "src", "poster", "data")
_MEDIA_TIME = "t="
"""A place in time (https://www.w3.org/TR/media-frags/), which is in no page."""


@dataclass(frozen=True)
class Site:
    """The shelf as the web sees it.

    ``shows`` maps the address of each show to its folder's name. A release that is not on the
    shelf yet lies in ``staged``, and will lie in the folder ``place``; what its show has
    beside it may be yet to come.
    """

    root: Path
    shows: Mapping[str, str]
    place: str = ""
    staged: Path | None = None
    anchors: dict[str, frozenset[str]] = field(default_factory=dict)

    def locate(self, path: str) -> Path | None:
        """Return the file that is served at ``path``, if there is one."""
        if self.staged and posixpath.dirname(path) == self.place:
            found = self.staged / posixpath.basename(path)
        else:
            found = self.root / path
        return found if found.is_file() else None

    def to_come(self, path: str) -> bool:
        """Return whether ``path`` is written only once the release has passed."""
        return self.staged is not None and "/episodes/" not in f"/{path}"

    def target(self, page: str, reference: str) -> tuple[str, str] | None:
        """Return the path and anchor that a page refers to; None where it is not of the shelf.

        A path that begins with ".." has left the shelf.
        """
        address, _, anchor = reference.partition("#")
        known = [url for url in self.shows if address.startswith(url)]
        if known:
            url = max(known, key=len)
            path = f"{self.shows[url]}/{address.removeprefix(url)}"
        else:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                return None
            path = address if address.startswith("/") else f"{posixpath.dirname(page)}/{address}"
            path = page if not address else path
        path = unquote(path.partition("?")[0])
        if path.startswith("/") and not page.startswith("/") and address.startswith("/"):
            return f"..{path}", anchor
        folder = path.endswith(("/", "/.", "/..")) or not path
        whole = posixpath.normpath(path.lstrip("/"))
        if folder or (self.root / whole).is_dir():
            whole = posixpath.normpath(f"{whole}/{PAGE}")
        return whole, anchor


@dataclass(frozen=True)
class SitePage:
    """A page of the site; ``path`` is its place on the shelf."""

    site: Site
    path: str

    @cached_property
    def root(self) -> Any:
        """Its root element, or an :class:`UnreadableError`."""
        found = self.site.locate(self.path)
        try:
            return reading.page(found.read_bytes() if found else b"")
        except UnreadableError as error:
            return error

    def references(self) -> Iterator[tuple[int, str]]:
        """Yield the line and the text of all that it refers to."""
        if isinstance(self.root, UnreadableError):
            return
        for node in self.root.iter():
            line = int(node.sourceline or 0)
            for name, value in node.attrib.items():
                if name in _REFERRING:
                    yield line, value.strip()
                elif name == "srcset":
                    yield from ((line, one.split()[0]) for one in value.split(",") if one.split())
                elif name == "content" and value.startswith(tuple(self.site.shows)):
                    yield line, value.strip()

    def problem(self, line: int, what: str) -> Problem:
        """Return what is wrong on a line of it."""
        return Problem(self.path, str(line), what)


LINK_RULES: Rules[SitePage, Problem] = Rules()


@LINK_RULES.rule("link.outside", ERROR)
def outside(page: SitePage) -> Iterator[Problem]:
    """The shelf may be published anywhere: beside it, or above, is somebody else's."""
    for line, reference in page.references():
        target = page.site.target(page.path, reference)
        if target and target[0].startswith(".."):
            yield page.problem(line, f"leads out of the shelf: {reference}")


@LINK_RULES.rule("link.broken", ERROR)
def broken(page: SitePage) -> Iterator[Problem]:
    """It leads nowhere."""
    for line, reference, path, _ in _inside(page):
        if page.site.locate(path) is None and not page.site.to_come(path):
            yield page.problem(line, f"leads to what is not there: {reference}")


@LINK_RULES.rule("link.anchor", ERROR)
def anchor(page: SitePage) -> Iterator[Problem]:
    """It leads to the page, and no further."""
    for line, reference, path, place in _inside(page):
        there = page.site.locate(path)
        if not place or place.startswith(_MEDIA_TIME) or there is None or there.suffix != ".html":
            continue
        if unquote(place) not in _anchors(page, path):
            yield page.problem(line, f"leads to a place that is not in the page: {reference}")


def _inside(page: SitePage) -> Iterator[tuple[int, str, str, str]]:
    """Yield line, reference, path and anchor of what is on the shelf."""
    for line, reference in page.references():
        target = page.site.target(page.path, reference)
        if target and not target[0].startswith(".."):
            yield line, reference, *target


def _anchors(page: SitePage, path: str) -> frozenset[str]:
    known = page.site.anchors
    if path not in known:
        other = page if path == page.path else SitePage(page.site, path)
        root = other.root
        found = [] if isinstance(root, UnreadableError) else root.xpath("//@id | //a/@name")
        known[path] = frozenset(map(str, found))
    return known[path]
