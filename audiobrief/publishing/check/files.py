"""The files of a release: all there, as long as recorded, of the bytes and type recorded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audiobrief.errors import ArtworkError
from audiobrief.publishing.artwork import check_artwork
from audiobrief.publishing.check.finding import Problem
from audiobrief.publishing.check.release import Release, release_rule
from audiobrief.publishing.rules import ERROR
from audiobrief.publishing.shelf import PAGE

_SIGNS = {
    "audio/mpeg": (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2"),
    "audio/ogg": (b"OggS",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG",),
    "text/vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
    "text/html": (b"<!DOCTYPE html", b"<!doctype html", b"<html"),
    "application/json": (b"{",),
    "application/json+chapters": (b"{",),
    "video/mp4": (),
    "audio/mp4": (),
}
"""How files of a type begin; none where that is not at their very beginning."""


@release_rule("file.missing", ERROR)
def missing(release: Release) -> Iterator[Problem]:
    """The feed names it."""
    for _, file in release.files():
        if not (release.folder / file.name).is_file():
            yield Problem(file.name, "", "is not there")
    if not (release.folder / PAGE).is_file():
        yield Problem(PAGE, "", "is not there")
    if "mp3" not in release.episode.files and not release.episode.withdrawn:
        yield Problem("episode.json", "", "names no sound file")


@release_rule("file.length", ERROR)
def length(release: Release) -> Iterator[Problem]:
    """Apps plan a download by it, and drop one that breaks off."""
    for _, file in release.files():
        path = release.folder / file.name
        if path.is_file() and path.stat().st_size != file.bytes:
            what = f"has {path.stat().st_size} bytes, and the feed says {file.bytes}"
            yield Problem(file.name, "", what)


@release_rule("file.digest", ERROR)
def digest(release: Release) -> Iterator[Problem]:
    """Other bytes under the same name are never fetched by who has the old ones."""
    for _, file in release.files():
        found = release.digests.get(file.name)
        if found and found[0] != file.sha256:
            yield Problem(file.name, "", "is not what was published: its SHA-256 differs")


@release_rule("file.integrity", ERROR)
def integrity(release: Release) -> Iterator[Problem]:
    """An app that checks the digest refuses the file."""
    for _, file in release.files():
        found = release.digests.get(file.name)
        if file.sri and found and found[1] != file.sri:
            yield Problem(file.name, "", "is not what podcast:integrity says: its digest differs")


@release_rule("file.type", ERROR)
def kind(release: Release) -> Iterator[Problem]:
    """Players choose by it."""
    for _, file in release.files():
        signs = _SIGNS.get(file.type, ())
        head = _head(release.folder / file.name)
        if head and signs and not head.lstrip().startswith(signs):
            yield Problem(file.name, "", f"does not begin as a file of {file.type} does")


@release_rule("image.unfit", ERROR)
def image(release: Release) -> Iterator[Problem]:
    """Apps refuse a cover of another size, or of another kind than its name says."""
    file = release.episode.files.get("cover")
    if file and (release.folder / file.name).is_file():
        try:
            kind = check_artwork(release.folder / file.name)
        except ArtworkError as error:
            yield Problem(file.name, "", error.what)
            return
        if kind != file.type:
            yield Problem(file.name, "", f"is of {kind}, and the record says {file.type}")


def _head(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as stream:
        return stream.read(64)
