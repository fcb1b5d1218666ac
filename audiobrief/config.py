"""Show files: ``feeds/<show>.toml`` read into a frozen :class:`Show`.

Every fault of a file is reported at once, each with its line and its remedy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)

from audiobrief.bundled import EMBEDDED_VOICE
from audiobrief.config_writer import WriterSettings
from audiobrief.errors import ConfigError
from audiobrief.faults import listed
from audiobrief.files import slugify
from audiobrief.model import MAX_SEED, VoiceRef
from audiobrief.tomlfile import parse, placed, read_text
from audiobrief.wording import load_wording

BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""The constant bit rates of MPEG-1 Layer III, kbit/s (ISO 11172-3)."""

_REASONS = {"extra_forbidden": "no such setting: correct or remove it"}

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$")]


def _folder_url(url: str) -> str:
    TypeAdapter(HttpUrl).validate_python(url)
    if "?" in url or "#" in url:
        msg = "a query or fragment has no place in a folder's address"
        raise ValueError(msg)
    return url.rstrip("/") + "/"


def _web_url(url: str) -> str:
    TypeAdapter(HttpUrl).validate_python(url)
    return url


def _voice(text: str) -> str:
    VoiceRef.read(text)
    return text


def _mp3_bitrate(kbps: int) -> int:
    if kbps not in BITRATES:
        msg = f"MP3 knows the bit rates {', '.join(map(str, BITRATES))} kbit/s"
        raise ValueError(msg)
    return kbps


def _language(tag: str) -> str:
    try:
        load_wording(tag)
    except ConfigError as error:
        raise ValueError(" ".join(str(error).split()).rstrip(".")) from error
    return tag


Language = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
    AfterValidator(_language),
]


WebUrl = Annotated[str, AfterValidator(_web_url)]

VoiceName = Annotated[Text, AfterValidator(_voice)]
"""``NAME`` or ``NAME:SPEAKER``: :class:`audiobrief.model.VoiceRef`."""


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Cut = Literal["full", "flash", "bulletin"]


class Reports(_Table):
    """Where a show's reports lie and which of their parts are read aloud."""

    files: tuple[Text, ...] = Field(min_length=1)
    """Globs, relative to the show file."""
    sections: tuple[Text, ...] = ()
    """Headings to read, in this order; empty means all, as the report has them."""
    sentiment: bool = True
    sources: bool = True
    quiz: bool = False
    corrections: bool = False
    """Say, behind the headline, what an earlier version had wrong."""
    cuts: tuple[Cut, ...] = Field(default=("full",), min_length=1)
    """What is made of them: ``full`` and ``flash`` of each report, ``bulletin`` of each day's."""


class Pauses(_Table):
    """Silence after what is said, in seconds."""

    sentence: float = Field(default=0.32, ge=0.0, le=5.0)
    item: float = Field(default=0.45, ge=0.0, le=5.0)
    """After an item of a list."""
    paragraph: float = Field(default=0.62, ge=0.0, le=5.0)
    section: float = Field(default=1.0, ge=0.0, le=10.0)
    thinking: float = Field(default=2.5, ge=0.0, le=30.0)
    """Between a quiz question and its answer."""


class Narration(_Table):
    """How a show's reports become words to say."""

    lexicon: tuple[Text, ...] = ()
    """The show's own lexicon files, relative to the show file; a later one has the last word."""
    round_numbers: bool = False
    """Say long figures to three digits ("about 4.57 million"), as broadcasters do."""
    longest_sentence: int = Field(default=30, ge=12, le=120)
    """Words; a longer sentence is read as two, parted between its clauses."""
    pauses: Pauses = Pauses()


class Voices(_Table):
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


class Clip(_Table):
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


class Music(_Table):
    """The show's clips."""

    intro: Clip = Clip()
    bed: Bed = Bed()
    outro: Outro = Outro()


class Audio(_Table):
    """The mastered MP3."""

    loudness: float = Field(default=-16.0, ge=-24.0, le=-12.0)
    """Integrated loudness, LUFS."""
    true_peak: float = Field(default=-1.0, ge=-6.0, le=-0.5)
    """Ceiling, dBTP."""
    bitrate: Annotated[int, AfterValidator(_mp3_bitrate)] = 96
    """kbit/s, constant."""
    opus: int = Field(default=40, ge=0, le=256)
    """kbit/s, on average, of the Opus file beside the MP3; 0 for none."""


