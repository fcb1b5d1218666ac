"""Private shows on the web: a token opens feed, media and pages, and nothing else does."""

from __future__ import annotations

import hmac
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobrief.cli import main
from audiobrief.errors import BusyError, OutputError
from audiobrief.files import exclusive
from audiobrief.server.private import personal, personal_url
from audiobrief.server.tokens import Tokens
from publishing_samples import parse
from samples import SHOW
from shelf_server import Reply, ask, serving

URL = "https://podcast.example.org/test/"
NOW = datetime(2026, 1, 12, tzinfo=UTC)


@pytest.fixture
def desk(built_once: Path, tmp_path: Path) -> Path:
    """Return a workspace whose one show is private, and another that is not."""
    desk = tmp_path / "desk"
    shutil.copytree(built_once, desk)
    (desk / "feeds" / "test.toml").write_text(f"private = true\n{SHOW}", "utf-8")
    built = CliRunner().invoke(main, ["build", "--workspace", str(desk)])
    assert built.exit_code == 0, built.output
    assert not list((desk / "output").rglob("embed.html")), "no other site may show it"
    return desk


@pytest.fixture
def server(desk: Path) -> Iterator[str]:
    """Serve the workspace."""
    with serving(desk) as address:
        yield address


def paths(desk: Path) -> list[str]:
    """Return the path, seen from the show, of each of its files that listeners may have."""
    show = desk / "output" / "test"
    files = (path for path in show.rglob("*") if path.is_file())
    return [
        str(path.relative_to(show))
        for path in files
        if path.name not in ("show.json", "episode.json")
    ]


def test_a_token_opens_everything_of_its_show(server: str, desk: Path) -> None:
    """With a token each file is there; without, or with another, none is."""
    token = Tokens(desk).add("test", "Ann", NOW)
    other = Tokens(desk).add("another", "Ann", NOW)
    found = paths(desk)
    assert {Path(path).suffix for path in found} >= {".mp3", ".xml", ".html", ".vtt", ".jpg"}
    for path in found:
        assert ask(server, f"/test/{token}/{path}").status == 200
        for wrong in ("", f"{other}/", f"{token[:-1]}/", f"{token.upper()}/", f"{token}0/", "%00/"):
            assert ask(server, f"/test/{wrong}{path}").status == 404
        assert ask(server, f"/another/{token}/{path}").status == 404
    records = ("show.json", "episodes/tolls/episode.json", ".lock", "../../feeds/test.toml")
    assert {ask(server, f"/test/{token}/{path}").status for path in records} == {404}


def test_folders_of_a_private_show_are_told_to_its_subscribers_alone(
    server: str, desk: Path
) -> None:
    """Without a token not even that there is such a show can be learnt."""
    token = Tokens(desk).add("test", "Ann", NOW)
    moved = ask(server, f"/test/{token}")
    assert (moved.status, moved.headers["location"]) == (308, f"./{token}/")
    assert ask(server, f"/test/{token}/").body == ask(server, f"/test/{token}/index.html").body
    unknown = ask(server, "/nothing/")
    for path in ("/test", "/test/", "/test/x", "/test/x/", "/test/index.html"):
        got = ask(server, path)
        assert (got.status, got.body) == (unknown.status, unknown.body)
    assert b"Test Desk" not in ask(server, "/").body


def test_every_address_in_the_feed_opens(server: str, desk: Path) -> None:
    """An app that was given the feed's address gets all that the feed names, byte for byte."""
    token = Tokens(desk).add("test", "Ann", NOW)
    feed = ask(server, f"/test/{token}/feed.xml").body
    addresses = set(re.findall(rb"https://podcast\.example\.org/[^\"<& ]*", feed))
    ends = {Path(address.decode()).suffix for address in addresses}
    assert ends >= {".mp3", ".vtt", ".srt", ".json", ".html", ".jpg", ".xml"}
    for address in addresses:
        path = address.decode().removeprefix(URL)
        assert path.startswith(f"{token}/")
        got = ask(server, f"/test/{path}")
        assert got.status == 200
        if path.endswith((".mp3", ".jpg")):
            plain = path.removeprefix(f"{token}/")
            assert got.body == (desk / "output" / "test" / plain).read_bytes()


def test_each_subscriber_has_addresses_of_their_own(server: str, desk: Path) -> None:
    """Two tokens give two feeds, neither of which holds the other's token."""
    ann, ben = (Tokens(desk).add("test", name, NOW) for name in ("Ann", "Ben"))
    for path in ("feed.xml", "index.html", "episodes/tolls/index.html"):
        hers = ask(server, f"/test/{ann}/{path}").body
        his = ask(server, f"/test/{ben}/{path}").body
        assert hers.replace(ann.encode(), ben.encode()) == his
        assert ann.encode() in hers
        assert ben.encode() not in hers
        assert URL.encode() in hers.replace(f"{ann}/".encode(), b"")
        assert f"{URL}episodes".encode() not in hers


def _kept(reply: Reply) -> tuple[str, str, str]:
    names = ("cache-control", "x-robots-tag", "referrer-policy")
    return tuple(reply.headers[name] for name in names)  # type: ignore[return-value]


