"""A release as a check sees it, on the shelf or staged, and the rules about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from audiobrief.config import Show
from audiobrief.files import digests_file
from audiobrief.model import Episode, Heard, Line, PublishedFile, Told
from audiobrief.publishing.check import reading
from audiobrief.publishing.check.finding import Problem
from audiobrief.publishing.check.reading import Cue, Prose, UnreadableError
from audiobrief.publishing.rules import ERROR, Rules
from audiobrief.publishing.shelf import PAGE

SOUNDS = ("mp3", "opus")
CAPTIONS = {"vtt": reading.vtt, "srt": reading.srt, "json": reading.segments}
PROSE = {"html": reading.prose_html, "txt": reading.prose_text}
READERS: Mapping[str, Callable[[bytes], Any]] = {
    **CAPTIONS,
    **PROSE,
    "chapters": reading.chapters,
}
"""What reads each role of a release's texts."""


@dataclass(frozen=True)
class Release:
    """A release whose files lie in ``folder``.

    ``heard`` and ``told`` are what the audio room made of its sound files, by role; ``lines``
    the script, known while it is made; ``longest_pause`` the longest silence, in ms, that
    settings or marks of the show may ask for. One that is ``staged`` was read when its files were
    named by their content, a moment ago: for their digests it is not read again.
    """

    show: Show
    episode: Episode
    folder: Path
    heard: Mapping[str, Heard] = field(default_factory=dict)
    told: Mapping[str, Told | None] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    longest_pause: int = 0
    staged: bool = False

    @property
    def ours(self) -> bool:
        """Whether it was made here and is on air, so that all rules are for it."""
        return self.episode.narrated and not self.episode.withdrawn

    def name(self, role: str) -> str:
        """Return the name of a role's file, or of the record that should name one."""
        file = self.episode.files.get(role)
        return file.name if file else "episode.json"

    def has(self, role: str) -> bool:
        """Return whether a role has a file, and it is there."""
        return role in self.episode.files and (self.folder / self.name(role)).is_file()

    @cached_property
    def read(self) -> Mapping[str, Any]:
        """What each of its texts holds, by role; an error where it cannot be read."""
        return {
            role: _tried(reader, (self.folder / self.name(role)).read_bytes())
            for role, reader in READERS.items()
            if self.has(role)
        }

    @cached_property
    def digests(self) -> Mapping[str, tuple[str, str]]:
        """The SHA-256 and the SHA-384 of each file that is there, by name; none while staged."""
        names = () if self.staged else [file.name for _, file in self.files()]
        return {
            name: digests_file(self.folder / name)
            for name in names
            if (self.folder / name).is_file()
        }

    @cached_property
    def page(self) -> Any:
        """The root of its page, an error where it cannot be read, None where it is not there."""
        path = self.folder / PAGE
        return _tried(reading.page, path.read_bytes()) if path.is_file() else None

    def cues(self, role: str) -> tuple[Cue, ...]:
        """Return the cues of a role; none where they cannot be read."""
        found = self.read.get(role, ())
        return () if isinstance(found, UnreadableError) else found

    def prose(self, role: str) -> Prose | None:
        """Return a transcript without times, or None where it cannot be read."""
        found = self.read.get(role)
        return found if isinstance(found, Prose) else None

    @property
    def duration_ms(self) -> int:
        """How long it is: as its MP3 plays, or as recorded where that does not play."""
        heard = self.heard.get("mp3")
        return heard.duration_ms if heard and not heard.unplayable else self.episode.duration_ms

    def files(self) -> Iterator[tuple[str, PublishedFile]]:
        """Yield its files by role."""
        yield from self.episode.files.items()


def _tried(reader: Callable[[bytes], Any], data: bytes) -> Any:
    try:
        return reader(data)
    except UnreadableError as error:
        return error


RULES: Rules[Release, Problem] = Rules()
release_rule = RULES.rule


@release_rule("text.unreadable", ERROR)
def unreadable(release: Release) -> Iterator[Problem]:
    """What its form's parsers refuse is shown nowhere."""
    for role, found in release.read.items():
        if isinstance(found, UnreadableError):
            yield Problem(release.name(role), "", f"cannot be read: {found}")
    if isinstance(release.page, UnreadableError):
        yield Problem(PAGE, "", f"cannot be read: {release.page}")