class Disclosure(_Table):
    """What listeners are told about the synthetic voice; not given, it is in their language."""

    spoken: Text = ""
    written: Text = ""


def _worded(given: Disclosure, show: ValidationInfo) -> Disclosure:
    if "language" not in show.data:  # a fault that is told already
        return given
    own = given.model_dump(exclude_unset=True)
    return Disclosure(**{**load_wording(show.data["language"]).disclosure, **own})


_SPDX = re.compile(r"[A-Za-z0-9.+-]*")


def _licensed(url: str | None, show: ValidationInfo) -> str | None:
    if url is None and not _SPDX.fullmatch(show.data.get("license", "")):
        msg = "`license` is no SPDX identifier, so say where its text stands"
        raise ValueError(msg)
    return url


class Person(_Table):
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


class Show(_Table):
    """One podcast, as ``feeds/<slug>.toml`` describes it."""

    slug: str
    folder: Path
    """Where the show file stands; its relative paths start here."""
    title: Text
    description: Annotated[Text, StringConstraints(max_length=4000)]
    author: Text
    email: Email
    url: Annotated[str, AfterValidator(_folder_url)]
    """Where the show's folder of ``output/`` is published."""
    language: Language = "en-us"
    categories: tuple[Text, ...] = ("News > Daily News",)
    explicit: bool = False
    type: Literal["episodic", "serial"] = "episodic"
    private: bool = False
    """For listeners with a token alone: ``audiobrief serve`` keeps the door."""
    copyright: str = ""
    license: str = ""
    """An SPDX identifier, such as ``CC-BY-4.0``, or a name with ``license_url``."""
    license_url: Annotated[WebUrl | None, AfterValidator(_licensed)] = Field(
        default=None, validate_default=True
    )
    rhythm: Rhythm | None = None
    """How often listeners may expect an episode."""
    numbered: bool = False
    """Count the episodes, as serial shows always do."""
    season: int | None = Field(default=None, ge=1)
    """The season that new episodes belong to; each counts its own from 1."""
    people: tuple[Person, ...] = ()
    """Who makes the show."""
    locked: bool = True
    """Keep other hosts from importing the feed."""
    hubs: tuple[WebUrl, ...] = ()
    """WebSub hubs that are told when the feed has changed (https://www.w3.org/TR/websub/)."""
    artwork: Text | None = None
    """A JPEG or PNG of 1400² to 3000² pixels; drawn where not given."""
    reports: Reports
    writer: WriterSettings = WriterSettings()
    narration: Narration = Narration()
    voices: Voices = Voices()
    music: Music = Music()
    audio: Audio = Audio()
    disclosure: Annotated[Disclosure, AfterValidator(_worded)] = Field(
        default=Disclosure(), validate_default=True
    )

    @property
    def counts(self) -> bool:
        """Whether its episodes have numbers."""
        return self.numbered or self.season is not None or self.type == "serial"

    @property
    def feed_url(self) -> str:
        """The address listeners subscribe to."""
        return self.url + "feed.xml"


def load_show(path: Path) -> Show:
    """Read one show file.

    Raises:
        ConfigError: naming every fault of the file, one a line.
    """
    text = read_text(path, fault="cannot be read", remedy="Check the name.")
    data = parse(text, path)
    given = {**data, "slug": slugify(path.stem), "folder": path.parent.resolve()}
    reserved = [key for key in ("slug", "folder") if key in data]
    try:
        if reserved:
            given[f"{reserved[0]} (taken from the file's name)"] = ""
        return Show.model_validate(given)
    except ValidationError as error:
        faults = [placed(fault, path, text, _REASONS) for fault in error.errors()]
        raise ConfigError(
            listed("the show file", faults),
            where=path,
            remedy="`audiobrief schema show` lists every setting",
        ) from error


def load_shows(workspace: Path) -> tuple[Show, ...]:
    """Read every show of a workspace, in name order.

    Raises:
        ConfigError: no show file, or faults in any of them, all in one message.
    """
    paths = sorted((workspace / "feeds").glob("*.toml"))
    if not paths:
        raise ConfigError(
            "no show file (feeds/*.toml) here",
            where=workspace,
            remedy="Run `audiobrief init DIR` to make a workspace, or name one with --workspace.",
        )
    shows, faults = [], []
    for path in paths:
        try:
            shows.append(load_show(path))
        except ConfigError as error:
            faults.append(error)
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise ConfigError("\n".join(str(fault) for fault in faults))
    return tuple(shows)
