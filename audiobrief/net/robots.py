"""What a site's robots.txt allows (RFC 9309), and how long it asks to wait."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

NAME = "audiobrief"
"""By which a robots.txt may speak of this program."""

LIMIT = 512 * 1024
"""Bytes of a robots.txt that are read; the RFC asks for 500 KiB at least."""

LONGEST_DELAY = 30.0
"""Seconds; a site that asks for more between two requests gets this."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one origin; without ``parsed`` all or nothing is allowed."""

    parsed: Protego | None = None
    closed: bool = False

    def allow(self, url: str) -> bool:
        """Return whether ``url`` may be read."""
        return self.parsed.can_fetch(url, NAME) if self.parsed else not self.closed

    @property
    def delay(self) -> float:
        """Seconds that the site asks to leave between two requests."""
        asked = self.parsed.crawl_delay(NAME) if self.parsed else None
        return min(max(asked or 0.0, 0.0), LONGEST_DELAY)


def read_rules(status: int, body: bytes) -> Rules:
    """Return the rules that an answer to a request for robots.txt lays down.

    Where there is none (4xx) all is allowed, where the server fails nothing is (RFC 9309,
    section 2.3.1).
    """
    if status < 300:  # noqa: PLR2004 - success, as RFC 9110 counts it
        return Rules(Protego.parse(body.decode("utf-8", "replace")))
    return Rules(closed=status >= 500)  # noqa: PLR2004 - a server's own fault
