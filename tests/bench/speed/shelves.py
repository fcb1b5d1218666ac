"""Long shelves: nothing changed, and feed, pages and check, for thousands of episodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from audiobrief.pipeline.chosen import show_for
from audiobrief.pipeline.find import find, report_files
from audiobrief.pipeline.outcome import Options
from audiobrief.pipeline.workspace import Workspace
from audiobrief.publishing.shelf import BESIDE, PAGE

from .builds import build
from .cost import Cost, middle, python
from .row import Row, seconds
from .scale import Scale
from .texts import TINY, report, workspace

_GOALS = {1_000: 1.0, 10_000: 5.0}


def unchanged(folder: Path, scale: Scale) -> Iterator[Row]:
    """Yield what a build takes that has nothing to do."""
    for count in scale.shelves:
        root = shelf(folder / "g", count)
        build(root)
        cost = middle([build(root) for _ in range(scale.rounds)])
        yield Row(
            f"nothing changed, {count} episodes (s)",
            seconds(cost.cpu),
            f"{cost.wall:.2f} s passed",
            cost.cpu,
            _GOALS.get(count),
        )


def site(folder: Path, scale: Scale) -> Iterator[Row]:
    """Yield what feed and pages of a long show take, and a check of the feed."""
    few, many = scale.shelves
    costs = {count: _published(shelf(folder / "h", count)) for count in scale.shelves}
    for number, name in enumerate(("feed and pages, all of them", "feed.xml checked")):
        small, large = costs[few][number], costs[many][number]
        yield Row(
            f"{name}: {many} episodes beside {few}, in proportion",
            seconds(large.cpu),
            seconds(small.cpu),
            large.cpu / small.cpu / (many / few),
            1.2,
        )


def shelf(root: Path, count: int) -> Path:
    """Write a workspace with ``count`` episodes on its shelf; they share the sound of one."""
    workspace(root, reports=1, sentences=1, voice=TINY, opus=0)
    build(root)
    at = Workspace(root, root / "cache")
    show = show_for(root, Options())
    [first] = at.shelf.episodes(show.slug)
    made = at.shelf.episode_folder(show.slug, first.slug)
    for number in range(1, count):
        path = root / "feeds" / "bench" / f"part-{number:05}.md"
        path.write_text(report(f"Harbour news, part {number}", number, 1), "utf-8")
    for file in find(show, ()).candidates:
        if file.slug == first.slug:
            continue
        there = at.shelf.episode_folder(show.slug, file.slug)
        there.mkdir()
        for name in (*(one.name for one in first.files.values()), *BESIDE, PAGE):
            (there / name).hardlink_to(made / name)
        episode = replace(
            first,
            slug=file.slug,
            guid=f"guid-{file.slug}",
            published=first.published + timedelta(minutes=int(file.slug[-5:])),
            origins=file.origins,
            inputs={**first.inputs, "report": file.digest},
        )
        at.shelf.keep_record(show.slug, episode)
    assert len(report_files(show)) == count
    return root


def _published(root: Path) -> tuple[Cost, Cost]:
    """Return what the first build of a shelf's feed takes, and what checking it does."""
    for path in (root / "output" / "bench").glob("feed*.xml"):
        path.unlink()
    feed = root / "output" / "bench" / "feed.xml"
    return build(root), python("audiobrief", "lint", feed, folder=root)
