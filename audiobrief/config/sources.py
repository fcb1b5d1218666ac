"""Where a show's articles come from: feeds, addresses, saved pages, lists of feeds."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from audiobrief.config.fields import Table, Text, WebUrl

Kind = Literal["feed", "pages", "saved", "opml"]
KINDS: tuple[Kind, ...] = ("feed", "pages", "saved", "opml")

NEWS = timedelta(hours=48)
"""How old an article of a feed may be where the show does not say."""


def _list_of_feeds(text: str) -> str:
    if "://" in text and not text.lower().startswith(("http://", "https://")):
        msg = "name a file, or an address with http:// or https://"
        raise ValueError(msg)
    return text


LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class Source(Table):
    """One source of articles; exactly one of ``feed``, ``pages``, ``saved`` and ``opml`` is set."""

    feed: WebUrl | None = None
    """The address of an RSS, Atom or JSON feed."""
    pages: tuple[WebUrl, ...] = ()
    """Addresses of articles."""
    saved: tuple[Text, ...] = ()
    """Saved web pages: globs of files or folders, relative to the show file."""
    opml: Annotated[Text, AfterValidator(_list_of_feeds)] | None = None
    """A list of feeds: a file, relative to the show file, or its address."""
    name: str = ""
    """The publisher's name, to print and say; the page's own where not given."""
    weight: float = Field(default=1.0, gt=0.0, le=10.0)
    """How far it is trusted beside the others."""
    language: LanguageTag | None = None
    """The language of articles that do not say theirs."""
    license: str = ""
    """The licence or attribution that is printed with what is taken from it."""
    take: int = Field(default=20, ge=1, le=200)
    """The most articles of one feed, page list or folder, the newest first."""
    hours: int | None = Field(default=None, ge=1, le=24 * 366)
    """How old an article may be; 48 for feeds where neither this nor ``days`` is given."""
    days: int | None = Field(default=None, ge=1, le=366)
    keep: tuple[Text, ...] = ()
    """Beginnings of words, one of which must stand in an article's title or opening.

    The opening is the feed's own summary, or else the first three paragraphs.
    """
    drop: tuple[Text, ...] = ()
    """Beginnings of words, none of which may stand there."""

    @model_validator(mode="after")
    def _is_one_source(self) -> Self:
        given = [kind for kind in KINDS if getattr(self, kind)]
        if len(given) != 1:
            msg = (
                f"a source has one of {', '.join(KINDS)}; this has {' and '.join(given) or 'none'}"
            )
            raise ValueError(msg)
        if self.hours and self.days:
            msg = "give `hours` or `days`, not both"
            raise ValueError(msg)
        return self

    @property
    def kind(self) -> Kind:
        """Which of the four it is."""
        return next(kind for kind in KINDS if getattr(self, kind))

    @property
    def window(self) -> timedelta | None:
        """How old an article may be; None for any age."""
        if self.hours or self.days:
            return timedelta(hours=self.hours or 0, days=self.days or 0)
        return NEWS if self.kind in ("feed", "opml") else None


class Gathering(Table):
    """How sources are fetched."""

    allow_private: bool = False
    """Whether sources may lie on this computer or in its private network."""
    pause: float = Field(default=1.0, ge=0.0, le=60.0)
    """Seconds between two requests to one host; its robots.txt may ask for more."""
