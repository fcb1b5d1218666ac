"""The configurations of output/DEPLOY.md, run by the programs they are for, on loopback."""

from __future__ import annotations

import os
import random
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

GUIDE = (Path(__file__).parent.parent / "output" / "DEPLOY.md").read_text("utf-8")

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

_NGINX = """\
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/start.log;
events {{ }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
{block}
}}
"""

_CADDY = """\
{{
	admin off
}}
{block}
"""


def blocks(language: str) -> list[str]:
    """Return the guide's blocks of code in a language, in order."""
    return [text for name, text in _BLOCK.findall(GUIDE) if name == language]


def configuration(program: str, purpose: str) -> str:
    """Return the guide's configuration of a program that begins with ``# purpose``."""
    (block,) = (text for text in blocks(program) if text.startswith(f"# {purpose}\n"))
    return block


@contextmanager
def running(
    program: str, purpose: str, shelf: Path, backend: str, folder: Path, *, port: int = 0
) -> Iterator[str]:
    """Run nginx or caddy as the guide has it, and yield its address.

    Changed are the addresses it listens on and asks, and the folders of the shelf and the logs;
    it listens on ``port`` of loopback, or on a free one.
    """
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    port = port or free_port()
    block = (
        configuration(program, purpose)
        .replace("/srv/podcast", str(shelf))
        .replace("127.0.0.1:8000", backend.removeprefix("http://").rstrip("/"))
        .replace("/var/log/nginx", str(folder))
        .replace("listen 80;", f"listen 127.0.0.1:{port};")
        .replace("podcast.example.org {", f"http://127.0.0.1:{port} {{")
    )
    file = folder / f"{program}.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    frame = _NGINX if program == "nginx" else _CADDY
    file.write_text(frame.format(block=block, folder=folder, user=user), "utf-8")
    commands = {
        "nginx": ["nginx", "-p", str(folder), "-c", str(file), "-e", str(folder / "start.log")],
        "caddy": ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)],
    }
    env = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    log = (folder / f"{program}.out").open("wb")
    with log, subprocess.Popen(commands[program], env=env, stdout=log, stderr=log) as process:
        try:
            wait_for(port, process, folder / f"{program}.out")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def free_port() -> int:
    """Return a port of loopback that nobody listens on.

    It is none that the system gives to those who ask for any, so that it stays free for a
    while, though other tests run.
    """
    while True:
        port = random.randrange(20_000, 30_000)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port


def wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a port of loopback answers; fail with the log if the process ends before."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(log.read_text("utf-8"))
