"""Which shows a run or a command is for."""

from __future__ import annotations

from pathlib import Path

from audiobrief.config import Show, load_shows
from audiobrief.errors import UsageError
from audiobrief.pipeline.find import report_files
from audiobrief.pipeline.outcome import Options


def chosen_shows(shows: tuple[Show, ...], options: Options) -> list[Show]:
    """Return those of ``shows`` that ``options`` ask for.

    Raises:
        UsageError: no such show, or a report that fits none.
    """
    if options.show:
        named = [show for show in shows if show.slug == options.show]
        if not named:
            raise UsageError(
                f"no show named {options.show!r}",
                remedy=f"This workspace has: {', '.join(show.slug for show in shows)}.",
            )
        return named
    if options.report and len(shows) > 1:
        path = options.report.resolve()
        listing = [show for show in shows if path in {one.resolve() for one in report_files(show)}]
        if not listing:
            raise UsageError(
                "no show lists this report",
                where=options.report,
                remedy="Say which with --show NAME.",
            )
        return listing
    return list(shows)


def show_for(root: Path, options: Options) -> Show:
    """Return the one show that ``options`` point to, or that lists their report.

    Raises:
        ConfigError: a show file is wrong.
        UsageError: it could be more than one, or none.
    """
    chosen = chosen_shows(load_shows(root), options)
    if len(chosen) > 1:
        names = " and ".join(show.slug for show in chosen)
        raise UsageError(
            f"{names} list this report" if options.report else f"it could be for {names}",
            where=options.report or root / "feeds",
            remedy="Say which with --show NAME.",
        )
    return chosen[0]
