"""Memory that is free in the process, given back to the system: glibc would keep most of it.

Its malloc asks the system for each large piece alone, and gives that back as soon as it is free.
But once one of 30 MB was freed, as a picture is that was drawn, it treats all smaller ones as
common, and keeps up to twice as much of them (mallopt(3), M_MMAP_THRESHOLD).
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

_LARGE = 1 << 20
"""Bytes of a piece that is asked for alone: ten times what is common while sound passes by."""

_SPARE = 2 * _LARGE
"""Bytes that may lie free at the end."""

# Of malloc.h.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3


def bound() -> None:
    """Have large pieces of memory given back for as long as the process lives."""
    if _libc():
        _libc().mallopt(_MMAP_THRESHOLD, _LARGE)
        _libc().mallopt(_TRIM_THRESHOLD, _SPARE)


def give_back() -> None:
    """Give back what is free in between, which takes some milliseconds."""
    if _libc():
        _libc().malloc_trim(0)


@cache
def _libc() -> Any:
    """Return glibc, by a name that it alone has; None where the system has another library."""
    try:
        return ctypes.CDLL("libc.so.6")
    except OSError:
        return None
