"""Reports that were made, found by name for whoever reviews them or asks about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from audiobrief.config import Show, load_shows
from audiobrief.errors import UsageError
from audiobrief.pipeline.reporting.drawer import Drawer, drawer_of
from audiobrief.pipeline.reporting.making import Making
from audiobrief.pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MadeReport:
    """A report that audiobrief made: its file, held or on the air, and how it was made."""

    show: Show
    drawer: Drawer
    slug: str
    path: Path
    making: Making | None


def made_report(name: str, workspace: Workspace) -> MadeReport:
    """Return the report that ``name`` means: a file's path, its name, or the report's slug.

    One that is held comes before one of the same name on the air.

    Raises:
        ConfigError: a show file is wrong.
        UsageError: there is none, or it could be more than one.
    """
    slug = Path(name).name.removesuffix(".md")
    found = [
        MadeReport(show, drawer, slug, path, drawer.makings.of(slug))
        for show in load_shows(workspace.root)
        for drawer in (drawer_of(show, workspace),)
        if (path := drawer.find(slug))
    ]
    if len(found) > 1:
        named = [one for one in found if one.path.resolve() == Path(name).resolve()]
        found = named or found
    if len(found) == 1:
        return found[0]
    raise UsageError(
        f"{len(found) or 'no'} reports made of sources are named {slug!r}",
        where=workspace.root / "feeds",
        remedy="Name its file in full: feeds/SHOW/held/REPORT.md or feeds/SHOW/made/REPORT.md.",
    )
