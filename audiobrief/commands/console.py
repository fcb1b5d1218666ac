"""How a run is told: bars on a terminal, lines in a log, JSON for a machine, or nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.model import Episode
from audiobrief.pipeline.events import Event, Notify

_PLACED = ("written", "held", "episode", "withdrawn", "show", "unchanged")

_REPORTED = {
    "written": "  wrote",
    "held": "  holds",
    "edited": "  left as somebody edited it:",
}
_DESK = {"source", "writing", *_REPORTED}

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


def reporter(*, quiet: bool, log_json: bool, terminal: bool) -> Notify:
    """Return what tells a run's events, as the user asked and the output allows."""
    if log_json:
        return tell_json
    if quiet:
        return tell_failures
    return Bars() if terminal else tell_lines


def tell_json(event: Event) -> None:
    """Print an event as one line of JSON; single lines spoken are left out."""
    if event.kind == "line":
        return
    told: dict[str, object] = {
        "event": event.kind,
        "show": event.show,
        "report": event.slug,
        "reasons": event.reasons,
        "words": event.words,
        "lines": event.lines,
        "error": event.error,
        "folder": str(event.folder) if event.kind in _PLACED else "",
        **(_figures(event.episode) if event.episode else {}),
    }
    click.echo(json.dumps({key: value for key, value in told.items() if value}))


def tell_failures(event: Event) -> None:
    """Print failures and warnings alone, on standard error, each with what it belongs to."""
    if event.kind == "warning":
        place = f"{event.show}: " if event.show else ""
        click.echo(f"warning: {place}{event.error}", err=True)
    if event.kind == "failed":
        named = event.slug in event.error
        place = "" if named else f"{event.show}/{event.slug}: "
        click.echo(f"error: {place}{event.error}", err=True)


def tell_lines(event: Event) -> None:
    """Print what is worth a line in a log."""
    tell_failures(event)
    if event.kind in _DESK:
        click.echo(_desk(event))
    elif event.kind == "stale":
        click.echo(f"{event.show}/{event.slug}: {', '.join(event.reasons)}")
    elif event.kind == "unsure":
        click.echo(f"{event.show}/{event.slug}: unsure how to say {', '.join(event.words)}")
    elif event.kind == "start":
        click.echo(f"{event.show}/{event.slug}: speaking {event.lines} lines")
    elif event.kind == "master":
        click.echo(f"{event.show}/{event.slug}: mastering")
    elif event.kind == "withdrawn":
        click.echo(f"{event.show}/{event.slug}: off the air\n  page  {event.folder / 'index.html'}")
    elif event.episode:
        click.echo(_release(event.episode, event.folder))
    elif event.kind == "told":
        click.echo(f"  told  {event.reasons[0]}")
    elif event.kind == "show":
        click.echo(f"  feed  {event.folder / 'feed.xml'}\n  show  {event.folder / 'index.html'}")


@dataclass
class Bars:
    """A progress bar for each episode as it is spoken, and lines for all else."""

    bar: ProgressBar[Any] | None = field(default=None)

    def __call__(self, event: Event) -> None:
        """Tell one event."""
        if event.kind == "start":
            label = f"{event.show}/{event.slug}"
            self.bar = click.progressbar(length=event.lines, label=label)
            self.bar.__enter__()
        elif event.kind == "line" and self.bar:
            self.bar.update(1)
        else:
            self._close()
            tell_lines(event)

    def _close(self) -> None:
        if self.bar:
            self.bar.__exit__(None, None, None)
            self.bar = None


def clock(ms: int) -> str:
    """Return a duration as "4:07" or "1:02:03"."""
    minutes, seconds = divmod(round(ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _desk(event: Event) -> str:
    """Return what is told of sources, and of reports made of them."""
    if event.kind in _REPORTED:
        return "\n        ".join((f"{_REPORTED[event.kind]} {near(event.folder)}", *event.reasons))
    return f"{event.show}: {event.reasons[0]}"


def near(path: Path) -> Path:
    """Return a path as it is written from the folder one stands in, if it lies there."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _release(episode: Episode, folder: Path) -> str:
    loudness = episode.loudness
    loud = f", {loudness.integrated:.1f} LUFS, {loudness.true_peak:.1f} dBTP" if loudness else ""
    return (
        f"  MP3   {folder / episode.files['mp3'].name}\n"
        f"        {clock(episode.duration_ms)} long{loud}\n"
        f"  page  {folder / 'index.html'}"
    )


def _figures(episode: Episode) -> dict[str, object]:
    """Return what a log keeps of an episode."""
    return {
        "guid": episode.guid,
        "title": episode.title,
        "cut": episode.cut,
        "duration_ms": episode.duration_ms,
        "lufs": episode.loudness.integrated if episode.loudness else None,
        "dbtp": episode.loudness.true_peak if episode.loudness else None,
        "mp3": episode.files["mp3"].name,
    }
