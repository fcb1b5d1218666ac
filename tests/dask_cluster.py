"""A Dask scheduler and its workers, each a process of its own on loopback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

_DEADLINE = 60


@dataclass(frozen=True)
class Cluster:
    """Where the scheduler listens, and its workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def cluster(folder: Path, workers: int, *, apart: bool = False) -> Iterator[Cluster]:
    """Start a scheduler and ``workers`` of one thread each; end them all afterwards.

    Workers that are ``apart`` stand in a folder each, ``home-<number>``, with a cache of its own.
    """
    folder.mkdir(exist_ok=True)
    with ExitStack() as running:
        scheduler = _start(running, folder / "scheduler.log", "scheduler", "--port", "0")
        address = _address(scheduler, folder / "scheduler.log")
        options = (address, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        started = [
            _start(
                running,
                folder / f"worker-{number}.log",
                "worker",
                *options,
                home=folder / f"home-{number}" if apart else None,
            )
            for number in range(workers)
        ]
        yield Cluster(address, tuple(started))


def _start(
    running: ExitStack, log: Path, kind: str, *options: str, home: Path | None = None
) -> subprocess.Popen[bytes]:
    module = f"distributed.cli.dask_{kind}"
    command = [sys.executable, "-m", module, "--host", "127.0.0.1", "--no-dashboard", *options]
    stream = running.enter_context(log.open("wb"))
    env = dict(os.environ)
    if home:
        home.mkdir()
        env["AUDIOBRIEF_CACHE"] = str(home / "cache")
    process = subprocess.Popen(command, stdout=stream, stderr=subprocess.STDOUT, cwd=home, env=env)
    running.callback(process.wait)
    running.callback(process.kill)
    return process


def _address(scheduler: subprocess.Popen[bytes], log: Path) -> str:
    """Return the address that the scheduler tells in its log."""
    deadline = time.monotonic() + _DEADLINE
    while time.monotonic() < deadline and scheduler.poll() is None:
        found = re.search(r"tcp://127\.0\.0\.1:\d+", log.read_text("utf-8"))
        if found:
            return found[0]
        time.sleep(0.1)
    msg = f"the scheduler does not listen:\n{log.read_text('utf-8')}"
    raise RuntimeError(msg)
