"""The pictures of a show and of its episodes, given or drawn; what stands is not drawn again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from audiobrief.errors import ArtworkError
from audiobrief.files import digest
from audiobrief.model import Episode
from audiobrief.pipeline.plan import RECIPE
from audiobrief.pipeline.studio import Studio
from audiobrief.publishing.shelf import Shelf, ShowRecord

_NOT_IN_FEED = {
    *("folder", "reports", "sources", "gather", "writer", "narration", "voices", "music", "audio")
}

_THUMBNAIL_SIDE = 480
"""Pixels: twice what pages show, for fine screens."""

_EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}

Pictures = tuple[tuple[str, bytes], tuple[str, bytes]]
"""The artwork and its small copy, each with its name."""


def inputs_of(studio: Studio) -> dict[str, str]:
    """Return digests of what a show's pictures and its feed are made of."""
    settings = studio.show.model_dump_json(exclude=_NOT_IN_FEED)
    return {"show": digest(settings.encode()), "artwork": studio.inputs["artwork"]}


def show_pictures(studio: Studio, shelf: Shelf) -> Pictures:
    """Return a show's pictures: those on the shelf, or new ones where they may look otherwise now.

    A picture is drawn in some 65 MB.

    Raises:
        ArtworkError: the artwork is no picture.
    """
    show = studio.show.slug
    made_of = {**inputs_of(studio), "recipe": RECIPE}
    return _standing(shelf.show_folder(show), shelf.show_record(show), made_of) or _drawn(studio)


def episode_cover(title: str, before: Episode | None, studio: Studio, shelf: Shelf) -> bytes:
    """Return the picture of an episode: the show's own, the one it has, or a new one.

    ``before`` is the release that it replaces.

    Raises:
        ArtworkError: the show's own cannot be read.
    """
    from audiobrief.publishing.artwork import draw_cover

    if not studio.artwork:
        return _kept(title, before, studio, shelf) or draw_cover(studio.show.title, title)
    try:
        return studio.artwork.read_bytes()
    except OSError as error:
        raise ArtworkError(
            f"cannot be read ({error.strerror})",
            where=studio.artwork,
            remedy="Put it back, or take `artwork` out of the show file.",
        ) from error


def _kept(title: str, before: Episode | None, studio: Studio, shelf: Shelf) -> bytes:
    """Return the cover of the release before, where a new one would be the same."""
    cover = before.files.get("cover") if before else None
    if not before or not cover or before.title != title:
        return b""
    if any(before.inputs.get(name) != one for name, one in studio.inputs.items()):
        return b""
    data = _bytes(shelf.episode_folder(studio.show.slug, before.slug) / cover.name)
    return data if digest(data) == cover.sha256 else b""


def _standing(
    folder: Path, before: ShowRecord | None, made_of: Mapping[str, str]
) -> Pictures | None:
    """Return the pictures that stand there whole, made of the same."""
    if not before or any(before.inputs.get(name) != one for name, one in made_of.items()):
        return None
    names = (before.artwork, before.thumbnail)
    found = [(name, _bytes(folder / name)) for name in names]
    if any(digest(data)[:10] not in name for name, data in found):
        return None
    artwork, thumbnail = found
    return artwork, thumbnail


def _drawn(studio: Studio) -> Pictures:
    name, cover = _cover(studio)
    return (name, cover), _thumbnail(cover)


def _cover(studio: Studio) -> tuple[str, bytes]:
    """Return the show's artwork, given or drawn, named by its content."""
    from audiobrief.publishing.artwork import draw_cover

    if studio.artwork:
        data, extension = studio.artwork.read_bytes(), _EXTENSIONS[studio.artwork_type]
    else:
        data, extension = draw_cover(studio.show.title), "jpg"
    return f"cover-{digest(data)[:10]}.{extension}", data


def _thumbnail(cover: bytes) -> tuple[str, bytes]:
    """Return a small copy of the cover, for pages, named by its content."""
    from audiobrief.publishing.artwork import thumbnail

    data = thumbnail(cover, _THUMBNAIL_SIDE)
    return f"thumbnail-{digest(data)[:10]}.jpg", data


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""