def test_nobody_else_is_told(server: str, desk: Path) -> None:
    """Search engines, shared caches and linked sites learn no address with a token."""
    token = Tokens(desk).add("test", "Ann", NOW)
    robots = ("noindex, nofollow, noarchive", "no-referrer")
    brief = ("private, max-age=300", *robots)
    assert _kept(ask(server, f"/test/{token}/feed.xml")) == brief
    assert _kept(ask(server, f"/test/{token}/episodes/tolls/")) == brief
    (mp3,) = (path for path in paths(desk) if path.endswith(".mp3"))
    lasting = ("private, max-age=31536000, immutable", *robots)
    assert _kept(ask(server, f"/test/{token}/{mp3}")) == lasting


def test_media_of_a_private_show_come_in_parts(server: str, desk: Path) -> None:
    """Ranges and conditions hold behind a token too."""
    token = Tokens(desk).add("test", "Ann", NOW)
    (mp3,) = (path for path in paths(desk) if path.endswith(".mp3"))
    got = ask(server, f"/test/{token}/{mp3}", range="bytes=-7")
    assert (got.status, got.body) == (206, (desk / "output" / "test" / mp3).read_bytes()[-7:])
    feed = f"/test/{token}/feed.xml"
    held = ask(server, feed).headers["etag"]
    assert ask(server, feed, if_none_match=held).status == 304


def test_directories_are_asked_to_leave_a_private_show_out(desk: Path) -> None:
    """Its feed says so in Apple's words and in the podcast namespace's."""
    channel = parse((desk / "output" / "test" / "feed.xml").read_bytes())[0]
    blocks = {one.tag: one.text for one in channel if one.tag.endswith("}block")}
    assert blocks == {
        "{http://www.itunes.com/dtds/podcast-1.0.dtd}block": "Yes",
        "{https://podcastindex.org/namespace/1.0}block": "yes",
    }


def test_a_revoked_token_opens_nothing(server: str, desk: Path) -> None:
    """It is over at the next request, for its subscriber alone."""
    ann, ben = (Tokens(desk).add("test", name, NOW) for name in ("Ann", "Ben"))
    assert ask(server, f"/test/{ann}/feed.xml").status == 200
    Tokens(desk).revoke("test", "Ann")
    assert ask(server, f"/test/{ann}/feed.xml").status == 404
    assert ask(server, f"/test/{ben}/feed.xml").status == 200


def test_a_damaged_file_of_tokens_shuts_the_door(
    server: str, desk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is let in by mistake, and the log says what is wrong."""
    token = Tokens(desk).add("test", "Ann", NOW)
    file = desk / ".tokens" / "test.json"
    file.write_text(file.read_text("utf-8")[:-20], "utf-8")
    assert ask(server, f"/test/{token}/feed.xml").status == 503
    assert f"{file}: the tokens cannot be read" in caplog.text
    with pytest.raises(OutputError, match="shuts all subscribers out"):
        Tokens(desk).add("test", "Ben", NOW)


def test_all_tokens_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a refusal takes tells nothing: each digest is compared, in constant time."""
    tokens, compared = Tokens(tmp_path), list[str]()
    first, *_ = (tokens.add("test", name, NOW) for name in ("Ann", "Ben", "Cy"))
    compare = hmac.compare_digest

    def compare_and_tell(given: str, kept: str) -> bool:
        compared.append(kept)
        return compare(given, kept)

    monkeypatch.setattr(hmac, "compare_digest", compare_and_tell)
    assert tokens.admits("test", first)
    assert not tokens.admits("test", "0" * 40)
    assert compared == [one.sha256 for one in tokens.of("test")] * 2


def test_two_commands_do_not_change_tokens_at_once(tmp_path: Path) -> None:
    """The later one says so and changes nothing."""
    with exclusive(tmp_path / ".tokens"), pytest.raises(BusyError):
        Tokens(tmp_path).add("test", "Ann", NOW)
    assert Tokens(tmp_path).of("test") == ()


@pytest.mark.parametrize(
    ("written", "served"),
    [
        (b"https://a.example/x/feed.xml", b"https://a.example/x/T/feed.xml"),
        (b'href="podcast://a.example/x/feed.xml"', b'href="podcast://a.example/x/T/feed.xml"'),
        (b"?u=https%3A%2F%2Fa.example%2Fx%2Ff", b"?u=https%3A%2F%2Fa.example%2Fx%2FT%2Ff"),
        (b"https://a.example/xy/", b"https://a.example/xy/"),
        (b"https://b.example/x/", b"https://b.example/x/"),
        (b"a.example/x/", b"a.example/x/"),
        (b"\xff\x00//a.example/x/", b"\xff\x00//a.example/x/T/"),
    ],
)
def test_only_addresses_of_the_show_are_made_personal(written: bytes, served: bytes) -> None:
    """Whatever their scheme, and inside of other addresses; no others."""
    assert personal(written, "https://a.example/x/", "T") == served


def test_an_address_may_need_escapes() -> None:
    """In XML an ampersand of the address is written otherwise."""
    url = "https://a.example/r&d/"
    assert personal(b"//a.example/r&amp;d/f", url, "T") == b"//a.example/r&amp;d/T/f"
    assert personal_url(url, "T") == "https://a.example/r&d/T/"
