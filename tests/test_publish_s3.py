"""``audiobrief publish`` to S3, against a server that breaks on request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from audiobrief.cli import main
from audiobrief.publishing.upload.manifest import MANIFEST
from s3_server import S3Server, bucket, s3_as_found
from shelf_samples import FILES, SENT, write_shelf
from voice_server import spend_no_time

TARGET = "s3://pod/on/air"
MP3 = SENT[0].rpartition("/")[2]


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Record the pauses between attempts instead of spending them."""
    return spend_no_time(monkeypatch)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[S3Server]:
    """Serve S3 with an empty bucket, and nothing of the user's settings."""
    with s3_as_found(monkeypatch, tmp_path) as served:
        yield served


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a workspace with the sample shelf."""
    write_shelf(tmp_path / "desk")
    return tmp_path / "desk"


def objects(server: S3Server) -> dict[str, bytes]:
    """Return every object below the target, the manifest aside."""
    found = {one.key: one.get()["Body"].read() for one in bucket(server).objects.all()}
    return {
        key.removeprefix("on/air/"): data
        for key, data in found.items()
        if not key.endswith(MANIFEST)
    }


def one(server: S3Server, path: str) -> bytes:
    """Return one object below the target."""
    data: bytes = bucket(server).Object(f"on/air/{path}").get()["Body"].read()
    return data


def publish(desk: Path, *arguments: str) -> Result:
    """Run ``audiobrief publish`` in a workspace."""
    return CliRunner().invoke(main, ["publish", "--workspace", str(desk), *arguments])


def test_the_shelf_arrives_whole_and_in_order(server: S3Server, desk: Path) -> None:
    """Every object, uploaded in the order of need; a second run uploads nothing."""
    result = publish(desk, TARGET)
    assert result.exit_code == 0, result.output
    assert objects(server) == {path: FILES[path] for path in SENT}
    assert server.puts() == [*(f"/pod/on/air/{path}" for path in SENT), f"/pod/on/air/{MANIFEST}"]
    server.requests.clear()
    assert publish(desk, TARGET).output.startswith("Nothing to do: 12 files")
    assert server.puts() == []
    assert len(server.requests) < 5


def test_objects_carry_their_type_and_caching(server: S3Server, desk: Path) -> None:
    """As boto3 sees them: our own table, not the system's."""
    publish(desk, TARGET)
    facts = {path: bucket(server).Object(f"on/air/{path}") for path in SENT}
    assert facts[SENT[0]].content_type == "audio/mpeg"
    assert facts[SENT[0]].cache_control == "max-age=31536000, immutable"
    assert facts[SENT[2]].content_type == "application/json+chapters"
    assert facts["harbour/feed.xml"].content_type == "application/rss+xml; charset=utf-8"
    assert facts["harbour/feed.xml"].cache_control == "max-age=300"


@pytest.mark.parametrize("fault", ["broken", "cut", "garbled", "lying"])
def test_passing_faults_are_mended(
    server: S3Server, desk: Path, waits: list[float], fault: str
) -> None:
    """A server error, a truncated or changed upload, a wrong size: once more, and it is right."""
    server.where = MP3
    setattr(server, fault, 1)
    result = publish(desk, TARGET)
    assert result.exit_code == 0, result.output
    assert getattr(server, fault) == 0
    assert waits == [0.5]
    assert objects(server) == {path: FILES[path] for path in SENT}


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ("broken", "the target fails"),
        ("cut", "gate-0123456789.vtt"),
        ("garbled", "gate-0123456789.vtt"),
        ("lying", "3201 of 3200 bytes arrived"),
    ],
)
def test_lasting_faults_keep_the_feed_back(
    server: S3Server, desk: Path, waits: list[float], fault: str, told: str
) -> None:
    """After bounded attempts the run ends, the feed untouched; the next one goes on."""
    publish(desk, TARGET)
    # The fault strikes at the second of three files.
    (desk / "output" / SENT[1]).write_bytes(b"\xff\xd8 another cover")
    (desk / "output" / SENT[3]).write_bytes(b"WEBVTT 2" * 400)
    (desk / "output" / "harbour" / "feed.xml").write_bytes(b"<rss>new</rss>")
    server.where = SENT[3].rpartition("/")[2]
    setattr(server, fault, 10_000)
    result = publish(desk, TARGET)
    assert result.exit_code == 1
    assert told in result.output
    assert "hush" not in result.output
    assert waits == [0.5, 1.0, 2.0, 4.0]
    assert one(server, "harbour/feed.xml") == FILES["harbour/feed.xml"]
    setattr(server, fault, 0)
    assert publish(desk, TARGET).output.splitlines()[-1] == "2 sent (0.0 MB), 10 there already."
    assert one(server, "harbour/feed.xml") == b"<rss>new</rss>"


def test_prune_leaves_what_others_put_there(server: S3Server, desk: Path) -> None:
    """What audiobrief withdrew goes; an object of somebody else's stays."""
    publish(desk, TARGET)
    bucket(server).put_object(Key="on/air/robots.txt", Body=b"mine")
    (desk / "output" / SENT[0]).unlink()
    publish(desk, TARGET)
    assert SENT[0] in objects(server)
    assert "1 removed" in publish(desk, TARGET, "--prune").output
    assert SENT[0] not in objects(server)
    assert objects(server)["robots.txt"] == b"mine"


def test_a_large_file_goes_in_parts_and_is_read_back(
    server: S3Server, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In parts the store tells no MD5 of the whole, so its bytes are what is compared."""
    import s3fs.core

    monkeypatch.setattr(s3fs.core, "calculate_chunksize", lambda *_, **__: 5 * 2**20)
    data = bytes(range(256)) * 4 * 11_000
    (desk / "output" / SENT[0]).write_bytes(data)
    server.where = MP3
    result = publish(desk, TARGET)
    assert result.exit_code == 0, result.output
    assert objects(server)[SENT[0]] == data
    asked = [method for method, path in server.requests if path.endswith(MP3)]
    assert asked.count("PUT") == 3
    assert "GET" in asked


def test_a_missing_bucket_is_told(server: S3Server, desk: Path, waits: list[float]) -> None:
    """At once, by its name."""
    assert server.url
    result = publish(desk, "s3://elsewhere/x")
    assert result.exit_code == 1
    assert "s3://elsewhere/x/" in result.output
    assert "bucket" in result.output
    assert waits == []


def test_missing_credentials_are_told(
    server: S3Server, desk: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    """At once, in the driver's words."""
    assert server.url
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    result = publish(desk, TARGET)
    assert result.exit_code == 1
    assert "credentials" in result.output.lower()
    assert waits == []
