"""What is stale, and why: decided purely, from digests of what releases are made from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.config import Show
from audiobrief.files import digest
from audiobrief.model import Episode
from audiobrief.pipeline.candidates import Candidate

RECIPE = "4"
"""Raised when the same inputs would give another episode, so that all are made anew."""

REPORT = "report"
"""The input that is a report's own words, or those of all reports of a bulletin."""

_NEW = {"full": "new report", "flash": "new flash", "bulletin": "new bulletin"}

_CHANGED = {
    "full": "the report changed",
    "flash": "the report changed",
    "bulletin": "a report of the day is new or changed",
}

_REASONS = {
    "show": "the show's settings changed",
    "lexicon": "the show's lexicon changed",
    "voices": "a voice changed",
    "music": "the music changed",
    "artwork": "the artwork changed",
    "recipe": "audiobrief changed how episodes are made",
}

_NOT_HEARD = {
    *("folder", "categories", "description", "copyright", "explicit", "type", "email"),
    *("license", "license_url", "rhythm", "numbered", "season", "people", "locked", "hubs"),
    *("sources", "gather", "writer"),
}
"""Settings of the feed, and of where reports come from."""


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
    reports = show.reports.model_copy(update={"files": ("any",), "cuts": ("full",)})
    settings = show.model_copy(update={"reports": reports})
    return digest(settings.model_dump_json(exclude=_NOT_HEARD).encode())


def decide(
    candidates: Sequence[Candidate],
    records: Iterable[Episode],
    inputs: Mapping[str, str],
    missing: Mapping[str, Sequence[str]],
    *,
    force: bool = False,
) -> tuple[Decision, ...]:
    """Return what to do with each candidate; nothing with one withdrawn before its release.

    Args:
        candidates: the cuts of the reports that were found, no slug twice.
        records: what is on the shelf.
        inputs: digests of everything but the reports.
        missing: slug → published files that are gone or cut short.
        force: take every candidate for stale.
    """
    known = {record.slug: record for record in records}
    candidates = [one for one in candidates if one.slug in known or not one.withdrawn]
    present = {origin.slug for candidate in candidates for origin in candidate.origins}
    decisions = []
    for candidate in candidates:
        record = known.get(candidate.slug)
        if record is None:
            reasons = [_NEW[candidate.cut]]
        else:
            reasons = [_change(candidate)] if _changed(candidate, record, present) else []
            reasons += [
                why for key, why in _REASONS.items() if record.inputs.get(key) != inputs[key]
            ]
            reasons += [f"{name} is missing or cut short" for name in missing.get(record.slug, ())]
        if force and not reasons:
            reasons = ["asked for by --force"]
        decisions.append(Decision(candidate, tuple(reasons)))
    return tuple(decisions)


def _change(candidate: Candidate) -> str:
    return "the report is withdrawn" if candidate.withdrawn else _CHANGED[candidate.cut]


def _changed(candidate: Candidate, record: Episode, present: Collection[str]) -> bool:
    """Return whether a report of the candidate is not in its record as it is now.

    A report that is gone, or cannot be read for now, takes no story off the air: what
    counts is those ``present``.
    """
    if not record.origins:  # made by recipe 1, which is reason enough
        return False
    stands = {origin.digest for origin in record.origins if origin.slug in present}
    return stands != {origin.digest for origin in candidate.origins}
