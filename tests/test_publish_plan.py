"""What is published, in which order, and what of it is already there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path, PurePosixPath

import pytest

from audiobrief.errors import NetworkError
from audiobrief.model import PublishedFile
from audiobrief.net.storage.place import PART
from audiobrief.publishing.feed import render_feed, weight
from audiobrief.publishing.paging import divide
from audiobrief.publishing.shelf import FEED
from audiobrief.publishing.upload import send
from audiobrief.publishing.upload.manifest import MANIFEST, Manifest, plan
from audiobrief.publishing.upload.send import Step, carry_out
from audiobrief.publishing.upload.site import SiteFile, Stage, site_files
from publishing_samples import ARTWORK, GUID, episode, parse, show
from shelf_samples import MP3, SENT, write_shelf

EPOCH = datetime(2024, 1, 1, 6, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> tuple[SiteFile, ...]:
    """Return what is published of the sample shelf."""
    return site_files(write_shelf(tmp_path), {})


def filled(files: tuple[SiteFile, ...]) -> tuple[Manifest, dict[str, int]]:
    """Return the manifest and the listing of a target that has it all."""
    manifest = Manifest()
    for file in files:
        manifest.add(file)
    return manifest, {file.path: file.bytes for file in files}


def test_files_go_in_the_order_in_which_they_are_needed(files: tuple[SiteFile, ...]) -> None:
    """Media, then texts from the leaves up, then archived pages from the first, then the feed."""
    assert [file.path for file in files] == SENT
    assert [file.stage for file in files] == sorted(file.stage for file in files)
    assert files[-1].stage is Stage.FEED


def test_no_page_of_a_feed_goes_before_one_it_links_to(tmp_path: Path) -> None:
    """Whatever a long show's pages name has been sent before them, the current page aside."""
    show_ = show()
    episodes = [
        replace(episode(f"no-{count}"), published=EPOCH + count * timedelta(days=1))
        for count in range(700)
    ]
    pages, _ = divide(episodes, (), partial(weight, show_))
    assert len(pages) > 10
    (tmp_path / "harbour").mkdir()
    for page in pages:
        (tmp_path / "harbour" / page.name).write_bytes(render_feed(show_, GUID, page, ARTWORK))
    sent: list[str] = []
    for file in site_files(tmp_path, {}):
        links = parse(file.source.read_bytes()).iter("{http://www.w3.org/2005/Atom}link")
        named = {link.get("href", "").removeprefix(show_.url) for link in links}
        name = PurePosixPath(file.path).name
        assert named - {FEED, name} <= set(sent)
        sent.append(name)
    assert sent == [page.name for page in pages]


def test_a_folder_that_is_left_out_is_not_read(tmp_path: Path) -> None:
    """Nothing of it is sent, and one of that name deeper down is another."""
    output = write_shelf(tmp_path)
    assert [file.path for file in site_files(output, {}, {"harbour"})] == ["index.html"]
    assert [file.path for file in site_files(output, {}, {"episodes"})] == SENT


def test_records_and_notes_stay_at_home(files: tuple[SiteFile, ...]) -> None:
    """No record, dot-file, lock, half-made file or file of another type is published."""
    names = {file.path.rpartition("/")[2] for file in files}
    private = {"episode.json", "show.json", ".lock", ".last-run.json", ".stage-x", "DEPLOY.md"}
    assert not names & private


def test_links_are_not_followed(tmp_path: Path) -> None:
    """A symbolic link could point at anything of this machine."""
    output = write_shelf(tmp_path)
    secret = tmp_path / "secret.txt"
    secret.write_text("s")
    (output / "harbour" / "link.txt").symlink_to(secret)
    (output / "harbour" / "folder").symlink_to(tmp_path, target_is_directory=True)
    assert [file.path for file in site_files(output, {})] == SENT


def test_types_and_caching_come_from_one_table(files: tuple[SiteFile, ...]) -> None:
    """What is named by its content keeps for ever, a feed for minutes."""
    by_path = {file.path: file.served for file in files}
    assert by_path[SENT[0]].type == "audio/mpeg"
    assert "immutable" in by_path[SENT[0]].cache
    assert by_path["harbour/feed-2.xml"].type.startswith("application/rss+xml")
    assert "immutable" not in by_path["harbour/feed.xml"].cache
    assert by_path["harbour/sitemap.xml"].type.startswith("application/xml")


def test_a_record_spares_reading_its_files(tmp_path: Path) -> None:
    """A recorded digest is taken where the size is the recorded one, and only there."""
    output = write_shelf(tmp_path)
    path = output / SENT[0]
    told = PublishedFile(path.name, len(MP3), "f" * 64, "audio/mpeg")
    assert site_files(output, {path: told})[0].sha256 == "f" * 64
    path.write_bytes(MP3 + b"!")
    assert site_files(output, {path: told})[0].sha256 != "f" * 64


