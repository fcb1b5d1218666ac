"""The shelf brought to a target: read, planned against what is there, sent, noted, hubs told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sized
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from audiobrief.config import Show, load_shows
from audiobrief.errors import NetworkError, UsageError
from audiobrief.files import exclusive
from audiobrief.model import PublishedFile
from audiobrief.net.storage.drivers import scheme_of
from audiobrief.pipeline.events import Event
from audiobrief.pipeline.hubs import tell_hubs
from audiobrief.pipeline.lastrun import Sent, note_sent
from audiobrief.pipeline.workspace import Workspace
from audiobrief.publishing.shelf import FEED, Shelf
from audiobrief.publishing.upload.manifest import Plan, plan
from audiobrief.publishing.upload.remote import Remote
from audiobrief.publishing.upload.send import Step, carry_out
from audiobrief.publishing.upload.site import SiteFile, site_files

_PRIVATE = "private, so only `audiobrief serve` can guard it"
_UNKNOWN = "no show file says that it is public"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What to publish where; without ``show`` it is the whole shelf."""

    target: str
    show: str = ""
    prune: bool = False
    dry_run: bool = False


def deliver(
    workspace: Workspace, delivery: Delivery, now: datetime, notify: Callable[[Step], None]
) -> Plan:
    """Bring a target up to date with the shelf and return what there was to do.

    No build changes the shelf meanwhile. A dry run tells every step and takes none.

    What only ``audiobrief serve`` can guard is no part of it: private shows, and folders that
    have no show file to say that they are none. Hubs are told of each feed that has gone out.

    Raises:
        ConfigError: a show file is wrong, so that nobody knows what is private.
        UsageError: no such show or kind of target, nothing to publish, a show that is private,
            or a folder to which the shelf cannot be copied.
        NetworkError: the target fails; what has arrived is not sent again.
        BusyError: another run works on the shelf.
    """
    shelf = workspace.shelf
    shows = {show.slug: show for show in load_shows(workspace.root)}
    guarded = _guarded(shelf, shows)
    root = _root(shelf, delivery, guarded)
    remote = Remote(delivery.target)
    sent: list[str] = []

    def count(step: Step) -> None:
        if step.kind == "send":
            sent.append(step.path)
        notify(step)

    try:
        with nullcontext() if delivery.dry_run else exclusive(shelf.root), closing(remote):
            without = {} if delivery.show else guarded
            for name, why in without.items():
                notify(Step("omit", f"{name}/", why=why))
            files = _files(shelf, root, without)
            if delivery.dry_run:
                made = plan(files, remote.manifest(), remote.listing(), prune=delivery.prune)
                _rehearse(made, notify)
                return made
            on_air = [delivery.show] if delivery.show else sorted(shows.keys() - guarded)
            log = _Log(shelf.root, remote.shown, now, tuple(on_air))
            return _deliver(remote, files, delivery, log, sent=sent, notify=count)
    finally:
        # Where a run breaks after the feed has gone out, too: the next finds it there already.
        for slug, show in shows.items():
            if (FEED if delivery.show == slug else f"{slug}/{FEED}") in sent:
                tell_hubs(show, lambda event: notify(_told(event)))


@dataclass(frozen=True, slots=True)
class _Log:
    output: Path
    target: str
    now: datetime
    shows: tuple[str, ...]

    def note(self, sent: int, error: str = "") -> None:
        note_sent(self.output, self.target, Sent(self.now, sent, error, self.shows))


def _deliver(
    remote: Remote,
    files: tuple[SiteFile, ...],
    delivery: Delivery,
    log: _Log,
    *,
    sent: Sized,
    notify: Callable[[Step], None],
) -> Plan:
    try:
        manifest = remote.manifest()
        made = plan(files, manifest, remote.listing(), prune=delivery.prune)
        carry_out(made, manifest, remote, notify)
    except NetworkError as error:
        log.note(len(sent), str(error))
        raise
    log.note(len(sent))
    return made


def _told(event: Event) -> Step:
    """Return what a hub came to as a step of the publication."""
    kind: Literal["told", "warning"] = "told" if event.kind == "told" else "warning"
    return Step(kind, ", ".join(event.reasons) or event.show, why=event.error)


def _rehearse(made: Plan, notify: Callable[[Step], None]) -> None:
    for file in made.send:
        notify(Step("send", file.path, file.bytes))
    for path in made.remove:
        notify(Step("remove", path))


def _guarded(shelf: Shelf, shows: Mapping[str, Show]) -> dict[str, str]:
    """Return the shelf's folders that must not lie on a plain web server, and why."""
    folders = (path.name for path in shelf.root.glob("[!.]*") if path.is_dir())
    return {
        name: _PRIVATE if name in shows else _UNKNOWN
        for name in sorted(folders)
        if name not in shows or shows[name].private
    }


def _root(shelf: Shelf, delivery: Delivery, guarded: Mapping[str, str]) -> Path:
    """Return the folder to publish, which the target must neither be nor lie in."""
    shows = sorted(path.parent.name for path in shelf.root.glob(f"*/{FEED}"))
    if not shows:
        raise UsageError(
            "nothing is published here yet", where=shelf.root, remedy="Run `audiobrief build`."
        )
    if delivery.show and delivery.show not in shows:
        raise UsageError(
            f"no show named {delivery.show!r} is on the shelf",
            remedy=f"It holds: {', '.join(shows)}.",
        )
    _check_open(delivery.show, shows, guarded)
    root = shelf.show_folder(delivery.show) if delivery.show else shelf.root
    if scheme_of(delivery.target) == "file":
        _check_apart(shelf.root, Path(delivery.target.removeprefix("file://")))
    return root


def _check_open(show: str, shows: Collection[str], guarded: Mapping[str, str]) -> None:
    """Refuse a show, or a shelf of nothing but shows, that not everyone may have."""
    if show in guarded:
        raise UsageError(
            guarded[show],
            where=show,
            remedy=f"If everyone may have it, say `private = false` in feeds/{show}.toml.",
        )
    if not show and guarded.keys() >= set(shows):
        raise UsageError(
            "no show here is public",
            where=", ".join(shows),
            remedy="Private shows are for `audiobrief serve`; others need their file in feeds/.",
        )


def _check_apart(output: Path, target: Path) -> None:
    here, there = output.resolve(), target.resolve()
    if here == there or here in there.parents:
        raise UsageError(
            "this is the shelf itself", where=target, remedy="Publish to a folder elsewhere."
        )


def _files(shelf: Shelf, root: Path, without: Collection[str]) -> tuple[SiteFile, ...]:
    shows = {path.parents[2].name for path in shelf.root.glob("*/episodes/*")}
    known: dict[Path, PublishedFile] = {}
    for show in shows.difference(without):
        for episode in shelf.episodes(show):
            folder = shelf.episode_folder(show, episode.slug)
            known |= {folder / file.name: file for file in episode.files.values()}
    return site_files(root, known, without)
