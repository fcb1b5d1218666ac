"""A workspace's shelf on a real web server on loopback, and requests as they are typed."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from audiobrief.pipeline.workspace import open_workspace
from audiobrief.server.app import make_app
from audiobrief.server.run import address, listen, web_server


@dataclass(frozen=True, slots=True)
class Reply:
    """A response; the names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@contextmanager
def serving(workspace: Path, port: int = 0) -> Iterator[str]:
    """Serve a workspace's shelf with uvicorn in a thread, and yield its address.

    It listens on ``port`` of loopback, or on a free one.
    """
    app = make_app(workspace, open_workspace(workspace).shelf)
    with listen("127.0.0.1", port) as listening:
        server = web_server(app, quiet=False)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address(listening)
        finally:
            server.should_exit = True
            thread.join()


def ask(server: str, path: str, method: str = "GET", **headers: str) -> Reply:
    """Send a request for ``path`` just as it is; ``if_range`` is the header If-Range."""
    place = urlsplit(server)
    assert place.hostname
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    try:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"accept-encoding": "identity", **names})
        response = connection.getresponse()
        fields = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, fields, response.read())
    finally:
        connection.close()
