"""A loopback server of a voice catalogue, with faults on request."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import pytest

CARD = """# Model card for lark (medium)

* Language: en_GB (English, Great Britain)
* Samplerate: 22,050Hz

## Dataset

* URL: https://example.org/lark
* License: CC BY 4.0

## Training

An invented voice that says nothing.
"""


@dataclass
class Fault:
    """What goes wrong with one path; counts of times fall as they are used up."""

    drops: int = 0
    """How many answers break off, each after ``drop_after`` bytes of its body."""
    drop_after: int = 1000
    corrupt: int = 0
    """How many answers have their first byte changed."""
    unavailable: int = 0
    """How many answers are 503, with ``retry_after`` if it is not empty."""
    retry_after: str = ""
    status: int = 0
    """Answer this instead, always."""
    ignore_range: bool = False
    refuse_range: bool = False
    wrong_range: bool = False
    no_length: bool = False
    weak_etag: bool = False
    location: str = ""
    """Redirect there, always."""

    def take(self, name: str) -> bool:
        """Use up one of the fault ``name``, and say whether there was one."""
        left: int = getattr(self, name)
        setattr(self, name, max(0, left - 1))
        return left > 0


@dataclass
class VoiceServer:
    """What a running server serves, and what it was asked."""

    url: str
    files: dict[str, bytes]
    faults: dict[str, Fault] = field(default_factory=dict)
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Method, path and headers (lower-case names) of each request."""

    def ranges(self, path: str) -> list[str]:
        """Return the Range header of each request for ``path``, empty where it had none."""
        return [headers.get("range", "") for _, at, headers in self.requests if at == path]


def voice_files(
    key: str = "en_GB-lark-medium", *, model_bytes: int = 5000, card: str | None = CARD
) -> dict[str, bytes]:
    """Return the files of an invented voice, by their path in the catalogue."""
    code, name, quality = key.split("-")
    base = f"{code.split('_')[0]}/{code}/{name}/{quality}"
    config = {"audio": {"sample_rate": 22050, "quality": quality}, "language": {"code": code}}
    files = {
        f"{base}/{key}.onnx": bytes(index * 7 % 251 for index in range(model_bytes)),
        f"{base}/{key}.onnx.json": json.dumps(config).encode(),
    }
    if card is not None:
        files[f"{base}/MODEL_CARD"] = card.encode()
    return files


def write_voice(
    folder: Path, key: str = "en_GB-lark-medium", *, name: str = "", card: str | None = CARD
) -> Path:
    """Write an invented voice into ``folder``, as if by hand, and return its own folder."""
    home = folder / (name or key)
    home.mkdir(parents=True)
    for path, data in voice_files(key, card=card).items():
        (home / path.rpartition("/")[2].replace(key, home.name)).write_bytes(data)
    return home


def catalogue_entry(key: str, files: Mapping[str, bytes]) -> dict[str, object]:
    """Return the entry of ``voices.json`` that describes ``files``."""
    code, name, quality = key.split("-")
    family, region = code.split("_")
    return {
        "key": key,
        "name": name,
        "language": {
            "code": code,
            "family": family,
            "region": region,
            "name_native": "English",
            "name_english": "English",
            "country_english": "Great Britain",
        },
        "quality": quality,
        "num_speakers": 1,
        "speaker_id_map": {},
        "files": {
            path: {
                "size_bytes": len(data),
                "md5_digest": hashlib.md5(data, usedforsecurity=False).hexdigest(),
            }
            for path, data in files.items()
        },
        "aliases": [f"{family}-{region.lower()}-{name}"],
    }


def catalogue(*keys: str) -> dict[str, bytes]:
    """Return the whole tree of a catalogue of invented voices, ``voices.json`` included."""
    tree: dict[str, bytes] = {}
    entries = {}
    for key in keys or ("en_GB-lark-medium",):
        files = voice_files(key)
        tree |= files
        entries[key] = catalogue_entry(key, files)
    return tree | {"voices.json": json.dumps(entries).encode()}


def spend_no_time(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Ignore this machine's proxies; return the pauses between attempts, none of them spent."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    pauses: list[float] = []
    monkeypatch.setattr("tenacity.nap.time", SimpleNamespace(sleep=pauses.append))
    return pauses


@contextmanager
def serving(files: Mapping[str, bytes], prefix: str = "") -> Iterator[VoiceServer]:
    """Serve ``files`` below ``prefix`` on a loopback port of its own until the block ends."""
    served = VoiceServer(url="", files=dict(files))
    server = _Server(("127.0.0.1", 0), _Handler)
    server.served, server.prefix = served, prefix
    served.url = f"http://127.0.0.1:{server.server_port}{prefix}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    served: VoiceServer
    prefix: str


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""

    def _answer(self) -> None:
        served = self.server.served
        path = unquote(urlsplit(self.path).path.removeprefix(self.server.prefix)).lstrip("/")
        asked = {name.lower(): value for name, value in self.headers.items()}
        served.requests.append((self.command, path, asked))
        fault = served.faults.get(path, Fault())
        if fault.location:
            self._send(302, {"Location": fault.location}, b"moved")
        elif fault.take("unavailable"):
            wait = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            self._send(503, wait, b"")
        elif fault.status or path not in served.files:
            self._send(fault.status or 404, {}, b"")
        else:
            self._send_file(served.files[path], fault, asked)

    def _send_file(self, data: bytes, fault: Fault, asked: Mapping[str, str]) -> None:
        tag = f'{"W/" if fault.weak_etag else ""}"{hashlib.sha256(data).hexdigest()[:16]}"'
        headers = {"ETag": tag, "Accept-Ranges": "bytes"}
        found = re.fullmatch(r"bytes=(\d+)-", asked.get("range", ""))
        status, body = 200, data
        if found and not fault.ignore_range and asked.get("if-range", tag) == tag:
            start = int(found[1])
            if fault.refuse_range or start >= len(data):
                self._send(416, {"Content-Range": f"bytes */{len(data)}"}, b"")
                return
            start += fault.wrong_range
            span = f"bytes {start}-{len(data) - 1}/{len(data)}"
            status, body, headers["Content-Range"] = 206, data[start:], span
        if fault.take("corrupt"):
            body = bytes([body[0] ^ 255]) + body[1:]
        cut = fault.drop_after if fault.take("drops") else None
        self._send(status, headers, body, cut=cut, length=not fault.no_length)

    def _send(
        self,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        *,
        cut: int | None = None,
        length: bool = True,
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if length:
            self.send_header("Content-Length", str(len(body)))
        # A connection a test: none is left open when the server stops.
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body if cut is None else body[:cut])
