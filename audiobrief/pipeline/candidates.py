"""What a show could publish: the cuts of its reports, each under a slug of its own.

Nothing is read here: a report file is known by its digest, its slug and its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from audiobrief.config import Cut
from audiobrief.errors import ReportError
from audiobrief.files import digest
from audiobrief.model import Origin
from audiobrief.narration.editions import bulletin_slug, flash_slug


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report file found for a show, and what is known of it without reading it again."""

    path: Path
    origin: Origin

    @property
    def slug(self) -> str:
        """The report's own slug."""
        return self.origin.slug

    @property
    def label(self) -> str:
        """What a user calls it."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cut of one report file, or of several, and the slug it publishes under."""

    cut: Cut
    slug: str
    files: tuple[ReportFile, ...]

    @property
    def path(self) -> Path:
        """The file, or the first of them."""
        return self.files[0].path

    @property
    def name(self) -> str:
        """What a failure of it is told under: the report's file, or the cut's own slug."""
        return self.path.name if self.cut == "full" else self.slug

    @property
    def label(self) -> str:
        """What a user calls it."""
        if self.cut == "bulletin":
            return f"the bulletin of {self.origins[0].day}"
        return f"the flash of {self.path.name}" if self.cut == "flash" else self.path.name

    @property
    def origins(self) -> tuple[Origin, ...]:
        """What is known of its files, in their order."""
        return tuple(file.origin for file in self.files)

    @property
    def told(self) -> tuple[ReportFile, ...]:
        """The files that are not withdrawn."""
        return tuple(file for file in self.files if not file.origin.withdrawn)

    @property
    def withdrawn(self) -> str:
        """Why nothing of it is left to tell; empty where something is."""
        reasons = dict.fromkeys(origin.withdrawn for origin in self.origins)
        return "" if self.told else " ".join(reasons)

    @property
    def digest(self) -> str:
        """The digest of its one report, or of all of them in any order."""
        digests = sorted(origin.digest for origin in self.origins)
        return digest("\n".join(digests).encode()) if self.cut == "bulletin" else digests[0]


def candidates(files: Sequence[ReportFile], cuts: Sequence[Cut]) -> tuple[Candidate, ...]:
    """Return the ``cuts`` of ``files``: those in full first, and bulletins last.

    A report without a day is in no bulletin; see :func:`undated`.
    """
    made: list[Candidate] = []
    if "full" in cuts:
        made += [Candidate("full", file.slug, (file,)) for file in files]
    if "flash" in cuts:
        made += [Candidate("flash", flash_slug(file.slug), (file,)) for file in files]
    if "bulletin" in cuts:
        days = _by_day(files).items()
        made += [Candidate("bulletin", bulletin_slug(day), tuple(group)) for day, group in days]
    return tuple(made)


def undated(files: Iterable[ReportFile]) -> dict[Path, ReportError]:
    """Return an error for every report that no bulletin can hold."""
    return {
        file.path: ReportError(
            "has no date, so no day's bulletin can hold it",
            where=file.path,
            remedy="Give it a `date`, or take `bulletin` out of `reports.cuts`.",
        )
        for file in files
        if not file.origin.day
    }


class _Claimant(Protocol):
    @property
    def path(self) -> Path: ...
    @property
    def slug(self) -> str: ...
    @property
    def label(self) -> str: ...


_C = TypeVar("_C", bound=_Claimant)


def clashes(claimants: Iterable[_C]) -> dict[_C, ReportError]:
    """Return an error for every file, or cut of one, whose slug another one claims too."""
    claims: dict[str, list[_C]] = {}
    for claimant in claimants:
        claims.setdefault(claimant.slug, []).append(claimant)
    return {
        claimant: ReportError(
            f"the slug {slug!r} is claimed by {' and '.join(one.label for one in several)}",
            where=claimant.path,
            remedy="Rename one file, or give one a `slug` of its own.",
        )
        for slug, several in claims.items()
        if len(several) > 1
        for claimant in several
    }


def _by_day(files: Iterable[ReportFile]) -> dict[date, list[ReportFile]]:
    days: dict[date, list[ReportFile]] = {}
    for file in files:
        if file.origin.day:
            days.setdefault(file.origin.day, []).append(file)
    return dict(sorted(days.items()))
