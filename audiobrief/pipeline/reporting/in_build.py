"""Reports made in the course of a build, told in its own events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from audiobrief.config import Show
from audiobrief.errors import AudiobriefError
from audiobrief.pipeline.events import Event, Kind, Notify
from audiobrief.pipeline.reporting.run import report_news
from audiobrief.pipeline.reporting.told import State, Step, Telling, Watch
from audiobrief.pipeline.workspace import Workspace

_KINDS: dict[State, Kind] = {"made": "written", "held": "held", "edited": "edited"}


def reports_made(
    show: Show, workspace: Workspace, now: datetime, notify: Notify
) -> Iterator[Telling]:
    """Yield what became of each story; what ends them all is the last of them."""
    try:
        for telling in report_news(show, workspace, now, watching(show, notify)):
            tell(telling, show, notify)
            yield telling
    except AudiobriefError as error:
        yield Telling("sources", "failed", error=error)


def tell(telling: Telling, show: Show, notify: Notify) -> None:
    """Tell what became of a story, unless it failed: that is told where failures are."""
    kind = _KINDS.get(telling.state)
    if kind and telling.path:
        dropped = (f"dropped: {one.text} ({one.reason})" for one in telling.dropped)
        stood_in = (f"the built-in writer stood in: {telling.fell_back}",) * bool(telling.fell_back)
        reasons = (*stood_in, *dropped)
        notify(Event(kind, show.slug, telling.path.stem, reasons=reasons, folder=telling.path))


def watching(show: Show, notify: Notify) -> Watch:
    """Return what tells the steps of reporting as events of a build."""

    def watch(step: Step) -> None:
        if step.kind == "warning":
            notify(Event("warning", show.slug, error=step.text))
        else:
            notify(Event(step.kind, show.slug, reasons=(step.text,)))

    return watch
