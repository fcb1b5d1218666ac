"""Files in parts, for those Range headers that a server must obey (RFC 9110, section 14).

Starlette answers 400 to a header that it cannot read, and 416 where one of several parts cannot
be had. The standard has it otherwise: what is not understood is passed over, and 416 is for
headers none of whose parts can be had.
"""

from __future__ import annotations

import re

from starlette.responses import FileResponse
from starlette.types import Receive, Scope, Send

_SPEC = re.compile(r"([0-9]{1,99})-([0-9]{0,99})|-([0-9]{1,99})")


class PartialFile(FileResponse):
    """A file that goes out whole or in parts."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        size = self.stat_result.st_size if self.stat_result else 0
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        asked = b",".join(value for name, value in scope["headers"] if name == b"range")
        if obeyed := understood(asked.decode("latin-1"), size):
            headers.append((b"range", obeyed.encode()))
        await super().__call__({**scope, "headers": headers}, receive, send)


def understood(asked: str, size: int) -> str:
    """Return what of a Range header to obey for a file of ``size`` bytes, or nothing.

    Of parts that can be had and others that cannot, it is the first; of none that can, all.
    """
    unit, _, parts = asked.partition("=")
    specs = [one for one in (part.strip(" \t") for part in parts.split(",")) if one]
    found = [_SPEC.fullmatch(one) for one in specs]
    if unit.strip(" \t").lower() != "bytes" or not found or not all(map(_valid, found)):
        return ""
    had = [one[0] for one in found if one and _reaches(one, size)]
    return f"bytes={','.join(had or specs)}"


def _valid(spec: re.Match[str] | None) -> bool:
    return spec is not None and not (spec[2] and int(spec[2]) < int(spec[1]))


def _reaches(spec: re.Match[str], size: int) -> bool:
    return int(spec[3]) > 0 if spec[3] else int(spec[1]) < size
