"""The guide to web servers: its configurations serve as ``audiobrief serve`` does."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import boto3
import httpx
import pytest
from botocore import UNSIGNED
from botocore.client import Config
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer

from audiobrief.cli import main
from audiobrief.publishing.served import BRIEFLY, TYPES, served
from audiobrief.server.tokens import Tokens
from samples import SHOW
from shelf_server import Reply, ask, serving
from web_programs import GUIDE, blocks, running

BOARD = "private = true\n" + SHOW.replace("/test/", "/board/").replace("test/*", "../feeds/test/*")
SAME = (
    *("content-type", "cache-control", "access-control-allow-origin"),
    *("x-content-type-options", "referrer-policy"),
)
"""Headers of a file that are the same whoever serves it."""


@pytest.fixture(scope="module")
def desk(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with a public show and a private one, and files that must stay in it."""
    desk = tmp_path_factory.mktemp("deployed") / "desk"
    shutil.copytree(built_once, desk)
    (desk / "feeds" / "board.toml").write_text(BOARD, "utf-8")
    built = CliRunner().invoke(main, ["build", "--workspace", str(desk)])
    assert built.exit_code == 0, built.output
    for name in (".htaccess", "README.md", ".stage-1/feed.xml", "notes.docx"):
        (desk / "output" / "test" / name).parent.mkdir(exist_ok=True)
        (desk / "output" / "test" / name).write_text("kept")
    for end in TYPES:
        (desk / "output" / "test" / f"sample{end}").write_text("sample " * 100)
    return desk


