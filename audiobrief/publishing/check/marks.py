"""Chapters: in the file that apps load, in the record, in the tags of the sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from audiobrief.model import ChapterMark
from audiobrief.publishing.check.finding import Problem, clock
from audiobrief.publishing.check.reading import UnreadableError, letters
from audiobrief.publishing.check.release import Release, release_rule
from audiobrief.publishing.rules import ERROR


def _chapters(release: Release) -> tuple[ChapterMark, ...]:
    found = release.read.get("chapters", ())
    return () if isinstance(found, UnreadableError) else found


@release_rule("chapters.order", ERROR)
def order(release: Release) -> Iterator[Problem]:
    """The first starts at nought, each later than the one before, and all have titles."""
    marks = _chapters(release)
    if not release.ours:
        return
    if marks and marks[0].start_ms:
        yield Problem(release.name("chapters"), clock(marks[0].start_ms), "the first is not at 0")
    for one, after in pairwise(marks):
        if after.start_ms <= one.start_ms:
            what = f"{after.title!r} does not come after {one.title!r}"
            yield Problem(release.name("chapters"), clock(after.start_ms), what)
    for mark in marks:
        if not mark.title.strip():
            yield Problem(release.name("chapters"), clock(mark.start_ms), "it has no title")


@release_rule("chapters.beyond", ERROR)
def beyond(release: Release) -> Iterator[Problem]:
    """A chapter after the end cannot be played."""
    for mark in _chapters(release):
        if mark.start_ms >= release.duration_ms:
            what = f"{mark.title!r} starts after the programme ends"
            yield Problem(release.name("chapters"), clock(mark.start_ms), what)


@release_rule("chapters.differ", ERROR)
def differ(release: Release) -> Iterator[Problem]:
    """Feed, file and tags list the same."""
    if not release.ours:
        return
    wanted = release.episode.chapters
    lists = {}
    if isinstance(release.read.get("chapters"), tuple):
        lists["chapters"] = _chapters(release)
    lists |= {role: told.chapters for role, told in release.told.items() if told}
    for role, marks in lists.items():
        if _known(marks) != _known(wanted):
            yield Problem(release.name(role), "", "its chapters are not those of the record")


@release_rule("tags.missing", ERROR)
def untagged(release: Release) -> Iterator[Problem]:
    """A file that was saved is known by its tags alone."""
    for role, told in release.told.items() if release.ours else ():
        if told is None:
            yield Problem(release.name(role), "", "has no tags")


@release_rule("tags.title", ERROR)
def title(release: Release) -> Iterator[Problem]:
    """A sound file of another episode has another title."""
    for role, told in release.told.items() if release.ours else ():
        if told and letters(told.title) != letters(release.episode.title):
            yield Problem(release.name(role), "", f"its title is {told.title[:60]!r}")


def _known(marks: Sequence[ChapterMark]) -> list[tuple[str, int]]:
    return [(letters(mark.title), mark.start_ms) for mark in marks]
