"""What the last runs came to, noted on the shelf for ``audiobrief status`` and never published.

A note, not a record: one that is lost or damaged is as good as none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.files import write_whole

NOTE = ".last-run.json"


@dataclass(frozen=True, slots=True)
class Failed:
    """What could not be made, by the name of its file (empty for a whole show), and why."""

    name: str
    error: str


@dataclass(frozen=True, slots=True)
class Built:
    """A show's last build: when it began, how many episodes it made, what failed."""

    at: datetime
    built: int
    failed: tuple[Failed, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """The last publication to a target: how many files were sent, and what ended it.

    ``shows`` are those that it publishes there.
    """

    at: datetime
    sent: int
    error: str = ""
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastRuns:
    """Builds by show, publications by target as it may be shown."""

    builds: Mapping[str, Built] = field(default_factory=dict)
    sent: Mapping[str, Sent] = field(default_factory=dict)


def last_runs(output: Path) -> LastRuns:
    """Return what is noted in an ``output/`` folder."""
    try:
        noted: LastRuns = _adapter().validate_json((output / NOTE).read_bytes())
    except (OSError, ValueError):
        return LastRuns()
    return noted


def note_builds(output: Path, builds: Mapping[str, Built], only: str = "") -> None:
    """Note the builds of some shows; ``only`` is the name of the one report they looked at.

    Raises:
        OutputError: the note cannot be written.
    """
    before = last_runs(output)
    merged = {
        show: _with_others(before.builds.get(show), built, only) for show, built in builds.items()
    }
    _write(output, replace(before, builds={**before.builds, **merged}))


def note_sent(output: Path, target: str, sent: Sent) -> None:
    """Note a publication to ``target``, which holds no password.

    Raises:
        OutputError: the note cannot be written.
    """
    before = last_runs(output)
    _write(output, replace(before, sent={**before.sent, target: sent}))


def _with_others(before: Built | None, now: Built, only: str) -> Built:
    """Return a build; one of a single report leaves open what failed of the others."""
    if not (only and before):
        return now
    open_still = (one for one in before.failed if one.name not in {only, *_names(now.failed)})
    return replace(now, failed=(*open_still, *now.failed))


def _names(failed: Iterable[Failed]) -> set[str]:
    return {one.name for one in failed}


def _write(output: Path, runs: LastRuns) -> None:
    write_whole(output / NOTE, _adapter().dump_json(runs, indent=1) + b"\n")


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(LastRuns)
