"""A loopback S3 server, moto's, with faults on request laid over it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

Start = Callable[..., Any]


@dataclass
class S3Server:
    """What the server is told to do wrong, and what it was asked."""

    url: str = ""
    broken: int = 0
    """How many uploads of ``where`` are answered by 503."""
    cut: int = 0
    """How many uploads of ``where`` lose the second half of their body on the way."""
    garbled: int = 0
    """How many uploads of ``where`` arrive with their first byte changed."""
    lying: int = 0
    """How many times the size of ``where`` is told one byte too long."""
    where: str = ""
    requests: list[tuple[str, str]] = field(default_factory=list)
    """Method and path of each request."""

    def take(self, name: str) -> bool:
        """Use up one of the fault ``name``, and say whether there was one."""
        left: int = getattr(self, name)
        setattr(self, name, max(0, left - 1))
        return left > 0

    def puts(self) -> list[str]:
        """Return the paths of all uploads, in order."""
        return [path for method, path in self.requests if method == "PUT"]


class _Faults:
    """A WSGI application that stands before moto's."""

    def __init__(self, app: Any, server: S3Server) -> None:
        self.app, self.server = app, server

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        server, method, path = self.server, environ["REQUEST_METHOD"], environ["PATH_INFO"]
        server.requests.append((method, path))
        if not (server.where and path.endswith(server.where)):
            return self._pass(environ, start)
        if method == "PUT":
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            if server.take("broken"):
                start("503 Service Unavailable", [("Content-Length", "0")])
                return [b""]
            if server.take("cut"):
                body = body[: len(body) // 2]
            if server.take("garbled"):
                body = bytes([body[0] ^ 255]) + body[1:]
            environ["wsgi.input"] = io.BytesIO(body)
            environ["CONTENT_LENGTH"] = str(len(body))
        elif method == "HEAD" and server.take("lying"):
            return self._pass(environ, _one_byte_longer(start))
        return self._pass(environ, start)

    def _pass(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        answer: Iterable[bytes] = self.app(environ, start)
        return answer


def _one_byte_longer(start: Start) -> Start:
    def lie(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        told = [
            (name, str(int(value) + 1) if name.lower() == "content-length" else value)
            for name, value in headers
        ]
        return start(status, told, *rest)

    return lie


@contextmanager
def s3_serving() -> Iterator[S3Server]:
    """Serve S3 on a loopback port of its own, with an empty bucket ``pod``."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log(self, *_: Any) -> None:
            """Keep the test's output clean."""

    told = S3Server()
    app = _Faults(DomainDispatcherApplication(create_backend_app), told)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def s3_as_found(monkeypatch: pytest.MonkeyPatch, home: Path) -> Iterator[S3Server]:
    """Serve S3 where this process, and those that it starts, look for it."""
    from moto.backends import get_backend

    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_DEFAULT_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAHUSH")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    with s3_serving() as served:
        monkeypatch.setenv("AWS_ENDPOINT_URL", served.url)
        bucket(served).create()
        served.requests.clear()
        yield served
        get_backend("s3").reset()


def bucket(server: S3Server) -> Any:
    """Return the bucket as boto3, a client that is not ours, sees it."""
    import boto3

    resource: Any = boto3.resource("s3", endpoint_url=server.url, region_name="us-east-1")
    return resource.Bucket("pod")
