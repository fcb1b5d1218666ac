"""The shelf on the web: files, types, parts, caches, and what is kept from it."""

from __future__ import annotations

import gzip
import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from audiobrief.publishing.served import TYPES, served
from samples import SHOW
from shelf_server import ask, serving

SAMPLE = bytes(range(256)) * 40
KEPT = "nothing of this may be read"


@pytest.fixture(scope="module")
def desk(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a built workspace with files that must stay in it."""
    desk = tmp_path_factory.mktemp("served") / "desk"
    shutil.copytree(built_once, desk)
    output = desk / "output"
    (output / "test" / "talk-0123456789.opus").write_bytes(SAMPLE)
    for name in (".htaccess", ".lock", "README.md", ".stage-1/feed.xml", ".well-known/a.txt"):
        (output / "test" / name).parent.mkdir(exist_ok=True)
        (output / "test" / name).write_text(KEPT)
    (output / "retired").mkdir()
    (output / "retired" / "index.html").write_text(KEPT)
    (desk / "outside").mkdir()
    (desk / "outside" / "index.html").write_text(KEPT)
    (output / "test" / "way-out").symlink_to(desk / "outside")
    (output / "test" / "way-out.html").symlink_to(desk / "outside" / "index.html")
    (output / "test" / "record.html").symlink_to(output / "test" / "show.json")
    return desk


@pytest.fixture(scope="module")
def server(desk: Path) -> Iterator[str]:
    """Serve the workspace."""
    with serving(desk) as address:
        yield address


@pytest.fixture(scope="module")
def names(desk: Path) -> dict[str, str]:
    """Return the path of a file of each kind by the end of its name."""
    episode = desk / "output" / "test" / "episodes" / "tolls"
    others = ("episode.json", "embed.html", "oembed.json")
    files = [path.name for path in episode.iterdir() if path.name not in others]
    found = {"".join(Path(name).suffixes): f"/test/episodes/tolls/{name}" for name in files}
    return {**found, ".opus": "/test/talk-0123456789.opus", "feed": "/test/feed.xml"}


def on_disk(desk: Path, path: str) -> bytes:
    """Return the bytes that a path should give."""
    return (desk / "output" / path.lstrip("/")).read_bytes()


KINDS = {
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg",
    ".jpg": "image/jpeg",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".transcript.html": "text/html; charset=utf-8",
    ".chapters.json": "application/json+chapters",
    ".html": "text/html; charset=utf-8",
    "feed": "application/rss+xml; charset=utf-8",
}
TEXTS = [kind for kind in KINDS if kind not in (".mp3", ".opus", ".jpg")]
SHARED = (".vtt", ".srt", ".json", ".txt", ".transcript.html", ".chapters.json", "feed")


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_goes_out_whole_in_its_type(
    server: str, desk: Path, names: dict[str, str], kind: str
) -> None:
    """A file comes with its own bytes and type, and HEAD says what GET says."""
    got = ask(server, names[kind])
    assert (got.status, got.headers["content-type"]) == (200, KINDS[kind])
    assert got.body == on_disk(desk, names[kind])
    head = ask(server, names[kind], "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert _lasting(head.headers) == _lasting(got.headers)


@pytest.mark.parametrize("kind", KINDS)
def test_text_is_compressed_and_nothing_else(
    server: str, desk: Path, names: dict[str, str], kind: str
) -> None:
    """Text of more than a few bytes is sent as gzip; sound and pictures never are."""
    got = ask(server, names[kind], accept_encoding="gzip")
    whole = on_disk(desk, names[kind])
    if kind in TEXTS and len(whole) >= 500:
        assert got.headers["content-encoding"] == "gzip"
        assert gzip.decompress(got.body) == whole
    else:
        assert "content-encoding" not in got.headers
        assert got.body == whole
    varies = kind in TEXTS and len(whole) >= 500
    assert got.headers.get("vary") == ("Accept-Encoding" if varies else None)
    head = ask(server, names[kind], "HEAD", accept_encoding="gzip")
    assert _lasting(head.headers) == _lasting(got.headers)


def _lasting(headers: object) -> dict[str, str]:
    assert isinstance(headers, dict)
    return {name: value for name, value in headers.items() if name != "date"}


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=100-199", 100, 200),
        ("bytes=10000-", 10_000, len(SAMPLE)),
        ("bytes=-300", len(SAMPLE) - 300, len(SAMPLE)),
        ("bytes=-99999", 0, len(SAMPLE)),
        ("bytes=10000-99999", 10_000, len(SAMPLE)),
        ("Bytes=5-6", 5, 7),
    ],
)
def test_a_range_is_sent_as_206(server: str, asked: str, start: int, end: int) -> None:
    """First, middle, open and suffix ranges come as asked for, with where they lie."""
    path = "/test/talk-0123456789.opus"
    for method in ("GET", "HEAD"):
        got = ask(server, path, method, range=asked, accept_encoding="gzip")
        assert got.status == 206
        assert got.headers["content-range"] == f"bytes {start}-{end - 1}/{len(SAMPLE)}"
        assert got.headers["content-length"] == str(end - start)
        assert got.headers["content-type"] == "audio/ogg"
        assert got.body == (SAMPLE[start:end] if method == "GET" else b"")


def test_several_ranges_come_in_one_answer(server: str) -> None:
    """Two ranges come as multipart/byteranges, each with its own place."""
    got = ask(server, "/test/talk-0123456789.opus", range="bytes=0-1,10-12")
    assert got.status == 206
    assert got.headers["content-type"].startswith("multipart/byteranges; boundary=")
    assert b"bytes 0-1/10240\r\n\r\n\x00\x01\r\n" in got.body
    assert b"bytes 10-12/10240\r\n\r\n\x0a\x0b\x0c\r\n" in got.body


def test_a_range_beyond_the_end_is_416(server: str) -> None:
    """What cannot be had is refused, with the length there is."""
    got = ask(server, "/test/talk-0123456789.opus", range="bytes=10240-")
    assert (got.status, got.headers["content-range"]) == (416, "bytes */10240")


@pytest.mark.parametrize("asked", ["items=0-1", "seconds=1-2"])
def test_a_range_of_another_unit_is_ignored(server: str, asked: str) -> None:
    """A unit the server does not know gives the whole file."""
    got = ask(server, "/test/talk-0123456789.opus", range=asked)
    assert (got.status, got.body) == (200, SAMPLE)


def test_if_range_resumes_only_the_same_file(server: str) -> None:
    """A download goes on where the file is still the same, and starts again where it is not."""
    path = "/test/talk-0123456789.opus"
    now = ask(server, path).headers
    for same in (now["etag"], now["last-modified"]):
        got = ask(server, path, range="bytes=2-3", if_range=same)
        assert (got.status, got.body) == (206, b"\x02\x03")
    for other in ('"another"', f"W/{now['etag']}", "Thu, 01 Jan 1970 00:00:00 GMT"):
        got = ask(server, path, range="bytes=2-3", if_range=other)
        assert (got.status, got.body) == (200, SAMPLE)


@pytest.mark.parametrize("kind", [".opus", "feed"])
def test_what_a_client_has_is_not_sent_again(server: str, names: dict[str, str], kind: str) -> None:
    """The ETag, or the date, of what a client holds gives 304 without a body."""
    now = ask(server, names[kind]).headers
    weak = f"W/{now['etag'].removeprefix('W/')}"
    for held in (now["etag"], weak, f'"old", {now["etag"]}', "*"):
        got = ask(server, names[kind], if_none_match=held)
        assert (got.status, got.body, got.headers["etag"]) == (304, b"", now["etag"])
        for name in ("cache-control", "vary"):
            assert got.headers.get(name) == now.get(name)
    assert ask(server, names[kind], if_modified_since=now["last-modified"]).status == 304
    assert ask(server, names[kind], if_none_match='"old"').status == 200
    early = "Thu, 01 Jan 1970 00:00:00 GMT"
    assert ask(server, names[kind], if_modified_since=early).status == 200
    both = ask(server, names[kind], if_none_match='"old"', if_modified_since=now["last-modified"])
    assert both.status == 200


def test_etag_of_text_is_weak(server: str, names: dict[str, str]) -> None:
    """One ETag stands for the plain and the compressed form, so it promises no bytes."""
    assert ask(server, names["feed"]).headers["etag"].startswith('W/"')
    assert ask(server, names[".mp3"]).headers["etag"].startswith('"')


@pytest.mark.parametrize("kind", KINDS)
def test_other_sites_may_read_feed_transcripts_and_chapters(
    server: str, names: dict[str, str], kind: str
) -> None:
    """CORS is for those, asked for or not, on 304 too, and with a preflight."""
    got = ask(server, names[kind])
    allowed = "*" if kind in SHARED else None
    assert got.headers.get("access-control-allow-origin") == allowed
    asking = {"origin": "https://player.example", "access_control_request_method": "GET"}
    before = ask(
        server, names[kind], "OPTIONS", **asking, access_control_request_headers="if-none-match"
    )
    assert before.headers.get("access-control-allow-origin") == allowed
    assert before.status == (200 if allowed else 405)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (".mp3", "public, max-age=31536000, immutable"),
        (".vtt", "public, max-age=31536000, immutable"),
        (".html", "public, max-age=300"),
        ("feed", "public, max-age=300"),
    ],
)
def test_caches_keep_what_is_named_by_its_content(
    server: str, names: dict[str, str], kind: str, expected: str
) -> None:
    """Media and transcripts stay for good; feed and pages are asked for again."""
    assert ask(server, names[kind]).headers["cache-control"] == expected


def test_every_answer_is_safe(server: str, names: dict[str, str]) -> None:
    """No response lets a browser guess a type, and errors are kept by nobody."""
    for path in (*names.values(), "/", "/healthz", "/nothing"):
        headers = ask(server, path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
        assert headers["permissions-policy"] == "camera=(), geolocation=(), microphone=()"
        assert "server" not in headers
    assert ask(server, "/nothing").headers["cache-control"] == "no-store"


def test_a_page_brings_its_own_policy(server: str, desk: Path, names: dict[str, str]) -> None:
    """The header says what the page says, and that no other site may frame it."""
    page = on_disk(desk, names[".html"]).decode()
    said = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert said
    policy = ask(server, names[".html"]).headers["content-security-policy"]
    assert policy == f"{html.unescape(said[1])}; frame-ancestors 'none'"
    assert "script-src 'sha256-" in policy


def test_what_has_no_policy_gets_the_strictest(server: str, names: dict[str, str]) -> None:
    """A document that states no policy may load nothing."""
    strict = "default-src 'none'; frame-ancestors 'none'"
    for kind in (".transcript.html", "feed"):
        assert ask(server, names[kind]).headers["content-security-policy"] == strict


def test_the_player_alone_may_be_framed(server: str) -> None:
    """Other sites may show the page that is made for them, under its own policy."""
    policy = ask(server, "/test/episodes/tolls/embed.html").headers["content-security-policy"]
    assert policy.endswith("form-action 'none'; frame-ancestors *")
    told = ask(server, "/test/episodes/tolls/oembed.json").headers
    assert told["access-control-allow-origin"] == "*"


def test_folders_give_their_page_or_nothing(server: str, desk: Path) -> None:
    """A folder's address is its page's, the one without a slash leads there, none is listed."""
    assert ask(server, "/").body == on_disk(desk, "index.html")
    assert ask(server, "/test/").body == on_disk(desk, "test/index.html")
    assert ask(server, "/test/episodes/tolls/").status == 200
    for path, to in (("/test", "./test/"), ("/test/episodes/tolls", "./tolls/")):
        got = ask(server, path)
        assert (got.status, got.headers["location"]) == (308, to)
    assert {ask(server, path).status for path in ("/test/episodes", "/test/episodes/")} == {404}


HOSTILE = [
    *("/test/show.json", "/test/SHOW.JSON", "/test/episodes/tolls/episode.json"),
    *("/test/.lock", "/.lock", "/test/.htaccess", "/test/.stage-1/feed.xml", "/test/%2Elock"),
    *("/test/.well-known/a.txt", "/test/README.md", "/README.md", "/test/feed"),
    *("/../feeds/test.toml", "/test/../../feeds/test.toml", "/test/..%2f..%2ffeeds/test.toml"),
    *("/%2e%2e/feeds/test.toml", "/..%5cfeeds%5ctest.toml", "/test/../test/feed.xml"),
    *("//feeds/test.toml", "/test//feed.xml", "//test/feed.xml", "/./test/feed.xml"),
    *("/test/feed.xml/", "/test/feed.xml/x", "/test/feed.xml%00.html", "/test/feed.xml%20"),
    *("/test/way-out", "/test/way-out/", "/test/way-out/index.html", "/test/way-out.html"),
    *("/test/record.html", "/retired", "/retired/", "/retired/index.html"),
    *("http://127.0.0.1/test/feed.xml", "/test/\\feed.xml", "/test/" + "x" * 5000 + ".html"),
    *("/test/feed.xml;a", "/test/%ff.html", "/test/%F0%9F.vtt", "/test/feed.xml::$DATA"),
    *("/healthz/", "/test/healthz", "/TEST/feed.xml"),
]


@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path[:40])
def test_nothing_else_can_be_had(server: str, path: str) -> None:
    """Records, dot-files, other types, links, and ways out of the shelf are not found."""
    got = ask(server, path)
    assert (got.status, got.body) == (404, b"Not Found")


def test_a_query_changes_nothing(server: str, desk: Path) -> None:
    """Trackers and cache busters put questions behind addresses."""
    assert ask(server, "/test/feed.xml?a=../../b").body == on_disk(desk, "test/feed.xml")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_the_shelf_is_only_read(server: str, method: str) -> None:
    """Any other method is refused, with those there are."""
    got = ask(server, "/test/index.html", method)
    assert got.status == 405
    assert {"GET", "HEAD"} <= set(got.headers["allow"].split(", "))


def test_every_type_of_the_table_is_named_once() -> None:
    """Types are for the ends of names; a name that is only an end is a dot-file."""
    assert {kind.type for end in TYPES if (kind := served(PurePosixPath("a" + end)))} == set(
        TYPES.values()
    )
    assert not [end for end in TYPES if served(PurePosixPath(end))]


@pytest.fixture
def own(desk: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve a copy of the workspace that a test may change; yield its address and folder."""
    copy = tmp_path / "desk"
    shutil.copytree(desk, copy, symlinks=True)
    with serving(copy) as address:
        yield address, copy


def test_health_tells_whether_there_is_a_shelf(own: tuple[str, Path]) -> None:
    """A watchdog gets 200 while all is well, 503 once the shelf is gone."""
    server, copy = own
    well = ask(server, "/healthz")
    assert (well.status, well.body) == (200, b"ok\n")
    shutil.rmtree(copy / "output")
    assert ask(server, "/healthz").status == 503
    assert ask(server, "/test/feed.xml").status == 404


def test_show_files_count_as_they_are_now(own: tuple[str, Path]) -> None:
    """A show made private is private at once, and a show without a file is nobody's."""
    server, copy = own
    file = copy / "feeds" / "test.toml"
    assert ask(server, "/test/feed.xml").status == 200
    file.write_text(f"private = true\n{SHOW}", "utf-8")
    assert ask(server, "/test/feed.xml").status == 404
    file.write_text(SHOW, "utf-8")
    assert ask(server, "/test/feed.xml").status == 200
    file.rename(file.with_name("other.toml"))
    assert ask(server, "/test/feed.xml").status == 404


def test_a_fault_in_a_show_file_changes_nothing_yet(own: tuple[str, Path]) -> None:
    """While a show file is being edited the shows stay as they were, and health says so."""
    server, copy = own
    file = copy / "feeds" / "test.toml"
    file.write_text(f"privat = true\n{SHOW}", "utf-8")
    assert ask(server, "/test/feed.xml").status == 200
    assert ask(server, "/healthz").status == 503
    file.write_text(SHOW, "utf-8")
    assert ask(server, "/healthz").status == 200
