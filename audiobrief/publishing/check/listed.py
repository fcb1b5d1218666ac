"""What the feed says of each episode, held against the episode's record.

The record is held against the files themselves (:mod:`.files`), so that the feed need not be:
it costs the same however long the episodes are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import html

from audiobrief.config import Show
from audiobrief.model import Episode, PublishedFile
from audiobrief.publishing.check.finding import Problem
from audiobrief.publishing.check.reading import letters
from audiobrief.publishing.lint import values
from audiobrief.publishing.lint.document import Element, Item
from audiobrief.publishing.rules import ERROR, Rules

ROUNDING = 1000
"""Milliseconds that whole seconds may be off."""


@dataclass(frozen=True)
class Listed:
    """An item of the page ``name``, and its episode's record; None where there is none on air."""

    show: Show
    name: str
    item: Item
    episode: Episode | None

    def problem(self, element: Element, what: str) -> Problem:
        """Return what is wrong with an element of it."""
        return Problem(self.name, f"{element.line}: {self.item.label}", what)

    def file(self, address: str) -> PublishedFile | None:
        """Return the file of the record that lies at ``address``."""
        if not self.episode:
            return None
        folder = f"{self.show.url}episodes/{self.episode.slug}/"
        files = self.episode.files.values()
        return next((one for one in files if folder + one.name == unquote(address)), None)

    def named(self) -> Iterator[tuple[Element, str, str]]:
        """Yield each element that names a file: itself, the address, and the type it says."""
        for path, attribute in (
            ("enclosure", "url"),
            ("podcast:transcript", "url"),
            ("podcast:chapters", "url"),
        ):
            for one in self.item.all(path):
                yield one, one.get(attribute), one.get("type")
        for one in self.item.all("podcast:alternateEnclosure"):
            for source in one.all("podcast:source"):
                yield one, source.get("uri"), one.get("type")
        for one in self.item.all("itunes:image"):
            if self.episode and "cover" in self.episode.files:
                yield one, one.get("href"), ""


LISTED_RULES: Rules[Listed, Problem] = Rules()
listed_rule = LISTED_RULES.rule


@listed_rule("episode.unknown", ERROR)
def unknown(listed: Listed) -> Iterator[Problem]:
    """An item without a record, or of one withdrawn, is one too many."""
    if listed.episode is None:
        guid = listed.item.said("guid")
        yield listed.problem(listed.item, f"no episode on air has the GUID {guid!r}")


@listed_rule("episode.address", ERROR)
def address(listed: Listed) -> Iterator[Problem]:
    """What the feed names is a file of the release that is on the shelf."""
    if listed.episode:
        for element, url, _ in listed.named():
            if listed.file(url) is None:
                yield listed.problem(element, f"names a file that is none of its own: {url}")


@listed_rule("episode.length", ERROR)
def length(listed: Listed) -> Iterator[Problem]:
    """Apps plan a download by it."""
    for element, url, _ in listed.named():
        file, told = listed.file(url), element.get("length")
        if file and told and told != str(file.bytes):
            yield listed.problem(element, f"says {told} bytes of a file that has {file.bytes}")


@listed_rule("episode.type", ERROR)
def kind(listed: Listed) -> Iterator[Problem]:
    """Players choose by it."""
    for element, url, told in listed.named():
        file = listed.file(url)
        if file and told and told != file.type:
            yield listed.problem(element, f"says {told} of a file that is {file.type}")


@listed_rule("episode.integrity", ERROR)
def integrity(listed: Listed) -> Iterator[Problem]:
    """An app that checks the digest refuses the file."""
    for one in listed.item.all("podcast:alternateEnclosure"):
        source, sri = one.first("podcast:source"), one.first("podcast:integrity")
        file = listed.file(source.get("uri")) if source else None
        if file and sri and sri.get("value") != file.sri:
            yield listed.problem(sri, "its digest is not the file's")


@listed_rule("episode.duration", ERROR)
def duration(listed: Listed) -> Iterator[Problem]:
    """It stands in every list of episodes."""
    seconds = values.seconds(listed.item.said("itunes:duration"))
    if listed.episode and seconds is not None:
        told = listed.episode.duration_ms
        if abs(seconds * 1000 - told) > ROUNDING:
            what = f"itunes:duration is {seconds} s of an episode of {told / 1000:.1f} s"
            yield listed.problem(listed.item, what)


@listed_rule("episode.title", ERROR)
def title(listed: Listed) -> Iterator[Problem]:
    """A title of another episode is a promise broken."""
    if listed.episode and letters(listed.item.said("title")) != letters(listed.episode.title):
        what = f"has another title than its record: {listed.episode.title[:60]!r}"
        # A record without one is listed by its slug.
        if listed.episode.title.strip():
            yield listed.problem(listed.item, what)


@listed_rule("disclosure.description", ERROR)
def described(listed: Listed) -> Iterator[Problem]:
    """Apple asks for it where a listener decides to play."""
    if listed.episode and listed.episode.narrated:
        wanted = letters(listed.show.disclosure.written)
        for path in ("description", "content:encoded"):
            if wanted not in letters(_plain(listed.item.said(path))):
                yield listed.problem(listed.item, f"<{path}> does not hold the AI disclosure")


@listed_rule("disclosure.item", ERROR)
def disclosed(listed: Listed) -> Iterator[Problem]:
    """Apps that sort by it read this element."""
    if listed.episode and listed.episode.narrated and not says_ai(listed.item):
        yield listed.problem(listed.item, 'lacks <podcast:txt purpose="ai-content">')


def says_ai(element: Element) -> bool:
    """Return whether a channel or an item says that it holds what a machine has made."""
    found = (one for one in element.all("podcast:txt") if one.get("purpose") == "ai-content")
    return any(one.text == "true" for one in found)


def _plain(text: str) -> str:
    """Return a text without tags and entities, be it HTML or not."""
    if "<" not in text and "&" not in text:
        return text
    root: Any = html.fromstring(f"<div>{text}</div>")
    return str(root.text_content())
