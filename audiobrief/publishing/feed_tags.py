"""What a feed says beyond RSS: Apple's elements, the podcast namespace, links between pages.

Pure: a show and a record in, tags out.
https://github.com/Podcastindex-org/podcast-namespace/tree/main/docs/tags
"""

from __future__ import annotations

from collections.abc import Iterator

from audiobrief.config import RHYTHMS, Person, Show
from audiobrief.model import Episode, PublishedFile
from audiobrief.publishing.paging import Page
from audiobrief.publishing.podcast_ns import ARCHIVE, Tag, atom_link, filled, itunes, podcast
from audiobrief.publishing.shelf import FEED
from audiobrief.publishing.text import clean, defused, one_line
from audiobrief.wording import load_wording

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
_IMAGE = itunes("image", href="{url}")
_TRANSCRIPTS = {
    role: podcast("transcript", url="{url}", **kind, language="{language}")
    for role, kind in TRANSCRIPTS.items()
}
_CHAPTERS = podcast("chapters", url="{url}", type="application/json+chapters")
_SOUNDBITE = podcast("soundbite", startTime="{start}", duration="{duration}")
_SOUNDS = {
    role: podcast(
        "alternateEnclosure",
        "",
        podcast("source", uri="{uri}"),
        podcast("integrity", type="sri", value="{sri}"),
        type="{type}",
        length="{length}",
        bitrate="{bitrate}",
        **{"title": "{title}", **kind},
    )
    for role, kind in SOUNDS.items()
}
_AI_CONTENT = podcast("txt", "true", purpose="ai-content")

_BLOCKED = (itunes("block", "Yes"), podcast("block", "yes"))
"""What asks directories to leave a private show out."""


def channel_links(show: Show, page: Page) -> tuple[Tag, ...]:
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


def channel_tags(show: Show, show_guid: str, artwork_url: str, page: Page) -> tuple[Tag, ...]:
    """Return what the channel says of itself."""
    return (
        _EXPLICIT[show.explicit],
        filled(_IMAGE, url=artwork_url),
        podcast("guid", show_guid),
        podcast("locked", "yes" if show.locked else "no", owner=clean(show.email)),
        podcast("medium", "podcast"),
        *_license(show),
        *_rhythm(show),
        *map(_person, show.people),
        *_ai_content(*page.episodes),
        *(_BLOCKED if show.private else ()),
        *((ARCHIVE,) if page.archived else ()),
    )


def item_tags(show: Show, episode: Episode, folder: str, artwork_url: str) -> tuple[Tag, ...]:
    """Return what an item says beyond RSS; ``folder`` is the address its files lie under."""
    cover = episode.files.get("cover")
    return (
        _EXPLICIT[show.explicit],
        filled(_IMAGE, url=folder + cover.name if cover else artwork_url),
        *_place(episode),
        *_texts(show, episode, folder),
        *_soundbite(episode),
        *_people(show, episode),
        *_license(show),
        *_sounds(episode, folder),
        *_ai_content(episode),
    )


def _ai_content(*episodes: Episode) -> tuple[Tag, ...]:
    """Return the disclosure; of what was made elsewhere, what was disclosed there."""
    if not episodes or any(one.narrated for one in episodes):
        return (_AI_CONTENT,)
    told = next((text for one in episodes if (text := _text(one.ai_content))), "")
    return (podcast("txt", told, purpose="ai-content"),) if told else ()


def _place(episode: Episode) -> Iterator[Tag]:
    """Yield season and number, in Apple's words and the namespace's."""
    for name, value in (("season", episode.season), ("episode", episode.number)):
        if value is not None:
            yield itunes(name, str(value))
            yield podcast(name, str(value))


def _texts(show: Show, episode: Episode, folder: str) -> Iterator[Tag]:
    files = episode.files
    for role, form in _TRANSCRIPTS.items():
        if role in files:
            yield filled(form, url=folder + files[role].name, language=show.language)
    if "chapters" in files:
        yield filled(_CHAPTERS, url=folder + files["chapters"].name)


def _soundbite(episode: Episode) -> Iterator[Tag]:
    if bite := episode.soundbite:
        yield filled(_SOUNDBITE, start=_seconds(bite.start_ms), duration=_seconds(bite.duration_ms))


def _people(show: Show, episode: Episode) -> Iterator[Tag]:
    """Yield who made the episode: apps that see anyone here forget the channel's own list."""
    byline = _text(load_wording(show.language).author(episode.byline))
    if byline:
        yield podcast("person", byline[:MAX_PERSON], group="writing", role="author")
        yield from map(_person, show.people)


def _person(who: Person) -> Tag:
    more = {"href": who.url, "img": who.image}
    given = {name: value for name, value in more.items() if value}
    return podcast("person", _text(who.name), group=who.group, role=who.role, **given)


def _sounds(episode: Episode, folder: str) -> Iterator[Tag]:
    """Yield every form of the sound, with what a client may hold it against."""
    for role, form in _SOUNDS.items():
        file = episode.files.get(role)
        if file and file.sri:
            yield filled(
                form,
                uri=folder + file.name,
                sri=file.sri,
                type=file.type,
                length=str(file.bytes),
                bitrate=str(_bitrate(file, episode.duration_ms)),
                title=file.name.rpartition(".")[2].upper(),
            )


def _bitrate(file: PublishedFile, duration_ms: int) -> int:
    """Return the file's bits a second, its tags counted."""
    return file.bytes * 8000 // max(duration_ms, 1)


def _license(show: Show) -> Iterator[Tag]:
    if show.license:
        custom = {"url": show.license_url} if show.license_url else {}
        name = show.license if custom else show.license.lower()
        yield podcast("license", _text(name), **custom)


def _rhythm(show: Show) -> Iterator[Tag]:
    if show.rhythm:
        label = load_wording(show.language).labels[show.rhythm]
        yield podcast("updateFrequency", label, rrule=RHYTHMS[show.rhythm])


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.3f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return defused(one_line(text))
