"""A show's feed and pages written from its records."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from audiobrief.config import Gathering, Source
from audiobrief.errors import OutputError
from audiobrief.files import digest, write_whole
from audiobrief.model import Episode
from audiobrief.pipeline import pictures
from audiobrief.pipeline.publish import publish_index, publish_show
from audiobrief.pipeline.studio import Studio
from audiobrief.publishing.shelf import Shelf
from publishing_samples import GUID, episode, show

START = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """Return an empty shelf; covers are not what is tested here."""
    monkeypatch.setattr(pictures, "_cover", lambda _studio: ("cover.jpg", b"cover"))
    monkeypatch.setattr(pictures, "_thumbnail", lambda _cover: ("thumbnail.jpg", b"small"))
    return Shelf(tmp_path)


WRITTEN = ("cover.jpg", "thumbnail.jpg", "index.html", "sitemap.xml", "feed.xml", "show.json")
"""What each release of a feed writes, in its order; archived pages come before the feed."""


def studio(**changes: Any) -> Studio:
    """Return a studio as far as a feed needs it."""
    return cast("Studio", SimpleNamespace(show=show(**changes), inputs={"artwork": ""}))


def shelve(shelf: Shelf, *days: int) -> None:
    """Put the records of episodes on the shelf, by the day of each."""
    for day in days:
        keep(shelf, episode(f"e{day}", published=START + timedelta(days=day)))


def keep(shelf: Shelf, one: Episode) -> None:
    """Put a record on the shelf."""
    shelf.episode_folder("harbour", one.slug).mkdir(parents=True, exist_ok=True)
    shelf.keep_record("harbour", one)


def stamps(shelf: Shelf) -> dict[str, tuple[int, bytes]]:
    """Return what lies in the show's folder: when it was written, and what."""
    folder = shelf.show_folder("harbour")
    return {
        path.name: (path.stat().st_mtime_ns, path.read_bytes())
        for path in folder.iterdir()
        if path.is_file()
    }


def changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """Return the names of files that are new, gone, or written again."""
    return {name for name in before | after if before.get(name) != after.get(name)}


def test_a_long_show_has_pages(shelf: Shelf) -> None:
    """150 episodes are two pages, and the record remembers where they part."""
    shelve(shelf, *range(150))
    assert publish_show(studio(), shelf, GUID)
    found = stamps(shelf)
    assert set(found) == {"feed-1.xml", *WRITTEN}
    assert found["feed.xml"][1].count(b"<item>") == 100
    assert found["feed-1.xml"][1].count(b"<item>") == 50
    record = shelf.show_record("harbour")
    assert record
    assert record.bounds == ("2025-02-19T00:00:00Z e49",)


def test_where_articles_come_from_is_not_published(shelf: Shelf) -> None:
    """A show that names another source, or other manners, has the same feed."""
    shelve(shelf, 1)
    publish_show(studio(), shelf, GUID)
    gathering = {
        "sources": (Source(feed="https://a.example/"),),
        "gather": Gathering(pause=2.0),
    }
    assert not publish_show(studio(**gathering), shelf, GUID)


def test_a_second_run_writes_nothing(shelf: Shelf) -> None:
    """What would say the same is not written again."""
    shelve(shelf, *range(150))
    publish_show(studio(), shelf, GUID)
    before = stamps(shelf)
    assert not publish_show(studio(), shelf, GUID)
    assert stamps(shelf) == before


def test_a_new_episode_leaves_archived_pages_alone(shelf: Shelf) -> None:
    """Only what holds the newest is written anew."""
    shelve(shelf, *range(160))
    publish_show(studio(), shelf, GUID)
    before = stamps(shelf)
    shelve(shelf, 160)
    assert publish_show(studio(), shelf, GUID)
    assert changed(before, stamps(shelf)) == set(WRITTEN)


def test_a_corrected_old_episode_rewrites_its_page(shelf: Shelf) -> None:
    """Its page changes, the others of the archive do not."""
    shelve(shelf, *range(160))
    publish_show(studio(), shelf, GUID)
    before = stamps(shelf)
    keep(shelf, episode("e70", published=START + timedelta(days=70), title="Corrected"))
    publish_show(studio(), shelf, GUID)
    after = stamps(shelf)
    assert "feed-1.xml" not in changed(before, after)
    assert b"Corrected" in after["feed-2.xml"][1]


def test_a_lost_page_is_written_again(shelf: Shelf) -> None:
    """An archived page that is gone would break the whole feed in some apps."""
    shelve(shelf, *range(160))
    publish_show(studio(), shelf, GUID)
    before = stamps(shelf)
    (shelf.show_folder("harbour") / "feed-1.xml").unlink()
    assert publish_show(studio(), shelf, GUID)
    assert stamps(shelf)["feed-1.xml"][1] == before["feed-1.xml"][1]


def test_a_lost_sitemap_is_written_again(shelf: Shelf) -> None:
    """Search engines find what they found before."""
    shelve(shelf, 1, 2)
    publish_show(studio(), shelf, GUID)
    sitemap = shelf.show_folder("harbour") / "sitemap.xml"
    before = sitemap.read_bytes()
    sitemap.unlink()
    assert publish_show(studio(), shelf, GUID)
    assert sitemap.read_bytes() == before


