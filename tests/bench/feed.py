"""How long a feed of many episodes takes to write, and how much memory, beside bare feedgen."""

from __future__ import annotations

import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import click
from feedgen.feed import FeedGenerator

from audiobrief.config import Reports, Show
from audiobrief.model import ChapterMark, Episode, Loudness, PublishedFile, Soundbite, Source
from audiobrief.publishing.feed import render_feed, weight
from audiobrief.publishing.paging import divide
from audiobrief.publishing.shelf import TYPES

_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
_SUMMARY = "The harbour board met, and said this and that. " * 8
_SRI = f"sha384-{'A' * 64}"


@click.command("feed")
@click.option("--episodes", default=10_000, show_default=True, help="How many the show has.")
def feed(episodes: int) -> None:
    """Write every page of a long show's feed, of briefings with 7 chapters and 6 sources."""
    show, records = _show(), [_episode(number) for number in range(episodes)]
    before = _peak()
    start = time.process_time()
    pages, _ = divide(records, (), partial(weight, show))
    sizes = [len(render_feed(show, _GUID, page, show.url + "cover.jpg")) for page in pages]
    took = time.process_time() - start
    click.echo(
        f"{episodes} episodes on {len(pages)} pages, {sum(sizes) / 1e6:.1f} MB, "
        f"the current one {sizes[-1] / 1e3:.0f} kB"
    )
    click.echo(f"audiobrief: {took:.2f} s of CPU, {_peak():.0f} MB at most, {before:.0f} before")
    click.echo(f"bare feedgen, one page of title, text, GUID, enclosure: {_bare(records):.2f} s")


def _peak() -> float:
    """Return the most memory this process has held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1e6 if sys.platform == "darwin" else 1024)


def _show() -> Show:
    return Show(
        slug="harbour",
        folder=Path(),
        title="Harbour Briefing",
        description="Daily news of a port that does not exist.",
        author="The Desk",
        email="desk@example.org",
        url="https://podcast.example.org/harbour/",
        reports=Reports(files=("*.md",)),
    )


def _episode(number: int) -> Episode:
    moment = _FIRST + timedelta(hours=12 * number)
    slug = f"briefing-{number}"
    return Episode(
        slug=slug,
        guid=f"guid-{number}",
        title=f"What happened at the harbour, part {number}",
        summary=_SUMMARY,
        category="World",
        byline="Ada Invented",
        published=moment,
        updated=moment,
        duration_ms=400_000,
        loudness=Loudness(-16.0, -1.2),
        files={
            role: PublishedFile(f"{slug}-0123456789.{role}", 4_800_000, "0" * 64, kind, _SRI)
            for role, kind in TYPES.items()
        },
        chapters=tuple(ChapterMark(f"Chapter {n} & more", n * 50_000) for n in range(7)),
        sources=tuple(Source(f"Source {n}", f"https://news.example/{n}?a=1&b=2") for n in range(6)),
        soundbite=Soundbite(13_250, 42_000),
    )


def _bare(records: list[Episode]) -> float:
    start = time.process_time()
    bare = FeedGenerator()
    bare.title("Harbour Briefing")
    bare.link(href="https://podcast.example.org/harbour/")
    bare.description("Daily news.")
    for record in records:
        entry = bare.add_entry(order="append")
        entry.title(record.title)
        entry.description(record.summary)
        entry.guid(record.guid)
        entry.enclosure(record.files["mp3"].name, 1, "audio/mpeg")
        entry.pubDate(record.published)
    bare.rss_str(pretty=True)
    return time.process_time() - start
