"""What a feed says beyond RSS: Apple's elements, the podcast namespace, links between pages.

Pure: a show and a record in, tags out.
https://github.com/Podcastindex-org/podcast-namespace/tree/main/docs/tags
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from audiobrief.config import RHYTHMS, Person, Show
from audiobrief.model import Episode, PublishedFile
from audiobrief.publishing.forms import OPEN, Form, Tag
from audiobrief.publishing.paging import Page
from audiobrief.publishing.podcast_ns import ARCHIVE, atom_link, itunes, podcast
from audiobrief.publishing.shelf import FEED
from audiobrief.publishing.text import clean, defused, one_line
from audiobrief.wording import Wording, load_wording

MAX_PERSON = 128
"""Characters of a ``podcast:person``, as the namespace has it."""

TRANSCRIPTS = {
    "vtt": {"type": "text/vtt", "rel": "captions"},
    "srt": {"type": "application/x-subrip", "rel": "captions"},
    "json": {"type": "application/json"},
    "html": {"type": "text/html"},
}
"""The transcript roles the feed names, WebVTT first: some apps take the first they see."""

SOUNDS = {
    "mp3": {"default": "true"},
    "opus": {"title": "Opus", "codecs": "opus"},
}
"""The roles that are the same sound in other forms; the first is the item's own enclosure.

An adopted one may be of any type, so its title is the end of its name.
"""

_EXPLICIT = {explicit: itunes("explicit", str(explicit).lower()) for explicit in (True, False)}
_CHAPTERS = podcast("chapters", url=OPEN, type="application/json+chapters")
_SOUNDBITE = podcast("soundbite", startTime=OPEN, duration=OPEN)
_AUTHOR = podcast("person", OPEN, group="writing", role="author")
_SOUNDS = {
    role: podcast(
        "alternateEnclosure",
        "",
        podcast("source", uri=OPEN),
        podcast("integrity", type="sri", value=OPEN),
        type=OPEN,
        length=OPEN,
        bitrate=OPEN,
        **{"title": OPEN, **kind},
    )
    for role, kind in SOUNDS.items()
}
_PLACES = {name: Form(itunes(name, OPEN) + podcast(name, OPEN)) for name in ("season", "episode")}
"""Season and number, in Apple's words and the namespace's."""

_AI_CONTENT = podcast("txt", "true", purpose="ai-content")

_BLOCKED = (itunes("block", "Yes"), podcast("block", "yes"))
"""What asks directories to leave a private show out."""


def channel_links(show: Show, page: Page) -> tuple[Form, ...]:
    """Return the links to hubs and to other pages.

    An archived page names none that is newer than itself but the current one, whose name
    never changes, so that its bytes stay when a page is added.
    """
    hubs = () if show.private else show.hubs
    links = [atom_link("hub", hub) for hub in hubs] if page.name == FEED else []
    if page.archived or page.older:
        links += [
            atom_link("first", show.feed_url),
            atom_link("last", show.url + page.oldest),
        ]
    if page.archived:
        links.append(atom_link("current", show.feed_url))
    if page.older:
        links += [atom_link(rel, show.url + page.older) for rel in ("next", "prev-archive")]
    return tuple(links)


def channel_tags(show: Show, show_guid: str, artwork_url: str, page: Page) -> tuple[Form, ...]:
    """Return what the channel says of itself."""
    return (
        _EXPLICIT[show.explicit],
        itunes("image", href=artwork_url),
        podcast("guid", show_guid),
        podcast("locked", "yes" if show.locked else "no", owner=clean(show.email)),
        podcast("medium", "podcast"),
        *_license(show),
        *_rhythm(show),
        *map(_person, show.people),
        _ai_content(*page.episodes),
        *(_BLOCKED if show.private else ()),
        *((ARCHIVE,) if page.archived else ()),
    )


@dataclass(frozen=True, slots=True)
class Alike:
    """What the items of a show say alike, made once for all of a page.

    ``transcripts`` are forms by role, open for an address; ``people`` go with the byline.
    """

    head: Form
    artwork_url: str
    transcripts: Mapping[str, Form]
    wording: Wording
    author: Form
    license: Form


def alike(show: Show, artwork_url: str) -> Alike:
    """Return what all items say that is the show's."""
    return Alike(
        head=Form(_EXPLICIT[show.explicit] + itunes("image", href=OPEN)),
        artwork_url=artwork_url,
        transcripts={
            role: podcast("transcript", url=OPEN, **kind, language=show.language)
            for role, kind in TRANSCRIPTS.items()
        },
        wording=load_wording(show.language),
        author=Form("".join([_AUTHOR, *map(_person, show.people)])),
        license=Form("".join(_license(show))),
    )


def item_tags(common: Alike, episode: Episode, folder: str) -> Iterator[Tag]:
    """Yield what an item says beyond RSS; ``folder`` is the address its files lie under."""
    cover = episode.files.get("cover")
    yield common.head, (folder + cover.name if cover else common.artwork_url,)
    for name, value in (("season", episode.season), ("episode", episode.number)):
        if value is not None:
            yield _PLACES[name], (str(value), str(value))
    yield from _texts(common, episode, folder)
    if bite := episode.soundbite:
        yield _SOUNDBITE, (_seconds(bite.start_ms), _seconds(bite.duration_ms))
    # Apps that see anyone here forget the channel's own list.
    if byline := _text(common.wording.author(episode.byline)):
        yield common.author, (byline[:MAX_PERSON],)
    yield common.license, ()
    yield from _sounds(episode, folder)
    yield _ai_content(episode), ()


def _ai_content(*episodes: Episode) -> Form:
    """Return the disclosure; of what was made elsewhere, what was disclosed there."""
    if not episodes or any(one.narrated for one in episodes):
        return _AI_CONTENT
    told = next((text for one in episodes if (text := _text(one.ai_content))), "")
    return podcast("txt", told, purpose="ai-content") if told else Form("")


def _texts(common: Alike, episode: Episode, folder: str) -> Iterator[Tag]:
    files = episode.files
    for role, form in common.transcripts.items():
        if role in files:
            yield form, (folder + files[role].name,)
    if "chapters" in files:
        yield _CHAPTERS, (folder + files["chapters"].name,)


def _person(who: Person) -> Form:
    more = {"href": who.url, "img": who.image}
    given = {name: value for name, value in more.items() if value}
    return podcast("person", _text(who.name), group=who.group, role=who.role, **given)


def _sounds(episode: Episode, folder: str) -> Iterator[Tag]:
    """Yield every form of the sound, with what a client may hold it against."""
    for role, form in _SOUNDS.items():
        file = episode.files.get(role)
        if file and file.sri:
            title = () if "title" in SOUNDS[role] else (file.name.rpartition(".")[2].upper(),)
            yield (
                form,
                (
                    file.type,
                    str(file.bytes),
                    str(_bitrate(file, episode.duration_ms)),
                    *title,
                    folder + file.name,
                    file.sri,
                ),
            )


def _bitrate(file: PublishedFile, duration_ms: int) -> int:
    """Return the file's bits a second, its tags counted."""
    return file.bytes * 8000 // max(duration_ms, 1)


def _license(show: Show) -> Iterator[Form]:
    if show.license:
        custom = {"url": show.license_url} if show.license_url else {}
        name = show.license if custom else show.license.lower()
        yield podcast("license", _text(name), **custom)


def _rhythm(show: Show) -> Iterator[Form]:
    if show.rhythm:
        label = load_wording(show.language).labels[show.rhythm]
        yield podcast("updateFrequency", label, rrule=RHYTHMS[show.rhythm])


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return defused(one_line(text))
