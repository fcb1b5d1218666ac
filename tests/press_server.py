"""A loopback host of feeds and articles that can misbehave in every way the net has seen."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PLAIN = "text/html; charset=utf-8"


@dataclass
class Reply:
    """What a path answers; counts fall as they are used up."""

    body: bytes = b""
    type: str = PLAIN
    status: int = 200
    location: str = ""
    etag: str = ""
    modified: str = ""
    busy: int = 0
    """How many answers are 429, with ``retry_after``."""
    retry_after: str = ""
    encoding: str = ""
    drip: float = 0.0
    """Seconds between one byte and the next."""
    endless: bool = False
    """Send the body again and again, without a length."""


@dataclass
class PressServer:
    """What a running server answers, by path, and what it was asked."""

    url: str = ""
    port: int = 0
    replies: dict[str, Reply] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Path with its query, and headers with lower-case names."""
    stopped: threading.Event = field(default_factory=threading.Event)

    def asked(self, path: str) -> int:
        """Return how often ``path`` was asked for."""
        return sum(at == path for at, _ in self.requests)

    def headers(self, path: str) -> dict[str, str]:
        """Return the headers of the last request for ``path``."""
        return [headers for at, headers in self.requests if at == path][-1]


def bomb(size: int) -> bytes:
    """Return a gzip file that becomes ``size`` zero bytes."""
    return gzip.compress(bytes(size), mtime=0)


class _Server(ThreadingHTTPServer):
    served: PressServer
    daemon_threads = True


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        served = self.server.served
        asked = {name.lower(): value for name, value in self.headers.items()}
        served.requests.append((self.path, asked))
        reply = served.replies.get(self.path, Reply(status=404))
        with suppress(OSError):  # who asked has left
            self._answer(reply, asked)

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""

    def _answer(self, reply: Reply, asked: dict[str, str]) -> None:
        if reply.busy:
            reply.busy -= 1
            self._head(429, {"Retry-After": reply.retry_after, "Content-Length": "0"})
        elif reply.location:
            self._head(302, {"Location": reply.location, "Content-Length": "0"})
        elif self._unchanged(reply, asked):
            self._head(304, self._validators(reply))
        else:
            self._send(reply)

    def _send(self, reply: Reply) -> None:
        headers = {"Content-Type": reply.type, **self._validators(reply)}
        if reply.encoding:
            headers["Content-Encoding"] = reply.encoding
        if not reply.endless:
            headers["Content-Length"] = str(len(reply.body))
        self._head(reply.status, headers)
        stop = self.server.served.stopped
        if reply.drip:
            for byte in reply.body:
                self.wfile.write(bytes([byte]))
                if stop.wait(reply.drip):
                    return
            return
        self.wfile.write(reply.body)
        while reply.endless and not stop.is_set():
            self.wfile.write(reply.body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        # A connection a request: none is left open when the server stops.
        self.send_header("Connection", "close")
        self.end_headers()

    @staticmethod
    def _validators(reply: Reply) -> dict[str, str]:
        return {"ETag": reply.etag, "Last-Modified": reply.modified}

    @staticmethod
    def _unchanged(reply: Reply, asked: dict[str, str]) -> bool:
        if "if-none-match" in asked:
            return asked["if-none-match"] == reply.etag
        return bool(reply.modified) and asked.get("if-modified-since") == reply.modified


@contextmanager
def press() -> Iterator[PressServer]:
    """Serve on a loopback port of its own until the block ends; nothing is there at first."""
    served = PressServer()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.served, served.port = served, server.server_port
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        served.stopped.set()
        server.shutdown()
        thread.join()
        server.server_close()
