"""A small shelf of invented files, to publish and to look at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audiobrief.files import digest
from audiobrief.model import Episode, PublishedFile
from audiobrief.publishing.shelf import Shelf, ShowRecord, _dump
from publishing_samples import episode
from samples import SHOW

MP3 = b"ID3" + bytes(range(256)) * 8
FILES = {
    ".last-run.json": b"{}",
    "DEPLOY.md": b"# how to",
    "index.html": b"<p>all shows",
    "harbour/.lock": b"",
    "harbour/cover-0123456789.jpg": b"\xff\xd8 a cover",
    "harbour/feed-2.xml": b"<rss>2</rss>",
    "harbour/feed-3.xml": b"<rss>3</rss>",
    "harbour/feed-10.xml": b"<rss>10</rss>",
    "harbour/feed.xml": b"<rss>1</rss>",
    "harbour/index.html": b"<p>the show",
    "harbour/sitemap.xml": b"<urlset/>",
    "harbour/episodes/gate/index.html": b"<p>the briefing",
    "harbour/episodes/gate/gate-0123456789.mp3": MP3,
    "harbour/episodes/gate/gate-0123456789.vtt": b"WEBVTT",
    "harbour/episodes/gate/gate-0123456789.chapters.json": b"{}",
    "harbour/episodes/gate/.stage-x": b"half",
}
"""Every file of the shelf but the records."""

SENT = [
    "harbour/episodes/gate/gate-0123456789.mp3",
    "harbour/cover-0123456789.jpg",
    "harbour/episodes/gate/gate-0123456789.chapters.json",
    "harbour/episodes/gate/gate-0123456789.vtt",
    "harbour/episodes/gate/index.html",
    "harbour/index.html",
    "harbour/sitemap.xml",
    "index.html",
    "harbour/feed-2.xml",
    "harbour/feed-3.xml",
    "harbour/feed-10.xml",
    "harbour/feed.xml",
]
"""What is published of it, in the order of sending."""


def write_shelf(workspace: Path) -> Path:
    """Write a workspace's show file and its shelf; return the ``output/`` folder."""
    (workspace / "feeds").mkdir(parents=True)
    (workspace / "feeds" / "harbour.toml").write_text(SHOW)
    output = workspace / "output"
    for name, data in FILES.items():
        path = output / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    mp3 = PublishedFile("gate-0123456789.mp3", len(MP3), digest(MP3), "audio/mpeg")
    record = replace(episode("gate"), files={"mp3": mp3})
    shelf = Shelf(output)
    folder = shelf.episode_folder("harbour", "gate")
    (folder / "episode.json").write_bytes(_dump(Episode, record))
    (output / "harbour" / "show.json").write_bytes(_dump(ShowRecord, ShowRecord("guid")))
    return output
