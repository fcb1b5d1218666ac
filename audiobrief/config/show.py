"""A show file as a whole: read, checked, every fault told at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    Field,
    HttpUrl,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
)

from audiobrief.config.fields import Email, Language, Table, Text, WebUrl
from audiobrief.config.sources import Gathering, Source
from audiobrief.config.tables import (
    Audio,
    Disclosure,
    Music,
    Narration,
    Person,
    Reports,
    Rhythm,
    Voices,
)
from audiobrief.config.writer import WriterSettings
from audiobrief.errors import ConfigError
from audiobrief.faults import listed
from audiobrief.files import slugify
from audiobrief.tomlfile import parse, placed, read_text
from audiobrief.wording import load_wording

_REASONS = {"extra_forbidden": "no such setting: correct or remove it"}


def _fed(sources: tuple[Source, ...], show: ValidationInfo) -> tuple[Source, ...]:
    reports = show.data.get("reports")
    if not sources and reports is not None and not reports.files:
        msg = "name the show's reports (`files` under [reports]), or [[sources]] to write them from"
        raise ValueError(msg)
    return sources


def _folder_url(url: str) -> str:
    TypeAdapter(HttpUrl).validate_python(url)
    if "?" in url or "#" in url:
        msg = "a query or fragment has no place in a folder's address"
        raise ValueError(msg)
    return url.rstrip("/") + "/"


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


class Show(Table):
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
    reports: Reports = Reports()
    sources: Annotated[tuple[Source, ...], AfterValidator(_fed)] = Field(
        default=(), validate_default=True
    )
    """Where articles come from that reports are written from."""
    gather: Gathering = Gathering()
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
    def made(self) -> Path:
        """The folder of the reports that are written from the show's sources."""
        return self.folder / self.slug / "made"

    @property
    def held(self) -> Path:
        """The folder of those that wait for a person."""
        return self.folder / self.slug / "held"

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
