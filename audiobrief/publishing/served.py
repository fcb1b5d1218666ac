"""How the web is to be given each file of the shelf: as what type, for how long, and whether.

The system's own tables know too little: ``mimetypes`` takes ``.srt`` for plain text and
knows no chapters. ``output/DEPLOY.md`` says the same to other web servers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from audiobrief.publishing.shelf import RECORD, SHOW_RECORD

RECORDS = frozenset({RECORD, SHOW_RECORD})
"""Names of files that audiobrief keeps on the shelf for itself."""

RSS = "application/rss+xml; charset=utf-8"

TYPES = {
    ".chapters.json": "application/json+chapters",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",  # RFC 7845, section 9
    ".png": "image/png",
    ".rss": RSS,
    ".srt": "application/x-subrip",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
}
"""Media type by the end of a file's name, a longer end before a shorter one."""

BINARY = frozenset({"audio/mp4", "audio/mpeg", "audio/ogg", "image/jpeg", "image/png", "video/mp4"})
"""Types that are compressed already, and asked for in parts."""

FOREVER, BRIEFLY = "max-age=31536000, immutable", "max-age=300"

_FEED = re.compile(r"feed[^/]*\.xml")
_NAMED_BY_CONTENT = re.compile(r"-[0-9a-f]{10}\.[^/]+")
_SHARED = re.compile(r"\.(vtt|srt|json|txt|rss|transcript\.html)$|^feed[^/]*\.xml$")


@dataclass(frozen=True, slots=True)
class Served:
    """How a file goes out.

    ``shared``: scripts of other sites may read it (CORS), as web players do with feeds,
    transcripts and chapters. ``lasting``: its name changes with its content.
    """

    type: str
    shared: bool
    lasting: bool

    @property
    def text(self) -> bool:
        """Whether it is worth compressing."""
        return self.type not in BINARY

    @property
    def cache(self) -> str:
        """How long a cache may keep it, as Cache-Control words it."""
        return FOREVER if self.lasting else BRIEFLY


def served(path: PurePosixPath) -> Served | None:
    """Return how the file at ``path`` of the shelf is served; None if it is not for listeners.

    That is: a dot-file or what lies in a dot-folder, a record, or of no type of ours.
    """
    name = path.name.casefold()  # some disks take Show.JSON for show.json
    if name in RECORDS or any(part.startswith(".") for part in path.parts):
        return None
    ends = [end for end in TYPES if name.endswith(end) and name != end]
    if not ends:
        return None
    kind = RSS if _FEED.fullmatch(name) else TYPES[max(ends, key=len)]
    return Served(kind, bool(_SHARED.search(name)), bool(_NAMED_BY_CONTENT.search(name)))
