"""A show's feed, page by page: by the linter's rules, by the records, and as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from audiobrief.config import Show
from audiobrief.errors import ArtworkError
from audiobrief.model import Episode
from audiobrief.publishing.artwork import check_artwork
from audiobrief.publishing.check.finding import Finding, Problem, ask
from audiobrief.publishing.check.listed import LISTED_RULES, Listed, says_ai
from audiobrief.publishing.lint import lint_feed
from audiobrief.publishing.lint.document import Feed, parse
from audiobrief.publishing.lint.document import Finding as Lint
from audiobrief.publishing.rules import ERROR, Rules
from audiobrief.publishing.shelf import FEED


@dataclass(frozen=True)
class FeedPage:
    """A page of a show's feed that could be read."""

    show: Show
    name: str
    feed: Feed
    episodes: Mapping[str, Episode]

    def problem(self, what: str) -> Problem:
        """Return what is wrong with its channel."""
        return Problem(self.name, str(self.feed.line), what)


@dataclass
class Reading:
    """What was seen of a feed, read as apps read it: from its first page on."""

    show: Show
    folder: Path
    episodes: Mapping[str, Episode]
    """Those on air, by GUID."""
    pages: list[str] = field(default_factory=list)
    guids: dict[str, str] = field(default_factory=dict)
    """The page of each GUID."""
    repeated: list[tuple[str, str]] = field(default_factory=list)
    """Pages, and GUIDs in them that were on a page before."""
    lost: list[tuple[str, str]] = field(default_factory=list)
    """Pages, and addresses of further ones in them at which none is."""
    cover: str = ""


PAGE_RULES: Rules[FeedPage, Problem] = Rules()
FEED_RULES: Rules[Reading, Problem] = Rules()


def check_page(
    show: Show, name: str, data: bytes, episodes: Mapping[str, Episode]
) -> tuple[Feed | None, tuple[Finding, ...]]:
    """Return a page of a feed, if it can be read, and what is wrong with it.

    Args:
        show: the podcast.
        name: the page's, such as feed.xml.
        data: its bytes.
        episodes: the records on air, by GUID.
    """
    feed, unreadable = parse(data)
    if feed is None:
        return None, tuple(_linted(unreadable, show, name))
    found = list(_linted(lint_feed(feed), show, name))
    found += ask(PAGE_RULES, FeedPage(show, name, feed, episodes), show.slug)
    for item in feed.items:
        listed = Listed(show, name, item, episodes.get(item.said("guid")))
        found += ask(LISTED_RULES, listed, show.slug)
    return feed, tuple(found)


def check_feed(show: Show, folder: Path, episodes: Mapping[str, Episode]) -> Iterator[Finding]:
    """Yield what is wrong with the feed that lies in a show's ``folder``, all its pages read."""
    reading = Reading(show, folder, episodes)
    name: str = FEED
    while name and name not in reading.pages:
        reading.pages.append(name)
        try:
            data = (folder / name).read_bytes()
        except OSError:
            break
        feed, found = check_page(show, name, data, episodes)
        yield from found
        name = _note(reading, name, feed) if feed else ""
    yield from ask(FEED_RULES, reading, show.slug)


def _note(reading: Reading, name: str, feed: Feed) -> str:
    """Note what the rules about a whole feed ask for; return the name of the next page."""
    for item in feed.items:
        guid = item.said("guid")
        if reading.guids.setdefault(guid, name) != name:
            reading.repeated.append((name, guid))
    image = feed.first("itunes:image")
    reading.cover = reading.cover or (image.get("href") if image else "")
    links = [one.get("href") for one in feed.all("atom:link") if one.get("rel") == "next"]
    following = links[0].removeprefix(reading.show.url) if links else ""
    if following and not (reading.folder / following).is_file():
        reading.lost.append((name, links[0]))
        return ""
    return following


@PAGE_RULES.rule("disclosure.channel", ERROR)
def disclosed(page: FeedPage) -> Iterator[Problem]:
    """Directories read the channel alone."""
    listed = [page.episodes.get(item.said("guid")) for item in page.feed.items]
    narrated = any(one.narrated for one in listed if one)
    if narrated and not says_ai(page.feed):
        yield page.problem('the channel lacks <podcast:txt purpose="ai-content">')


@PAGE_RULES.rule("feed.self.wrong", ERROR)
def itself(page: FeedPage) -> Iterator[Problem]:
    """Apps that follow it would subscribe to something else."""
    links = [one for one in page.feed.all("atom:link") if one.get("rel") == "self"]
    for link in links:
        if link.get("href") != page.show.url + page.name:
            what = f"its own address is not {page.show.url + page.name}"
            yield Problem(page.name, str(link.line), what)


@PAGE_RULES.rule("feed.order", ERROR)
def order(page: FeedPage) -> Iterator[Problem]:
    """Apps that read the first item alone take it for the newest."""
    listed = [page.episodes.get(item.said("guid")) for item in page.feed.items]
    dates = [one.published for one in listed if one]
    if dates != sorted(dates, reverse=True):
        yield page.problem("its items are not the newest first")


@FEED_RULES.rule("feed.missing", ERROR)
def missing(reading: Reading) -> Iterator[Problem]:
    """A show on air is nothing without it."""
    if reading.episodes and not (reading.folder / FEED).is_file():
        yield Problem(FEED, "", "is not there")


@FEED_RULES.rule("feed.page.missing", ERROR)
def lost(reading: Reading) -> Iterator[Problem]:
    """Some apps drop a subscription whose next page is gone."""
    for name, address in reading.lost:
        yield Problem(name, "", f"the page that it goes on with is not there: {address}")


@FEED_RULES.rule("feed.page.unlinked", ERROR)
def unlinked(reading: Reading) -> Iterator[Problem]:
    """What no page leads to nobody finds."""
    for path in sorted(reading.folder.glob("feed-[0-9]*.xml")):
        if path.name not in reading.pages and not reading.lost:
            yield Problem(path.name, "", "no page of the feed leads to it")


@FEED_RULES.rule("feed.guid.repeated", ERROR)
def repeated(reading: Reading) -> Iterator[Problem]:
    """An episode on two pages comes and goes as apps read them."""
    for name, guid in reading.repeated:
        yield Problem(name, "", f"{reading.guids[guid]} has the same GUID: {guid}")


@FEED_RULES.rule("episode.unlisted", ERROR)
def unlisted(reading: Reading) -> Iterator[Problem]:
    """An episode that no page lists is not on air."""
    complete = (reading.folder / FEED).is_file() and not reading.lost
    for guid, episode in reading.episodes.items() if complete else ():
        if guid not in reading.guids:
            yield Problem(FEED, "", f"does not list the episode {episode.slug}")


@FEED_RULES.rule("image.cover", ERROR)
def cover(reading: Reading) -> Iterator[Problem]:
    """A show without a cover is refused by directories."""
    if not reading.cover:
        return
    name = reading.cover.removeprefix(reading.show.url)
    if name == reading.cover or not (reading.folder / name).is_file():
        yield Problem(FEED, "", f"the show's cover is not there: {reading.cover}")
        return
    try:
        check_artwork(reading.folder / name)
    except ArtworkError as error:
        yield Problem(name, "", error.what)


def _linted(found: tuple[Lint, ...], show: Show, name: str) -> Iterator[Finding]:
    for one in found:
        place = f"{one.line}: {one.item}" if one.item else str(one.line)
        yield Finding(one.rule, one.severity, f"{show.slug}/{name}", place, one.message)
