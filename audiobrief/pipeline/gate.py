"""The gate before the shelf: what does not pass is not published, and what was stays.

Releases are heard and read while they are staged, pages of a feed before any of them is
swapped. What is on the shelf has passed, and its record tells it by its digest, so a build
looks at nothing twice; :func:`check_show` looks at everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.config import Show
from audiobrief.errors import CheckError, OutputError
from audiobrief.files import writing
from audiobrief.model import Episode, Heard, Line, Script
from audiobrief.narration.marks import LONGEST_BREAK
from audiobrief.publishing.check import (
    Finding,
    Release,
    Site,
    check_feed,
    check_links,
    check_page,
    check_release,
)
from audiobrief.publishing.shelf import SHOW_RECORD, Shelf

if TYPE_CHECKING:
    from audiobrief.audio.inspect import Hearing

_NOTHING: Mapping[str, Hearing] = {}

_TOLD = 3
"""Findings that a failure tells; all of them are told by ``audiobrief check``."""

_REMEDY = "It is not published, and what was published stays."


def admit_release(
    show: Show,
    shelf: Shelf,
    episode: Episode,
    *,
    stage: Path,
    pages: Mapping[str, bytes],
    script: Script,
    known: Mapping[str, Hearing],
) -> tuple[Finding, ...]:
    """Return what is to be said of a staged release that may go on the shelf: its warnings.

    ``known`` is what was heard of its sound files before they got their tags, by role. One that
    holds the same sound still is not decoded again.

    Raises:
        CheckError: it breaks a rule, and may not.
        OutputError: the disk refuses.
    """
    # Pages are looked at where they will lie: beside the files that they link to.
    with writing(stage):
        for name, data in pages.items():
            (stage / name).write_bytes(data)
    folder = f"{show.slug}/episodes/{episode.slug}"
    site = Site(shelf.root, {show.url: show.slug}, place=folder, staged=stage)
    found = [
        *check_release(_release(show, episode, stage, script.lines, known)),
        *(one for name in _html(pages) for one in check_links(site, f"{folder}/{name}")),
    ]
    return _admitted(found, episode.slug)


def _html(pages: Mapping[str, bytes]) -> list[str]:
    return [name for name in pages if name.endswith(".html")]


def admit_page(show: Show, name: str, data: bytes, episodes: Mapping[str, Episode]) -> None:
    """Let a page of a feed pass, all of whose ``episodes``, by GUID, are on the shelf.

    Raises:
        CheckError: it breaks a rule.
    """
    _, found = check_page(show, name, data, episodes)
    _admitted(found, f"{show.slug}/{name}")


def check_show(show: Show, shelf: Shelf, shows: Sequence[Show]) -> Iterator[Finding]:
    """Yield what is wrong with all that a show has on the shelf; every episode is decoded.

    Args:
        show: the podcast.
        shelf: where it is.
        shows: all of the workspace, which pages may link to.
    """
    folder = shelf.show_folder(show.slug)
    try:
        records = shelf.episodes(show.slug)
        shelf.show_record(show.slug)
    except OutputError as error:
        name = Path(error.where).relative_to(shelf.root).as_posix()
        yield Finding("record.unreadable", "error", name, "", error.what)
        return
    for record in records:
        place = shelf.episode_folder(show.slug, record.slug)
        yield from check_release(_release(show, record, place))
    on_air = {record.guid: record for record in records if not record.withdrawn}
    yield from check_feed(show, folder, on_air)
    if records and not (folder / SHOW_RECORD).is_file():
        name = f"{show.slug}/{SHOW_RECORD}"
        yield Finding("record.missing", "error", name, "", "the show's GUID is lost with it")
    for path in sorted(folder.rglob("*.html")):
        yield from check_links(_site(shelf, shows), path.relative_to(shelf.root).as_posix())


def check_index(shelf: Shelf, shows: Sequence[Show]) -> Iterator[Finding]:
    """Yield what is wrong with the pages that stand above all shows."""
    for path in sorted(shelf.root.glob("*.html")):
        yield from check_links(_site(shelf, shows), path.name)


def _site(shelf: Shelf, shows: Sequence[Show]) -> Site:
    return Site(shelf.root, {show.url: show.slug for show in shows})


def _release(
    show: Show,
    episode: Episode,
    folder: Path,
    lines: tuple[Line, ...] = (),
    known: Mapping[str, Hearing] = _NOTHING,
) -> Release:
    """Return a release with what its sound files are when they are played."""
    from audiobrief.audio.told import told

    paths = {
        role: folder / episode.files[role].name
        for role in ("mp3", "opus")
        if role in episode.files and (folder / episode.files[role].name).is_file()
    }
    pauses = show.narration.pauses
    seconds = (pauses.sentence, pauses.item, pauses.paragraph, pauses.section, pauses.thinking)
    return Release(
        show,
        episode,
        folder,
        heard={role: _heard(role, path, known.get(role)) for role, path in paths.items()},
        told={role: told(path) for role, path in paths.items()},
        lines=lines,
        longest_pause=max(LONGEST_BREAK, round(1000 * max(seconds))),
        staged=bool(known),
    )


def _heard(role: str, path: Path, known: Hearing | None) -> Heard:
    """Return what is heard of a sound file; it is decoded, unless its sound is ``known``."""
    from audiobrief.audio.inspect import hear

    if known and known.is_of(path):
        return known.heard
    # The ceiling is the MP3's: Opus is made from the same master, and never measured.
    return hear(path, peak=role == "mp3")


def _admitted(found: Sequence[Finding], where: str) -> tuple[Finding, ...]:
    """Return the warnings.

    Raises:
        CheckError: there are errors, too.
    """
    errors = [one for one in found if one.severity == "error"]
    if errors:
        told = "; ".join(map(str, errors[:_TOLD]))
        more = f"; and {len(errors) - _TOLD} more" if len(errors) > _TOLD else ""
        raise CheckError(f"fails the check: {told}{more}", where=where, remedy=_REMEDY)
    return tuple(found)