def test_a_show_that_becomes_private_loses_its_sitemap(shelf: Shelf) -> None:
    """Its addresses are told to nobody, and the next run is content without one."""
    shelve(shelf, 1)
    publish_show(studio(), shelf, GUID)
    private = studio(private=True)
    assert publish_show(private, shelf, GUID)
    assert "sitemap.xml" not in stamps(shelf)
    assert not publish_show(private, shelf, GUID)


def test_the_index_tells_of_public_shows_alone(shelf: Shelf) -> None:
    """Page and sitemap of the shelf name them, and are not written twice."""
    shelve(shelf, 1)
    publish_show(studio(), shelf, GUID)
    for shows, found in (([show()], 1), ([show(private=True)], 0)):
        publish_index(shows, shelf)
        assert (shelf.root / "sitemap.xml").read_bytes().count(b"<sitemap>") == found
    written = {path: path.stat().st_mtime_ns for path in shelf.root.glob("*.*")}
    publish_index([show(private=True)], shelf)
    assert {path: path.stat().st_mtime_ns for path in written} == written
    assert b"thumbnail.jpg" not in (shelf.root / "index.html").read_bytes()


def test_a_page_too_many_is_removed(shelf: Shelf) -> None:
    """When the archive shrinks, no page is left that nothing links to."""
    shelve(shelf, *range(160))
    publish_show(studio(), shelf, GUID)
    for day in range(50):
        (shelf.episode_folder("harbour", f"e{day}") / "episode.json").unlink()
    publish_show(studio(), shelf, GUID)
    assert {name for name in stamps(shelf) if name.startswith("feed")} == {
        "feed.xml",
        "feed-1.xml",
    }


def test_pages_are_there_before_the_feed_that_links_to_them(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills up on the way leaves the feed that stood."""
    shelve(shelf, *range(90))
    publish_show(studio(), shelf, GUID)
    before = stamps(shelf)
    shelve(shelf, *range(90, 220))
    written: list[str] = []

    def failing(path: Path, data: bytes) -> None:
        written.append(path.name)
        if path.name == "feed-2.xml":
            raise OutputError("cannot write (No space left on device)", where=path)
        write_whole(path, data)

    monkeypatch.setattr("audiobrief.publishing.shelf.write_whole", failing)
    with pytest.raises(OutputError):
        publish_show(studio(), shelf, GUID)
    assert written == [*WRITTEN[:4], "feed-1.xml", "feed-2.xml"]
    assert stamps(shelf)["feed.xml"] == before["feed.xml"]


def test_a_show_that_counts_keeps_its_numbers(shelf: Shelf) -> None:
    """Numbers go into records and feed, and an older date that comes late takes the next."""
    shelve(shelf, 1, 2)
    publish_show(studio(season=3), shelf, GUID)
    shelve(shelf, 0)
    publish_show(studio(season=3), shelf, GUID)
    found = {one.slug: (one.season, one.number) for one in shelf.episodes("harbour")}
    assert found == {"e1": (3, 1), "e2": (3, 2), "e0": (3, 3)}
    assert b"<itunes:episode>3</itunes:episode>" in stamps(shelf)["feed.xml"][1]


def test_pictures_may_be_brought(shelf: Shelf) -> None:
    """What a caller has drawn is published as it is."""
    shelve(shelf, 1)
    assert publish_show(studio(), shelf, GUID, (("big.jpg", b"big"), ("tiny.jpg", b"tiny")))
    found = stamps(shelf)
    assert (found["big.jpg"][1], found["tiny.jpg"][1]) == (b"big", b"tiny")
    assert b"big.jpg" in found["feed.xml"][1]


def test_pictures_that_stand_are_not_drawn_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A show's pictures are drawn where they may look otherwise now, or are damaged."""
    drawn: list[str] = []

    def cover(studio: Studio) -> tuple[str, bytes]:
        drawn.append(studio.show.title)
        data = studio.show.title.encode()
        return f"cover-{digest(data)[:10]}.jpg", data

    def small(cover: bytes) -> tuple[str, bytes]:
        return f"thumbnail-{digest(cover)[:10]}.jpg", cover

    monkeypatch.setattr(pictures, "_cover", cover)
    monkeypatch.setattr(pictures, "_thumbnail", small)
    shelve(shelf, 1)
    publish_show(studio(title="Tides"), shelf, GUID)
    shelve(shelf, 2)
    assert publish_show(studio(title="Tides"), shelf, GUID)
    assert drawn == ["Tides"]
    path = shelf.show_folder("harbour") / cover(studio(title="Tides"))[0]
    path.write_bytes(b"no picture")
    shelve(shelf, 3)
    publish_show(studio(title="Tides"), shelf, GUID)
    assert path.read_bytes() == b"Tides"
    assert publish_show(studio(title="Locks"), shelf, GUID)
    assert drawn == ["Tides", "Tides", "Tides", "Locks"]


def test_a_record_is_read_again_where_it_changed(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that stands as it was read before is not read anew; one that is gone is no more told."""
    shelve(shelf, 1, 2)
    before = shelf.episodes("harbour")
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail(f"{path} is read"))
    assert all(one is other for one, other in zip(shelf.episodes("harbour"), before, strict=True))
    monkeypatch.undo()
    keep(shelf, episode("e1", title="Another"))
    (shelf.episode_folder("harbour", "e2") / "episode.json").unlink()
    assert [one.title for one in shelf.episodes("harbour")] == ["Another"]
