"""Which shows there are, and which of them are private: the show files as they are now."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from audiobrief.config import Show, load_shows
from audiobrief.errors import ConfigError

log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of each show file."""


@dataclass
class Shows:
    """A workspace's shows by slug, read again when a show file has changed.

    A show file that is being edited may have faults for a while. The shows then stay as they
    were read last, and ``fault`` says why.
    """

    root: Path
    fault: str = ""
    _seen: Stamp | None = None
    _shows: Mapping[str, Show] = field(default_factory=dict)

    def current(self) -> Mapping[str, Show]:
        """Return the shows.

        Raises:
            ConfigError: they have never been read without fault.
        """
        seen = _stamp(self.root / "feeds")
        if seen != self._seen:
            self._read()
            self._seen = seen
        return self._shows

    def _read(self) -> None:
        try:
            self._shows = {show.slug: show for show in load_shows(self.root)}
            self.fault = ""
        except ConfigError as error:
            if self._seen is None:
                raise
            self.fault = str(error)
            log.error("the shows stay as they were: %s", error)  # noqa: TRY400 -- a user's file


def _stamp(feeds: Path) -> Stamp:
    facts = ((path.name, path.stat()) for path in sorted(feeds.glob("*.toml")))
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in facts)
