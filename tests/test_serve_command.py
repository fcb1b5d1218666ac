"""``audiobrief serve``: the process, its log and how it stops."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from audiobrief.cli import main
from audiobrief.errors import UsageError
from audiobrief.server.run import address, listen, without_tokens
from audiobrief.server.tokens import Tokens
from samples import SHOW
from shelf_server import ask

BIG = 24_000_000
"""Bytes of a download that no socket's buffers can swallow whole."""


@pytest.fixture
def desk(built_once: Path, tmp_path: Path) -> Path:
    """Return a built workspace that holds a long episode."""
    desk = tmp_path / "desk"
    shutil.copytree(built_once, desk)
    (desk / "output" / "test" / "long.mp3").write_bytes(b"\xff" * BIG)
    return desk


@contextmanager
def process(desk: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run ``audiobrief serve`` on a free port, and yield it and its address."""
    command = [sys.executable, "-m", "audiobrief", "serve", "--port", "0", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*command, "--workspace", str(desk)], stdout=pipe, stderr=pipe, text=True
    ) as running:
        assert running.stdout
        try:
            first = running.stdout.readline()
            yield running, first.split()[-1]
        finally:
            running.kill()


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_lets_downloads_end(desk: Path, stop: signal.Signals) -> None:
    """The download under way comes whole, no new one begins, and the process ends well."""
    with process(desk) as (running, server):
        place = urlsplit(server)
        assert place.hostname
        under_way = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        under_way.request("GET", "/test/long.mp3")
        response = under_way.getresponse()
        got = len(response.read(1000))
        running.send_signal(stop)
        _wait_until_shut(place.hostname, place.port or 0)
        while piece := response.read(1_000_000):
            got += len(piece)
        assert got == BIG
        under_way.close()
        _, errors = running.communicate(timeout=30)
        assert (running.returncode, "Traceback" in errors) == (0, False)


def _wait_until_shut(host: str, port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, port), timeout=1).close()
        except OSError:
            return
        time.sleep(0.05)
    pytest.fail("new connections are still taken")


def test_the_log_tells_requests_without_tokens(desk: Path) -> None:
    """Each request is a line on standard output, with what may be a token masked."""
    (desk / "feeds" / "test.toml").write_text(f"private = true\n{SHOW}", "utf-8")
    token = Tokens(desk).add("test", "Ann", datetime.now(UTC))
    with process(desk) as (running, server):
        for path in (f"/test/{token}/feed.xml", f"/tset/{token}/", f"/?key={token}", "/lost"):
            ask(server, path)
        running.send_signal(signal.SIGTERM)
        out, errors = running.communicate(timeout=30)
    asked = [line.partition('"')[2] for line in out.splitlines()]
    assert asked == [
        'GET /test/***/feed.xml HTTP/1.1" 200',
        'GET /tset/***/ HTTP/1.1" 404',
        'GET / HTTP/1.1" 200',
        'GET /lost HTTP/1.1" 404',
    ]
    assert token not in out + errors


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/test/0123456789abcdef0123/feed.xml", "/test/***/feed.xml"),
        ("/test/0123456789ABCDEF0123", "/test/***"),
        ("/test/episodes/tolls/tolls-0123456789.mp3", "/test/episodes/tolls/tolls-0123456789.mp3"),
        ("/test/feed.xml?token=abc", "/test/feed.xml"),
    ],
)
def test_what_may_be_a_token_is_masked(path: str, shown: str) -> None:
    """Whole or cut short; the digests in names of files are shown."""
    assert without_tokens(path) == shown


def test_quiet_prints_no_requests(desk: Path) -> None:
    """With --quiet there is the address, and nothing more."""
    with process(desk, "--quiet") as (running, server):
        assert ask(server, "/test/feed.xml").status == 200
        running.send_signal(signal.SIGTERM)
        out, errors = running.communicate(timeout=30)
    assert (running.returncode, out, errors) == (0, "", "")


@pytest.fixture
def _own_signals() -> Iterator[None]:
    """Put back what the command does to this process's signals."""
    before = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.usefixtures("_own_signals")
def test_the_command_says_where_it_serves(desk: Path) -> None:
    """The address it prints answers, until the process is told to stop."""
    with listen("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    seen: list[int] = []

    def visit() -> None:
        deadline = time.monotonic() + 60
        while not seen and time.monotonic() < deadline:
            try:
                seen.append(ask(f"http://127.0.0.1:{port}/", "/healthz").status)
            except OSError:
                time.sleep(0.05)
        if seen:
            os.kill(os.getpid(), signal.SIGTERM)

    visitor = threading.Thread(target=visit)
    visitor.start()
    result = CliRunner().invoke(main, ["serve", "--port", str(port), "--workspace", str(desk)])
    visitor.join()
    assert (result.exit_code, seen) == (0, [200])
    assert f"Serving {desk}/output at http://127.0.0.1:{port}/\n" in result.output


@pytest.mark.usefixtures("_own_signals")
def test_a_taken_port_is_told(desk: Path) -> None:
    """An address that cannot be had is a usage error with a remedy."""
    with listen("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["serve", "--port", port, "--workspace", str(desk)])
    assert result.exit_code == 2
    assert f"127.0.0.1:{port}: cannot listen" in result.output
    assert "--port" in result.output


@pytest.mark.usefixtures("_own_signals")
def test_a_workspace_without_shows_is_told(tmp_path: Path) -> None:
    """There is nothing to serve where no show file is."""
    result = CliRunner().invoke(main, ["serve", "--workspace", str(tmp_path)])
    assert result.exit_code == 2
    assert "no show file (feeds/*.toml) here" in result.output


def test_an_address_of_another_machine_is_refused() -> None:
    """An address for documentation (RFC 5737) is nobody's."""
    with pytest.raises(UsageError, match="cannot listen"):
        listen("192.0.2.1", 0)


@pytest.mark.parametrize(("host", "begins"), [("::1", "http://[::1]:"), ("::", "http://[::]:")])
def test_an_address_of_six_is_told_in_brackets(host: str, begins: str) -> None:
    """An IPv6 address can be listened on; "::" takes those of IPv4 too."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listen(host, 0) as listening:
        assert address(listening).startswith(begins)
        if host == "::":
            socket.create_connection(("127.0.0.1", listening.getsockname()[1])).close()
