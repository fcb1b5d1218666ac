"""What the desk has told of each story, kept in ``.desk/<show>/stories.json`` from day to day.

Reports are remembered by their files, so that one that was edited, or withdrawn, is remembered as
it is now. A memory that is lost costs "previous events" and a story told twice, no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from audiobrief.errors import ReportError
from audiobrief.files import write_whole
from audiobrief.model import Article, Report, Story
from audiobrief.synthesis.grouping import Told

ONGOING = timedelta(days=14)
"""So long after its last report a story still goes on; then it is forgotten."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    """A story: the articles its reports were made from, and the names of their files.

    Names are relative to the folder of the show file.
    """

    key: str
    at: datetime
    articles: tuple[Article, ...]
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _File:
    stories: tuple[_Remembered, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """The stories of one show; ``desk`` is its folder in ``.desk/``, ``feeds`` the show file's."""

    desk: Path
    feeds: Path

    def recall(self, now: datetime) -> tuple[Told, ...]:
        """Return the stories that still go on, the one told last coming last.

        A report whose file is gone, cannot be read or is withdrawn is left out.
        """
        return tuple(
            Told(one.key, one.articles, tuple(self._reports(one.reports)))
            for one in self._stories(now)
        )

    def remember(self, story: Story, report: Path, now: datetime) -> None:
        """Note that ``report``, a file in the show's folder, was made of ``story``.

        Raises:
            ValueError: the file lies elsewhere.
            OutputError: it cannot be noted.
        """
        name = report.resolve().relative_to(self.feeds.resolve()).as_posix()
        known = {one.key: one for one in self._stories(now)}
        before = known.pop(story.key, _Remembered(story.key, now, (), ()))
        after = replace(
            before,
            at=now,
            articles=tuple(dict.fromkeys((*before.articles, *story.articles))),
            reports=tuple(dict.fromkeys((*before.reports, name))),
        )
        noted = _File((*known.values(), after))
        write_whole(self._path, _adapter().dump_json(noted, indent=1) + b"\n")

    def _stories(self, now: datetime) -> list[_Remembered]:
        try:
            noted: _File = _adapter().validate_json(self._path.read_bytes())
        except (OSError, ValueError):
            return []
        return [one for one in noted.stories if one.at >= now - ONGOING]

    def _reports(self, names: Iterable[str]) -> Iterable[Report]:
        from audiobrief.ingest.reports import read_report

        for name in names:
            try:
                report = read_report(self.feeds / name)
            except ReportError:
                continue
            if not report.withdrawn:
                yield report

    @property
    def _path(self) -> Path:
        return self.desk / "stories.json"


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(_File)
