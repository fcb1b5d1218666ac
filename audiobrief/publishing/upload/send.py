"""A plan carried out: files sent in order, then what is gone removed, all of it remembered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, Protocol

from audiobrief.errors import NetworkError
from audiobrief.publishing.upload.manifest import Manifest, Plan
from audiobrief.publishing.upload.site import SiteFile

SAVE_EVERY = 50
"""Files after which the manifest is saved, so that a run that is killed costs no more."""


@dataclass(frozen=True, slots=True)
class Step:
    """One file sent or removed, a folder left out and ``why``, a hub told or not told."""

    kind: Literal["send", "remove", "omit", "told", "warning"]
    path: str
    bytes: int = 0
    why: str = ""


class Place(Protocol):
    """What is sent to: :class:`audiobrief.publishing.upload.remote.Remote`."""

    def put(self, file: SiteFile, /) -> None:
        """Send a file."""

    def save(self, manifest: Manifest, /) -> None:
        """Store the manifest."""

    def remove(self, path: str, /) -> None:
        """Remove a file."""


def carry_out(plan: Plan, manifest: Manifest, place: Place, notify: Callable[[Step], None]) -> None:
    """Send and remove what ``plan`` says; ``manifest`` is kept up with what has arrived.

    Nothing is removed before everything has arrived. Whatever breaks the run, the manifest
    is saved where the target still takes it, so that the next run goes on from there.

    Raises:
        NetworkError: the target failed; what has arrived stays.
    """
    try:
        for count, file in enumerate(plan.send, start=1):
            place.put(file)
            manifest.add(file)
            notify(Step("send", file.path, file.bytes))
            if count % SAVE_EVERY == 0:
                place.save(manifest)
        for path in plan.remove:
            place.remove(path)
            manifest.drop(path)
            notify(Step("remove", path))
    except BaseException:
        with suppress(NetworkError):
            place.save(manifest)
        raise
    if plan.send or plan.remove:
        place.save(manifest)
