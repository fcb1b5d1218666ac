"""A show file written from the channel of a feed that lived elsewhere."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from audiobrief.config import Email, load_show
from audiobrief.errors import ArtworkError, AudiobriefError, ConfigError
from audiobrief.files import write_whole
from audiobrief.ingest.notes import paragraphs
from audiobrief.ingest.podcast import Item, Podcast
from audiobrief.ingest.text import normalise
from audiobrief.net import save, shown
from audiobrief.wording import load_wording

MAX_PICTURE_BYTES = 32 * 2**20
MAX_DESCRIPTION = 4000
"""Characters that a show file takes."""

EMAIL = "desk@example.org"
PICTURES = {"image/jpeg": "jpg", "image/jpg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class ShowFile:
    """A show file to be: its settings, and what its owner must know of them."""

    old: str
    slug: str
    settings: Mapping[str, object]
    notes: tuple[str, ...] = ()
    artwork: str = ""

    @property
    def text(self) -> str:
        """The file, as TOML."""
        settings = {**self.settings, **({"artwork": self.artwork} if self.artwork else {})}
        # JSON's strings, lists and booleans are TOML's.
        lines = [f"{key} = {json.dumps(one, ensure_ascii=False)}" for key, one in settings.items()]
        head = f"# Adopted from {self.old}; `audiobrief schema show` lists every setting."
        return "\n".join([head, *lines, "", "[reports]", f'files = ["{self.slug}/*"]', ""])


def show_file(podcast: Podcast, slug: str, *, old: str, new: str) -> ShowFile:
    """Return the show file of a channel.

    Args:
        podcast: the channel.
        slug: the show's name here.
        old: where its feed was.
        new: where the show will be published, or nothing if that is not known yet.

    Raises:
        ConfigError: audiobrief does not know the channel's language.
    """
    language = (podcast.language or "en-us").replace("_", "-")
    load_wording(language)
    title, email = normalise(podcast.title) or slug, _email(podcast)
    notes = []
    if not new:
        notes.append("set `url` to the address at which the show will be published")
    if not email:
        notes.append("set `email`: the feed names none")
    settings = {
        "title": title,
        "description": _description(podcast) or title,
        "author": normalise(podcast.author) or title,
        "email": email or EMAIL,
        "url": new or f"https://podcast.example.org/{slug}/",
        "language": language,
        "categories": podcast.categories or ("News > Daily News",),
        "explicit": podcast.explicit,
        "type": "serial" if podcast.type == "serial" else "episodic",
        "copyright": normalise(podcast.copyright),
        **_counting(podcast.items),
    }
    return ShowFile(shown(old), slug, settings, tuple(notes))


def write_show_file(path: Path, made: ShowFile) -> None:
    """Write a show file that is valid.

    Raises:
        ConfigError: a setting is of no use, such as the address the show will have.
        OutputError: the disk refuses.
    """
    with tempfile.TemporaryDirectory() as folder:
        tried = Path(folder, path.name)
        tried.write_text(made.text, encoding="utf-8")
        try:
            load_show(tried)
        except ConfigError as error:
            raise ConfigError(str(error).replace(str(tried), str(path))) from error
    write_whole(path, made.text.encode())


def fetch_cover(url: str, folder: Path, slug: str) -> tuple[str, str]:
    """Bring a cover in; return its name in ``folder``, or nothing and the reason."""
    from audiobrief.publishing.artwork import check_artwork

    if not url:
        return "", "the feed has no cover, so one is drawn"
    with tempfile.TemporaryDirectory() as staged:
        try:
            picture = Path(staged, "cover")
            kind = save(url, picture, limit_bytes=MAX_PICTURE_BYTES)
            named = picture.rename(picture.with_suffix(f".{PICTURES.get(kind, 'bin')}"))
            check_artwork(named)
            name = f"{slug}-cover{named.suffix}"
            write_whole(folder / name, named.read_bytes())
        except ArtworkError as error:
            return "", f"the old cover is not used, one is drawn: {error.what}"
        except AudiobriefError as error:
            return "", f"the old cover is not used, one is drawn: {error}"
    return name, ""


def _description(podcast: Podcast) -> str:
    text = " ".join(paragraphs(podcast.description))
    return text if len(text) <= MAX_DESCRIPTION else text[: MAX_DESCRIPTION - 1] + "…"


def _counting(items: Sequence[Item]) -> dict[str, object]:
    """Return the settings by which new episodes go on where the old ones ended."""
    numbered = [item for item in items if item.number]
    seasons = [item.season for item in numbered if item.season]
    if seasons:
        return {"season": max(seasons)}
    return {"numbered": True} if numbered else {}


def _email(podcast: Podcast) -> str:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Email).validate_python(podcast.email)
    except ValidationError:
        return ""