def test_nothing_changed_sends_nothing(files: tuple[SiteFile, ...]) -> None:
    """All is there as it should be."""
    made = plan(files, *filled(files), prune=True)
    assert (made.send, made.remove, made.kept, made.bytes) == ((), (), len(SENT), 0)


def test_what_is_new_gone_or_cut_short_is_sent(files: tuple[SiteFile, ...]) -> None:
    """A file counts as there if it was put there as it is and still has its size."""
    manifest, there = filled(files)
    manifest.drop(SENT[0])
    del there[SENT[1]]
    there[SENT[2]] -= 1
    made = plan(files, manifest, there, prune=False)
    assert [file.path for file in made.send] == SENT[:3]


def test_a_changed_content_type_is_sent_again(files: tuple[SiteFile, ...]) -> None:
    """The same bytes served otherwise are another file to a client."""
    manifest, there = filled(files)
    other = replace(files[0], served=replace(files[0].served, type="audio/x-mp3"))
    assert plan((other, *files[1:]), manifest, there, prune=False).send == (other,)


def test_only_prune_removes_and_only_what_is_ours(files: tuple[SiteFile, ...]) -> None:
    """What others put there stays; so does what is gone from the shelf, until it is asked for."""
    manifest, there = filled(files)
    half = f"harbour/{PART}feed.xml"
    there |= {"favicon.ico": 1, MANIFEST: 1, half: 1}
    left = files[1:]
    assert plan(left, manifest, there, prune=False).remove == ()
    assert plan(left, manifest, there, prune=True).remove == (half, SENT[0])


def test_the_manifest_names_nothing(files: tuple[SiteFile, ...]) -> None:
    """Whoever reads it at the target learns no address from it."""
    data = filled(files)[0].dump()
    assert b"gate" not in data
    assert b"feed" not in data
    assert Manifest.read(data) == filled(files)[0]


@pytest.mark.parametrize(
    "data",
    [
        *(None, b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"version": 2, "files": {"a": "b"}}'),
        *(b'{"version": 1}', b'{"version": 1, "files": {"a": 1}}', b'{"version": 1, "files": []}'),
    ],
)
def test_a_damaged_manifest_knows_of_nothing(data: bytes | None) -> None:
    """Everything is sent again rather than trusted."""
    assert Manifest.read(data).files == {}


class Place:
    """A target in memory that fails at one path."""

    def __init__(self, fails_at: str = "") -> None:
        self.fails_at = fails_at
        self.done: list[str] = []
        self.saved: list[int] = []

    def put(self, file: SiteFile) -> None:
        """Take a file, or fail."""
        if file.path == self.fails_at:
            raise NetworkError("the line is dead")
        self.done.append(f"+{file.path}")

    def save(self, known: Manifest, /) -> None:
        """Remember how much was known."""
        self.saved.append(len(known.files))

    def remove(self, path: str) -> None:
        """Forget a file."""
        self.done.append(f"-{path}")


def test_removal_waits_until_all_has_arrived(files: tuple[SiteFile, ...]) -> None:
    """Sent in order, then removed, then remembered; each step is told."""
    manifest, _ = filled(files[:1])
    made = plan(files[1:], manifest, {SENT[0]: len(MP3)}, prune=True)
    place, told = Place(), list[Step]()
    carry_out(made, manifest, place, told.append)
    assert place.done == [*(f"+{path}" for path in SENT[1:]), f"-{SENT[0]}"]
    assert place.saved == [len(SENT) - 1]
    assert told[-1] == Step("remove", SENT[0])


def test_a_break_is_remembered(
    files: tuple[SiteFile, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What arrived before the break is in the manifest, saved meanwhile and at the end."""
    monkeypatch.setattr(send, "SAVE_EVERY", 2)
    manifest, place = Manifest(), Place(fails_at=SENT[5])
    made = plan(files, manifest, {}, prune=False)
    with pytest.raises(NetworkError, match="the line is dead"):
        carry_out(made, manifest, place, lambda _: None)
    assert place.saved == [2, 4, 5]


def test_a_dead_target_is_told_once(files: tuple[SiteFile, ...]) -> None:
    """That the manifest cannot be saved either hides no cause."""

    class Dead(Place):
        def save(self, _: Manifest, /) -> None:
            raise NetworkError("nor can this be saved")

    with pytest.raises(NetworkError, match="the line is dead"):
        carry_out(plan(files, Manifest(), {}, prune=False), Manifest(), Dead(SENT[0]), print)
