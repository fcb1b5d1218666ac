"""``audiobrief status``: what is on the shelf and on the air, and what is wrong with it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from audiobrief.commands.common import command, workspace_option

if TYPE_CHECKING:
    from audiobrief.pipeline.lastrun import Sent
    from audiobrief.pipeline.survey import Standing
    from audiobrief.pipeline.watch import Sight


@click.command()
@click.option("--live", metavar="URL", multiple=True, help="Look at this published feed, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@workspace_option
@command
def status(*, live: tuple[str, ...], as_json: bool, workspace: Path) -> None:
    """Tell what is on the shelf, and what failed last and why.

    With --live also whether a published feed can be reached and read, is not later than its
    show's rhythm, and has a newest enclosure that answers HEAD and range requests.

    Exits with 0 if all is well, 1 if something is wrong.
    """
    from audiobrief.config import load_shows
    from audiobrief.pipeline.lastrun import last_runs
    from audiobrief.pipeline.survey import survey
    from audiobrief.pipeline.workspace import open_workspace

    shows, shelf = load_shows(workspace), open_workspace(workspace).shelf
    runs = last_runs(shelf.root)
    standings = survey(shows, shelf, runs)
    sights: list[Sight] = []
    if live:
        from audiobrief.pipeline.watch import watch

        sights = [watch(url, shows, shelf, datetime.now(UTC)) for url in live]
    well = all(one.well for one in standings) and not any(one.error for one in runs.sent.values())
    well = well and not any(sight.faults for sight in sights)
    if as_json:
        facts = {"well": well, "shows": standings, "published": runs.sent, "live": sights}
        click.echo(json.dumps(facts, indent=2, ensure_ascii=False, default=_plain))
    else:
        for line in _lines(standings, runs.sent, sights):
            click.echo(line)
    if not well:
        sys.exit(1)


def _plain(value: object) -> object:
    """Return what JSON knows for a moment or a record."""
    return value.isoformat() if isinstance(value, datetime) else asdict(value)  # type: ignore[call-overload]  # records of ours


def _lines(
    standings: tuple[Standing, ...], sent: Mapping[str, Sent], sights: list[Sight]
) -> Iterator[str]:
    for one in standings:
        yield from _show(one)
    for target, run in sent.items():
        yield f"{target}: {run.sent} files sent {_moment(run.at)}"
        if run.error:
            yield f"  wrong: {run.error}"
    for sight in sights:
        yield f"{sight.url}: " + (f"newest {_moment(sight.newest)}" if sight.newest else "no item")
        yield from (f"  wrong: {fault}" for fault in sight.faults)


def _show(one: Standing) -> Iterator[str]:
    many = "1 episode" if one.episodes == 1 else f"{one.episodes} episodes"
    yield f"{one.show}: {many}, {one.bytes / 1e6:.1f} MB"
    if one.fault:
        yield f"  wrong: {one.fault}"
    if one.newest:
        yield f"  newest {_moment(one.newest)}: {one.title}"
    for name in one.held:
        yield f"  held for `audiobrief approve` or `reject`: {name}"
    if one.built:
        yield f"  last build {_moment(one.built.at)}: {one.built.built} built"
        for failed in one.built.failed:
            place = "" if failed.name in failed.error else f"{failed.name}: "
            yield f"  wrong: {place}{failed.error}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M %Z}"
