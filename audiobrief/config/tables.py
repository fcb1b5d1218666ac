"""The tables of a show file that say how its reports are read, spoken and mastered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from audiobrief.bundled import EMBEDDED_VOICE
from audiobrief.config.fields import Table, Text, VoiceName, WebUrl
from audiobrief.model import MAX_SEED

BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""The constant bit rates of MPEG-1 Layer III, kbit/s (ISO 11172-3)."""


def _mp3_bitrate(kbps: int) -> int:
    if kbps not in BITRATES:
        msg = f"MP3 knows the bit rates {', '.join(map(str, BITRATES))} kbit/s"
        raise ValueError(msg)
    return kbps


Cut = Literal["full", "flash", "bulletin"]


class Reports(Table):
    """Where a show's reports lie and which of their parts are read aloud."""

    files: tuple[Text, ...] = ()
    """Globs, relative to the show file; a show with sources needs none."""
    sections: tuple[Text, ...] = ()
    """Headings to read, in this order; empty means all, as the report has them."""
    sentiment: bool = True
    sources: bool = True
    quiz: bool = False
    corrections: bool = False
    """Say, behind the headline, what an earlier version had wrong."""
    cuts: tuple[Cut, ...] = Field(default=("full",), min_length=1)
    """What is made of them: ``full`` and ``flash`` of each report, ``bulletin`` of each day's."""


class Pauses(Table):
    """Silence after what is said, in seconds."""

    sentence: float = Field(default=0.32, ge=0.0, le=5.0)
    item: float = Field(default=0.45, ge=0.0, le=5.0)
    """After an item of a list."""
    paragraph: float = Field(default=0.62, ge=0.0, le=5.0)
    section: float = Field(default=1.0, ge=0.0, le=10.0)
    thinking: float = Field(default=2.5, ge=0.0, le=30.0)
    """Between a quiz question and its answer."""


class Narration(Table):
    """How a show's reports become words to say."""

    lexicon: tuple[Text, ...] = ()
    """The show's own lexicon files, relative to the show file; a later one has the last word."""
    round_numbers: bool = False
    """Say long figures to three digits ("about 4.57 million"), as broadcasters do."""
    longest_sentence: int = Field(default=30, ge=12, le=120)
    """Words; a longer sentence is read as two, parted between its clauses."""
    pauses: Pauses = Pauses()


class Voices(Table):
    """Which voice reads what, and how."""

    narrator: VoiceName = EMBEDDED_VOICE
    editor: VoiceName | None = None
    """Reads the Editor's Take; the narrator where not given."""
    quiz: VoiceName | None = None
    """Reads the quiz; the narrator where not given."""
    quotations: VoiceName | None = None
    """Reads sentences that are wholly quoted; the section's own voice where not given."""
    speed: float = Field(default=1.0, ge=0.5, le=2.0)
    seed: int = Field(default=0, ge=0, le=MAX_SEED)
    """Decides what a voice leaves to chance: another seed gives another take."""


class Clip(Table):
    """One piece of music: a file, ``default`` for audiobrief's own, or ``none``."""

    file: Text = "default"
    level: float = Field(default=-3.0, ge=-40.0, le=6.0)
    """Loudness relative to the voice, in LU."""
    fade_in: float = Field(default=0.0, ge=0.0, le=30.0)
    """Seconds."""
    fade_out: float = Field(default=0.5, ge=0.0, le=30.0)
    """Seconds."""


class Bed(Clip):
    """Music that lies under the opening, ducked while the voice speaks."""

    level: float = Field(default=-6.0, ge=-40.0, le=6.0)
    fade_in: float = Field(default=0.3, ge=0.0, le=30.0)
    fade_out: float = Field(default=2.5, ge=0.0, le=30.0)
    duck: float = Field(default=14.0, ge=0.0, le=40.0)
    """How far the bed drops under the voice, in dB."""


class Outro(Clip):
    """Music that ends the episode."""

    fade_out: float = Field(default=1.5, ge=0.0, le=30.0)
    """Seconds."""


class Music(Table):
    """The show's clips."""

    intro: Clip = Clip()
    bed: Bed = Bed()
    outro: Outro = Outro()


class Audio(Table):
    """The mastered MP3."""

    loudness: float = Field(default=-16.0, ge=-24.0, le=-12.0)
    """Integrated loudness, LUFS."""
    true_peak: float = Field(default=-1.0, ge=-6.0, le=-0.5)
    """Ceiling, dBTP."""
    bitrate: Annotated[int, AfterValidator(_mp3_bitrate)] = 96
    """kbit/s, constant."""
    opus: int = Field(default=40, ge=0, le=256)
    """kbit/s, on average, of the Opus file beside the MP3; 0 for none."""


class Disclosure(Table):
    """What listeners are told about the synthetic voice; not given, it is in their language."""

    spoken: Text = ""
    written: Text = ""


class Person(Table):
    """Somebody who makes the show, as apps list them (``podcast:person``)."""

    name: Annotated[Text, StringConstraints(max_length=128)]
    role: Text = "host"
    """A role of the Podcast Taxonomy, in lower case: host, guest, author, editor, ..."""
    group: Text = "cast"
    """The taxonomy's group that the role belongs to."""
    url: WebUrl | None = None
    """A page about them."""
    image: WebUrl | None = None


Rhythm = Literal["daily", "weekdays", "weekly", "monthly"]

RHYTHMS: Mapping[Rhythm, str] = {
    "daily": "FREQ=DAILY",
    "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekly": "FREQ=WEEKLY",
    "monthly": "FREQ=MONTHLY",
}
"""Recurrence rules (RFC 5545, section 3.3.10)."""
