"""The loopback fake of a voice catalogue does what its users rely on."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import time
from urllib.parse import urlsplit

import pytest
import tenacity

from voice_server import Fault, VoiceServer, catalogue, serving, spend_no_time


def _ask(
    served: VoiceServer, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    port = urlsplit(served.url).port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=named)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    finally:
        connection.close()


def test_the_server_serves_whole_files_and_their_headers() -> None:
    """GET gives the bytes, HEAD the same headers and none of them, and 404 the rest."""
    with serving({"a.bin": b"0123456789"}) as served:
        status, headers, body = _ask(served, "/a.bin")
        assert (status, body, headers["Content-Length"]) == (200, b"0123456789", "10")
        head = _ask(served, "/a.bin", "HEAD")
        assert (head[0], head[1]["ETag"], head[2]) == (200, headers["ETag"], b"")
        assert _ask(served, "/b.bin")[0] == 404
        assert [(method, path) for method, path, _ in served.requests] == [
            ("GET", "a.bin"),
            ("HEAD", "a.bin"),
            ("GET", "b.bin"),
        ]


def test_the_server_serves_ranges() -> None:
    """A range gives 206 and the rest, one past the end 416, another tag the whole file."""
    with serving({"a.bin": b"0123456789"}) as served:
        tag = _ask(served, "/a.bin")[1]["ETag"]
        status, headers, body = _ask(served, "/a.bin", Range="bytes=4-", If_Range=tag)
        assert (status, body) == (206, b"456789")
        assert headers["Content-Range"] == "bytes 4-9/10"
        assert _ask(served, "/a.bin", Range="bytes=10-")[0] == 416
        assert _ask(served, "/a.bin", Range="bytes=4-", If_Range='"old"')[0] == 200
        assert served.ranges("a.bin") == ["", "bytes=4-", "bytes=10-", "bytes=4-"]


def test_the_server_breaks_as_it_is_told() -> None:
    """Each fault with a count shows that often, and the next answer is sound."""
    with serving({"a.bin": b"0123456789"}) as served:
        served.faults["a.bin"] = Fault(unavailable=1, retry_after="7", corrupt=1)
        status, headers, _ = _ask(served, "/a.bin")
        assert (status, headers["Retry-After"]) == (503, "7")
        assert _ask(served, "/a.bin")[2] == b"\xcf123456789"
        assert _ask(served, "/a.bin")[2] == b"0123456789"
        served.faults["a.bin"] = Fault(drops=1, drop_after=3, no_length=True)
        assert _ask(served, "/a.bin")[2] == b"012"
        served.faults["a.bin"] = Fault(location="/elsewhere")
        assert _ask(served, "/a.bin")[:1] == (302,)


def test_the_served_catalogue_describes_its_files() -> None:
    """Sizes and digests in voices.json are those of the files beside it."""
    tree = catalogue("en_GB-lark-medium", "de_DE-wren-low")
    entries = json.loads(tree["voices.json"])
    assert sorted(entries) == ["de_DE-wren-low", "en_GB-lark-medium"]
    for entry in entries.values():
        for path, facts in entry["files"].items():
            assert facts["size_bytes"] == len(tree[path])
            md5 = hashlib.md5(tree[path], usedforsecurity=False)
            assert facts["md5_digest"] == md5.hexdigest()


def test_no_time_is_spent_and_no_proxy_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses are written down instead, and the clock that others sleep by stays as it is."""
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    sleep = time.sleep
    pauses = spend_no_time(monkeypatch)
    tenacity.nap.sleep(3600)
    assert pauses == [3600]
    assert time.sleep is sleep
    assert "ALL_PROXY" not in os.environ
