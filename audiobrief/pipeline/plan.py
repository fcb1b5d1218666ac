"""What is stale, and why: decided purely, from digests of what releases are made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.config import Show
from audiobrief.errors import ReportError
from audiobrief.files import digest
from audiobrief.model import Episode

RECIPE = "1"
"""Raised when the same inputs would give another episode, so that all are made anew."""

REPORT = "report"
"""The input that is a report's own words; any other is the show's or audiobrief's."""

_REASONS = {
    REPORT: "the report changed",
    "show": "the show's settings changed",
    "voices": "a voice changed",
    "music": "the music changed",
    "artwork": "the artwork changed",
    "recipe": "audiobrief changed how episodes are made",
}

_FEED_ONLY = {"folder", "categories", "description", "copyright", "explicit", "type", "email"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report file found for a show, and the slug it publishes under."""

    path: Path
    slug: str
    digest: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a candidate wants work: it does if there is any reason."""

    candidate: Candidate
    reasons: tuple[str, ...]


def report_digest(path: Path, data: bytes) -> str:
    """Return a report's digest: its words, and the name that may give it its slug."""
    return digest(path.name.encode() + b"\0" + data)


def settings_digest(show: Show) -> str:
    """Return a digest of the settings that an episode, rather than a feed, depends on."""
    settings = show.model_copy(
        update={"reports": show.reports.model_copy(update={"files": ("any",)})}
    )
    return digest(settings.model_dump_json(exclude=_FEED_ONLY).encode())


def decide(
    candidates: Sequence[Candidate],
    records: Iterable[Episode],
    inputs: Mapping[str, str],
    missing: Mapping[str, Sequence[str]],
    *,
    force: bool = False,
) -> tuple[Decision, ...]:
    """Return what to do with each candidate.

    Args:
        candidates: the reports that were found, no slug twice.
        records: what is on the shelf.
        inputs: digests of everything but the report.
        missing: slug → published files that are gone or cut short.
        force: take every candidate for stale.
    """
    known = {record.slug: record for record in records}
    decisions = []
    for candidate in candidates:
        record = known.get(candidate.slug)
        if record is None:
            reasons = ["new report"]
        else:
            now = {**inputs, REPORT: candidate.digest}
            reasons = [why for key, why in _REASONS.items() if record.inputs.get(key) != now[key]]
            reasons += [f"{name} is missing or cut short" for name in missing.get(record.slug, ())]
        if force and not reasons:
            reasons = ["asked for by --force"]
        decisions.append(Decision(candidate, tuple(reasons)))
    return tuple(decisions)


def clashes(candidates: Sequence[Candidate]) -> dict[Path, ReportError]:
    """Return an error for every candidate whose slug another one claims too."""
    claims: dict[str, list[Path]] = {}
    for candidate in candidates:
        claims.setdefault(candidate.slug, []).append(candidate.path)
    return {
        path: ReportError(
            f"the slug {slug!r} is claimed by {' and '.join(str(one.name) for one in paths)}",
            where=path,
            remedy="Rename one file, or give one a `slug` of its own.",
        )
        for slug, paths in claims.items()
        if len(paths) > 1
        for path in paths
    }
