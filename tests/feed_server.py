"""A loopback host of a podcast, with faults on request."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class FeedServer:
    """What is served, by path, and what goes wrong with it."""

    url: str = ""
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Media type and bytes."""
    status: dict[str, int] = field(default_factory=dict)
    """Answer this instead."""
    drops: dict[str, int] = field(default_factory=dict)
    """How many answers break off after half of their body."""
    ranges: bool = True
    requests: list[tuple[str, str]] = field(default_factory=list)

    def asked(self, path: str) -> int:
        """Return how often ``path`` was fetched."""
        return self.requests.count(("GET", path))


class _Server(ThreadingHTTPServer):
    served: FeedServer


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
        served, path = self.server.served, urlsplit(self.path).path
        served.requests.append((self.command, path))
        if path in served.status or path not in served.files:
            self._send(served.status.get(path, 404), {}, b"")
            return
        kind, data = served.files[path]
        headers = {"Content-Type": kind}
        span = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if span and served.ranges:
            first, last = int(span[1]), min(int(span[2]), len(data) - 1)
            headers["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
            self._send(206, headers, data[first : last + 1])
        else:
            self._send(200, headers, data)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        # A connection a test: none is left open when the server stops.
        self.send_header("Connection", "close")
        self.end_headers()
        drops, path = self.server.served.drops, urlsplit(self.path).path
        if self.command != "HEAD":
            cut = drops.get(path, 0) > 0
            drops[path] = max(0, drops.get(path, 0) - 1)
            self.wfile.write(body[: len(body) // 2] if cut else body)


@contextmanager
def feed_serving() -> Iterator[FeedServer]:
    """Serve on a loopback port of its own until the block ends."""
    served = FeedServer()
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
