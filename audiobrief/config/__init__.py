"""Show files: ``feeds/<show>.toml`` read into a frozen :class:`Show`.

Every fault of a file is reported at once, each with its line and its remedy.
"""

from __future__ import annotations

from audiobrief.config.fields import Email
from audiobrief.config.show import Show, load_show, load_shows
from audiobrief.config.sources import Gathering, Source
from audiobrief.config.tables import (
    BITRATES,
    RHYTHMS,
    Audio,
    Bed,
    Clip,
    Cut,
    Disclosure,
    Music,
    Narration,
    Outro,
    Pauses,
    Person,
    Reports,
    Rhythm,
    Voices,
)
from audiobrief.config.writer import WriterSettings

__all__ = [
    "BITRATES",
    "RHYTHMS",
    "Audio",
    "Bed",
    "Clip",
    "Cut",
    "Disclosure",
    "Email",
    "Gathering",
    "Music",
    "Narration",
    "Outro",
    "Pauses",
    "Person",
    "Reports",
    "Rhythm",
    "Show",
    "Source",
    "Voices",
    "WriterSettings",
    "load_show",
    "load_shows",
]
