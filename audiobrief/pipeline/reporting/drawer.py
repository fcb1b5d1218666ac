"""Where the reports that were made of sources lie: on the air, or held for an editor.

::

    feeds/<show>/made/<slug>.md        read by every build
    feeds/<show>/held/<slug>.md        waiting for `audiobrief approve`
    .desk/<show>/reports/<slug>.json   how each was made

A file that somebody has changed since it was written belongs to them: it is never overwritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.config import Show
from audiobrief.errors import UsageError
from audiobrief.files import digest, digest_file, write_whole, writing
from audiobrief.pipeline.reporting.making import Making, Makings
from audiobrief.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Drawer:
    """The folders of one show's made reports."""

    made: Path
    held: Path
    makings: Makings

    def path(self, slug: str) -> Path:
        """Return where a report lies, or will lie once it is approved."""
        return self.made / f"{slug}.md"

    def find(self, slug: str) -> Path | None:
        """Return a report's file: the held one, else that on the air, None without either."""
        return next((one for one in (self._held(slug), self.path(slug)) if one.is_file()), None)

    def waiting(self) -> tuple[Path, ...]:
        """Return the reports that are held, in name order."""
        return tuple(sorted(self.held.glob("*.md")))

    def is_edited(self, slug: str) -> bool:
        """Return whether somebody has changed a report's file, or put one there, since."""
        making = self.makings.of(slug)
        found = [path for path in (self.path(slug), self._held(slug)) if path.is_file()]
        return any(making is None or digest_file(path) != making.written for path in found)

    def is_free(self, slug: str) -> bool:
        """Return whether no report has this name."""
        return not (self.path(slug).exists() or self._held(slug).exists() or self.makings.of(slug))

    def put(self, text: str, making: Making, *, hold: bool) -> Path:
        """Write a report and its record, held or for the air, and return its file.

        A version of it that is held gives way; one on the air stays there while the new is held.

        Raises:
            OutputError: the disk refuses.
        """
        target = self._held(making.slug) if hold else self.path(making.slug)
        self.makings.keep(making)
        write_whole(target, text.encode())
        if not hold:
            self._drop(self._held(making.slug))
        return target

    def approve(self, slug: str) -> Path:
        """Let a held report on the air, as it reads now, and return its file.

        Raises:
            UsageError: no report of that name is held.
            OutputError: it cannot be moved.
        """
        held, target = self._waiting(slug), self.path(slug)
        with writing(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            held.replace(target)
        return target

    def reject(self, slug: str) -> None:
        """Throw a held report away; its story is told again only if there is more to tell.

        Raises:
            UsageError: no report of that name is held.
            OutputError: it cannot be removed.
        """
        self._drop(self._waiting(slug))

    def _waiting(self, slug: str) -> Path:
        path = self._held(slug)
        if not path.is_file():
            names = ", ".join(one.stem for one in self.waiting())
            raise UsageError(
                f"no report named {slug!r} is held",
                where=self.held,
                remedy=f"These are: {names}." if names else "None is.",
            )
        return path

    def _held(self, slug: str) -> Path:
        return self.held / f"{slug}.md"

    def _drop(self, path: Path) -> None:
        with writing(path):
            path.unlink(missing_ok=True)


def drawer_of(show: Show, workspace: Workspace) -> Drawer:
    """Return the drawer of a show's reports."""
    makings = Makings(workspace.desk / show.slug / "reports")
    return Drawer(show.made, show.held, makings)


def digest_of(text: str) -> str:
    """Return the digest by which a report's file is known as it was written."""
    return digest(text.encode())
