"""Feeds read by programs that are no Python packages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_W3C = """
import json, sys
sys.path.insert(0, sys.argv[1])
import feedvalidator
text = sys.stdin.buffer.read().decode()
events = feedvalidator.validateString(text, firstOccurrenceOnly=1, base=sys.argv[2])["loggedEvents"]
errors = [one for one in events if isinstance(one, feedvalidator.logging.Error)]
print(json.dumps([f"{type(one).__name__} {one.params}" for one in errors]))
"""
_SCRIPT = Path(__file__).parent / "readers" / "read.cjs"


def by_node(package: str, data: bytes) -> Any:
    """Return what a package of npm's finds in a feed; skip where it is not installed."""
    if why := unread(package):
        pytest.skip(why)
    return json.loads(_node([str(_SCRIPT), package], data).stdout)


def w3c_errors(data: bytes, address: str) -> list[str]:
    """Return what the W3C's feed validator calls an error; skip where it is not here.

    AUDIOBRIEF_FEEDVALIDATOR names a checkout of it (https://github.com/w3c/feedvalidator).
    """
    place = os.environ.get("AUDIOBRIEF_FEEDVALIDATOR")
    if not place:
        pytest.skip("AUDIOBRIEF_FEEDVALIDATOR names no checkout of the W3C's feed validator")
    command = [sys.executable, "-c", _W3C, str(Path(place) / "src"), address]
    done = subprocess.run(command, input=data, check=True, capture_output=True, timeout=120)
    errors: list[str] = json.loads(done.stdout)
    return errors


@cache
def unread(package: str) -> str:
    """Return why a package of npm's cannot be asked here, or nothing."""
    if not shutil.which("node"):
        return "node is not installed"
    asked = _node(["-e", f"require.resolve({json.dumps(package)})"], check=False)
    return f"NODE_PATH leads to no {package}" if asked.returncode else ""


def _node(
    arguments: list[str], data: bytes = b"", *, check: bool = True
) -> subprocess.CompletedProcess[bytes]:
    env = os.environ | {"PARTYTIME_LOG": "silent"}
    return subprocess.run(
        ["node", *arguments], input=data, env=env, check=check, capture_output=True, timeout=60
    )