@pytest.fixture(scope="module")
def ours(desk: Path) -> Iterator[str]:
    """Serve the workspace by audiobrief."""
    with serving(desk) as address:
        yield address


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def theirs(
    request: pytest.FixtureRequest, desk: Path, ours: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Serve its files by another web server."""
    folder = tmp_path_factory.mktemp(request.param)
    with running(request.param, "files", desk / "output", ours, folder) as address:
        yield address


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def front(
    request: pytest.FixtureRequest, desk: Path, ours: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """Put another web server in front of audiobrief; yield its address and its logs' folder."""
    folder = tmp_path_factory.mktemp(f"{request.param}-front")
    with running(request.param, "serve", desk / "output", ours, folder) as address:
        yield address, folder


def public(desk: Path) -> list[str]:
    """Return the path of each file that listeners may have."""
    files = (path for path in (desk / "output" / "test").rglob("*") if path.is_file())
    names = (path.relative_to(desk / "output") for path in files)
    return [f"/{name}" for name in names if served(PurePosixPath(name))]


def told(reply: Reply) -> dict[str, str | None]:
    """Return what is the same whoever serves."""
    return {name: reply.headers.get(name) for name in SAME}


def test_files_go_out_alike(desk: Path, ours: str, theirs: str) -> None:
    """Each file has the bytes, the type, the caching and the CORS that audiobrief gives it."""
    paths = public(desk)
    assert {end for path in paths for end in TYPES if path.endswith(end)} == set(TYPES)
    for path in (*paths, "/", "/test/", "/test/episodes/tolls/"):
        mine, other = ask(ours, path), ask(theirs, path)
        assert (other.status, other.body) == (200, mine.body), path
        assert {"path": path, **told(other)} == {"path": path, **told(mine)}
        head = ask(theirs, path, "HEAD")
        assert (head.status, told(head), head.body) == (200, told(mine), b"")


HIDDEN = [
    *("/test/show.json", "/test/Show.JSON", "/test/episodes/tolls/episode.json", "/.lock"),
    *("/test/.htaccess", "/test/.stage-1/feed.xml", "/test/%2Ehtaccess", "/test/nothing.mp3"),
    *("/test/README.md", "/test/notes.docx", "/test/episodes/", "/nothing", "/nothing/"),
    *("/%2e%2e/feeds/test.toml", "/test/..%2f..%2ffeeds/test.toml", "/board/show.json"),
    *("/board/", "/board/feed.xml", "/board/x/feed.xml", "/board/episodes/tolls/index.html"),
]


@pytest.mark.parametrize("path", HIDDEN)
def test_nobody_shows_what_stays(ours: str, theirs: str, path: str) -> None:
    """Records, dot-files, other files, listings and private shows are had from nobody."""
    assert ask(ours, path).status == 404
    got = ask(theirs, path)
    assert got.status in (404, 400)  # 400: a way out of the shelf, told as such
    assert b"kept" not in got.body


@pytest.mark.parametrize(
    ("path", "framed_by"),
    [
        ("/test/episodes/tolls/embed.html", "*"),
        ("/test/episodes/tolls/index.html", "'none'"),
        ("/test/episodes/tolls/", "'none'"),
        ("/", "'none'"),
    ],
)
def test_only_the_player_may_be_framed(ours: str, theirs: str, path: str, framed_by: str) -> None:
    """Whoever serves the pages says so of each."""
    for server in (ours, theirs):
        policy = ask(server, path).headers["content-security-policy"]
        assert policy.rpartition("frame-ancestors ")[2] == framed_by


def test_nginx_follows_no_link(
    desk: Path, ours: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As with audiobrief, a link on the shelf leads nowhere."""
    link = desk / "output" / "test" / "way-out.html"
    link.symlink_to(desk / "feeds" / "test.toml")
    try:
        folder = tmp_path_factory.mktemp("links")
        with running("nginx", "files", desk / "output", ours, folder) as address:
            assert ask(address, "/test/way-out.html").status == 404
            assert ask(ours, "/test/way-out.html").status == 404
    finally:
        link.unlink()


def mp3(desk: Path) -> str:
    """Return the path of the public show's episode."""
    (path,) = (desk / "output" / "test" / "episodes").rglob("*.mp3")
    return f"/{path.relative_to(desk / 'output')}"


@pytest.mark.parametrize("asked", ["bytes=0-0", "bytes=100-299", "bytes=500-", "bytes=-300"])
def test_parts_are_sent_alike(desk: Path, ours: str, theirs: str, asked: str) -> None:
    """A range is the same bytes of the same file, never compressed."""
    mine, other = (
        ask(server, mp3(desk), range=asked, accept_encoding="gzip") for server in (ours, theirs)
    )
    assert (mine.status, other.status) == (206, 206)
    assert other.headers["content-range"] == mine.headers["content-range"]
    assert other.body == mine.body


PLACES = st.integers(0, 200_000)
RANGES = st.one_of(
    st.builds("bytes={}-".format, PLACES),
    st.builds("bytes=-{}".format, st.integers(1, 200_000)),
    st.builds(lambda one, other: f"bytes={min(one, other)}-{max(one, other)}", PLACES, PLACES),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=RANGES, method=st.sampled_from(["GET", "HEAD"]), same=st.sampled_from([True, False]))
def test_any_part_is_sent_alike(  # noqa: PLR0917 -- fixtures, and what is drawn
    desk: Path, ours: str, theirs: str, asked: str, method: str, same: bool
) -> None:
    """Whatever is asked for, and if only of the same file, both answer with the same."""
    answers = []
    for server in (ours, theirs):
        etag = ask(server, mp3(desk), "HEAD").headers["etag"] if same else '"another"'
        got = ask(server, mp3(desk), method, range=asked, if_range=etag)
        place = got.headers.get("content-range")
        length = got.headers["content-length"] if got.status != 416 else ""
        answers.append((got.status, place, length, got.body if got.status != 416 else b""))
    assert answers[0] == answers[1]


def test_conditions_hold_alike(desk: Path, ours: str, theirs: str) -> None:
    """304, 416 and If-Range are the same, by each server's own ETag."""
    for server in (ours, theirs):
        now = ask(server, mp3(desk))
        assert ask(server, mp3(desk), if_none_match=now.headers["etag"]).status == 304
        since = now.headers["last-modified"]
        assert ask(server, mp3(desk), if_modified_since=since).status == 304
        same = ask(server, mp3(desk), range="bytes=0-9", if_range=now.headers["etag"])
        assert (same.status, same.body) == (206, now.body[:10])
        other = ask(server, mp3(desk), range="bytes=0-9", if_range='"another"')
        assert (other.status, other.body) == (200, now.body)
        beyond = ask(server, mp3(desk), range=f"bytes={len(now.body)}-")
        assert beyond.status == 416
        assert beyond.headers["content-range"] == f"bytes */{len(now.body)}"


def test_text_is_compressed_alike(desk: Path, ours: str, theirs: str) -> None:
    """Feeds, pages and transcripts are sent as gzip; media are not."""
    kinds = (".html", ".vtt", ".txt", ".json", ".svg", ".css", ".js")
    for path in ("/test/feed.xml", *(f"/test/sample{end}" for end in kinds)):
        mine, other = (ask(server, path, accept_encoding="gzip") for server in (ours, theirs))
        assert other.headers.get("content-encoding") == "gzip", path
        assert gzip.decompress(other.body) == gzip.decompress(mine.body)
        assert "accept-encoding" in other.headers["vary"].lower()
    for path in (mp3(desk), "/test/sample.opus", "/test/sample.jpg"):
        for server in (ours, theirs):
            assert "content-encoding" not in ask(server, path, accept_encoding="gzip").headers


def test_folders_lead_to_their_pages(ours: str, theirs: str) -> None:
    """Without its last slash a folder's address leads to the one that has it."""
    for server in (ours, theirs):
        for path in ("/test", "/test/episodes/tolls"):
            page = httpx.get(server.rstrip("/") + path, follow_redirects=True)
            assert page.status_code == 200
            assert str(page.url) == f"{server.rstrip('/')}{path}/"


def test_a_private_show_beside_files_is_asked_of_audiobrief(
    desk: Path, ours: str, theirs: str
) -> None:
    """What goes to audiobrief comes back unchanged, its token in each address."""
    token = Tokens(desk).add("board", theirs, datetime.now(UTC))
    path = f"/board/{token}/feed.xml"
    mine, other = ask(ours, path), ask(theirs, path)
    assert (other.status, other.body) == (200, mine.body)
    assert told(other) == told(mine)
    assert f"/board/{token}/episodes/".encode() in other.body
    assert token.encode() not in ask(theirs, "/test/feed.xml").body


def test_a_server_in_front_changes_nothing(desk: Path, ours: str, front: tuple[str, Path]) -> None:
    """Files, parts, conditions and compression come through as audiobrief sends them."""
    address, _ = front
    for path in (*public(desk), "/healthz", "/nothing"):
        mine, other = ask(ours, path), ask(address, path)
        assert (other.status, other.body, told(other)) == (mine.status, mine.body, told(mine))
    part = ask(address, mp3(desk), range="bytes=-5")
    assert (part.status, part.body) == (206, ask(ours, mp3(desk)).body[-5:])
    etag = ask(ours, "/test/feed.xml").headers["etag"]
    assert ask(address, "/test/feed.xml", if_none_match=etag).status == 304
    assert ask(address, "/test/feed.xml", accept_encoding="gzip").body[:2] == b"\x1f\x8b"
    assert ask(address, "/test").headers["location"] == "./test/"


def await_line(log: Path, text: str) -> None:
    """Wait for a line of a log: nginx writes it once it has answered."""
    deadline = time.monotonic() + 10
    while log.exists() and text not in log.read_text("utf-8") and time.monotonic() < deadline:
        time.sleep(0.05)


def test_no_log_in_front_holds_a_token(desk: Path, ours: str, front: tuple[str, Path]) -> None:
    """The log of nginx masks it; Caddy keeps none. Nor does an error tell it."""
    address, folder = front
    token = Tokens(desk).add("board", address, datetime.now(UTC))
    feed = ask(address, f"/board/{token}/feed.xml?by={token}")
    assert feed.body == ask(ours, f"/board/{token}/feed.xml").body
    ask(address, f"/board/{token}/nothing")
    ask(address, f"/baord/{token}")
    await_line(folder / "podcast.log", "/baord/")
    logs = {path.name: path.read_text("utf-8") for path in folder.glob("*.log")}
    logs |= {path.name: path.read_text("utf-8") for path in folder.glob("*.out")}
    assert not [name for name, text in logs.items() if token in text]
    if "podcast.log" in logs:
        asked = re.findall(r'"(GET /[^"]*)" (\d+)', logs["podcast.log"])[-3:]
        paths = ("/board/***/feed.xml", "/board/***/nothing", "/baord/***")
        statuses = ("200", "404", "404")
        assert asked == [(f"GET {path}", s) for path, s in zip(paths, statuses, strict=True)]


BUCKET, PLAYER = "podcast.example.org", "https://player.example"


@pytest.fixture(scope="module")
def bucket(desk: Path) -> Iterator[str]:
    """Put the public show into a bucket that is set as the guide says; yield its address."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}/"
    keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
    s3 = boto3.client("s3", endpoint_url=address, region_name="us-east-1", **keys)
    policy, cors, website = (json.loads(block) for block in blocks("json"))
    s3.create_bucket(Bucket=BUCKET)
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
    s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration=cors)
    s3.put_bucket_website(Bucket=BUCKET, WebsiteConfiguration=website)
    for path in public(desk):
        kind = served(PurePosixPath(path.lstrip("/")))
        assert kind
        s3.put_object(
            Bucket=BUCKET,
            Key=path.lstrip("/"),
            Body=(desk / "output" / path.lstrip("/")).read_bytes(),
            ContentType=kind.type,
            CacheControl=f"public, {kind.cache}",
        )
    yield f"{address}{BUCKET}"
    server.stop()


def test_a_bucket_sends_what_it_was_told(desk: Path, ours: str, bucket: str) -> None:
    """Each object has audiobrief's type and caching; players elsewhere may read it."""
    for path in public(desk):
        mine = ask(ours, path)
        got = httpx.get(bucket + path, headers={"origin": PLAYER})
        assert (got.status_code, got.content) == (200, mine.body)
        for name in ("content-type", "cache-control"):
            assert got.headers[name] == mine.headers[name]
        assert got.headers["access-control-allow-origin"] in ("*", PLAYER)


def test_a_bucket_sends_parts(desk: Path, ours: str, bucket: str) -> None:
    """A range of an object is the same as audiobrief's."""
    mine = ask(ours, mp3(desk), range="bytes=100-299")
    got = httpx.get(bucket + mp3(desk), headers={"range": "bytes=100-299"})
    assert (got.status_code, got.content) == (206, mine.body)
    assert got.headers["content-range"] == mine.headers["content-range"]


def test_a_bucket_is_set_as_told(bucket: str) -> None:
    """The bucket understood its policy, its CORS and its website as the guide has them."""
    endpoint = bucket.removesuffix(BUCKET)
    s3 = boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        config=Config(signature_version=UNSIGNED),
    )
    policy, cors, website = (json.loads(block) for block in blocks("json"))
    assert json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"]) == policy
    assert s3.get_bucket_cors(Bucket=BUCKET)["CORSRules"] == cors["CORSRules"]
    assert s3.get_bucket_website(Bucket=BUCKET)["IndexDocument"] == website["IndexDocument"]


def test_the_guide_tells_every_type() -> None:
    """Its table says of each kind of file what audiobrief serves it as."""
    row = re.compile(r"^\| (`[^|]+`) \| `(.+?)` \| (.+?) \| (yes|no) \|$", re.MULTILINE)
    rows = row.findall(GUIDE)
    table = {end: row for row in rows for end in re.findall(r"`\*(\.[a-z0-9.]+)`", row[0])}
    for end, kind in {**TYPES, ".transcript.html": TYPES[".html"]}.items():
        _, said, cache, shared = table[end]
        found = served(PurePosixPath(f"a{end}"))
        assert found
        assert (said, shared) == (kind, "yes" if found.shared else "no")
        assert found.cache == BRIEFLY
        assert cache in ("by its name", f"`{BRIEFLY}`")
    assert len(rows) == len(TYPES) + 1


def test_the_service_starts_a_command_that_is_there(tmp_path: Path) -> None:
    """The unit's command line is one that audiobrief takes, and systemd finds no fault in it."""
    (unit,) = blocks("systemd")
    said = re.search(r"^ExecStart=\S+/audiobrief (.+)$", unit, re.MULTILINE)
    assert said
    arguments = said[1].split()
    assert main.commands[arguments[0]].make_context(arguments[0], arguments[1:])
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    here = unit.replace("/srv/my-desk/.venv/bin/audiobrief", sys.executable)
    file = tmp_path / "podcast.service"
    file.write_text(here, "utf-8")
    verify = ["systemd-analyze", "verify", "--man=no", str(file)]
    done = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert not [line for line in done.stderr.splitlines() if "podcast.service" in line]
