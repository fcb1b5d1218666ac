"""A loopback stand-in for Google Cloud Storage: its JSON API, as far as publishing uses it."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest


@dataclass
class GsServer:
    """The objects of one bucket: what each was sent with, and its bytes."""

    url: str = ""
    objects: dict[str, tuple[dict[str, Any], bytes]] = field(default_factory=dict)
    garbled: int = 0
    """How many uploads arrive reversed."""


class _Server(ThreadingHTTPServer):
    served: GsServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts, objects = urlsplit(self.path), self.server.served.objects
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        folder, _, key = parts.path.partition("/o/")
        key = unquote(key)
        if not key and folder.endswith("/o"):
            found = [_facts(one, objects) for one in objects if one.startswith(asked["prefix"])]
            self._send({"items": found})
        elif key not in objects:
            self._send({"error": {"code": 404, "message": "No such object"}}, 404)
        elif asked.get("alt") == "media" or folder.startswith("/download"):
            self._answer(objects[key][1], "application/octet-stream")
        else:
            self._send(_facts(key, objects))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        boundary = self.headers["Content-Type"].partition("boundary=")[2].strip('"').encode()
        _, facts, media, _ = body.split(b"--" + boundary)
        sent = json.loads(facts.partition(b"\n\n")[2])
        kind, _, data = media.strip(b"\n").partition(b"\n\n")
        sent["contentType"] = kind.partition(b": ")[2].decode()
        served = self.server.served
        if served.garbled:
            served.garbled -= 1
            data = data[::-1]
        served.objects[sent["name"]] = (sent, data)
        self._send(_facts(sent["name"], served.objects))

    def do_DELETE(self) -> None:
        key = unquote(urlsplit(self.path).path.partition("/o/")[2])
        if self.server.served.objects.pop(key, None):
            self._answer(b"", "text/plain", 204)
        else:
            self._send({"error": {"code": 404, "message": "No such object"}}, 404)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""

    def _send(self, value: object, status: int = 200) -> None:
        self._answer(json.dumps(value).encode(), "application/json", status)

    def _answer(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


def _facts(key: str, objects: dict[str, tuple[dict[str, Any], bytes]]) -> dict[str, Any]:
    """Return an object's resource, as the API tells it."""
    sent, data = objects[key]
    md5 = base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
    return {**sent, "bucket": "pod", "size": str(len(data)), "md5Hash": md5, "generation": "1"}


@contextmanager
def gs_serving() -> Iterator[GsServer]:
    """Serve on a loopback port of its own until the block ends."""
    served = GsServer()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.served = served
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def gs_as_found(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[GsServer]:
    """Serve where gcsfs looks for it, with nobody's credentials."""
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("NO_GCE_CHECK", "true")  # google-auth asks a link-local address else
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(home))
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS", raising=False)
    with gs_serving() as served:
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", served.url)
        yield served
