"""Free memory given back to the system."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

from audiobrief import heap

_DRAWN_AND_READ = """
import sys
from audiobrief import heap
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
if "bound" in sys.argv:
    heap.bound()
picture = bytearray(30_000_000)
del picture
before, between = resident(), []
pieces = []
for _ in range(10):
    pieces.append(b"1" * 3_000_000)
    between.append(b"2" * 1000)
del pieces
if "back" in sys.argv:
    heap.give_back()
print(resident() - before)
"""

glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's malloc is meant")


def kept(*arguments: str) -> int:
    """Return how many bytes a process keeps of 30 MB that it freed in pieces."""
    command = [sys.executable, "-c", _DRAWN_AND_READ, *arguments]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


@glibc
def test_large_pieces_are_given_back() -> None:
    """What is freed after a large picture was drawn would stay with the process."""
    assert kept() > 20_000_000
    assert kept("bound") < 5_000_000


@glibc
def test_what_lies_between_is_given_back() -> None:
    """What is free below something in use is given back where it is asked for."""
    assert kept("back") < 5_000_000


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where glibc is not, nothing is done."""
    asked: list[str] = []

    def none(name: str) -> object:
        asked.append(name)
        raise OSError(name)

    monkeypatch.setattr("ctypes.CDLL", none)
    heap._libc.cache_clear()
    heap.bound()
    heap.give_back()
    heap._libc.cache_clear()
    assert asked == ["libc.so.6"]
