"""What an answer brings: decompressed within a limit, its charset as it was told."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import httpx

from audiobrief.errors import NetworkError
from audiobrief.net.request import ASK_SOURCE, shown
from audiobrief.net.transfer import too_much

ENCODINGS = "gzip"
"""What :func:`read_body` can be sent (RFC 9110, section 8.4)."""

_GZIP = 16 + zlib.MAX_WBITS


def read_body(response: httpx.Response, *, limit_bytes: int) -> bytes:
    """Return the body of an answer that was sent plainly or by gzip.

    Never more than ``limit_bytes`` are held, whatever a small body would become.

    Raises:
        NetworkError: there is more, or it is compressed otherwise, or wrongly.
    """
    where = shown(str(response.url))
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        return _plain(response.iter_raw(), limit_bytes, where)
    if encoding in ("gzip", "x-gzip"):
        return _inflated(response.iter_raw(), limit_bytes, where)
    raise _wrongly(where)


def _plain(chunks: Iterable[bytes], limit: int, where: str) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise too_much(limit, where)
    return bytes(body)


def _inflated(chunks: Iterable[bytes], limit: int, where: str) -> bytes:
    body, inflate = bytearray(), zlib.decompressobj(_GZIP)
    try:
        for chunk in chunks:
            body += inflate.decompress(chunk, limit + 1 - len(body))
            if len(body) > limit:
                raise too_much(limit, where)
    except zlib.error as error:
        raise _wrongly(where) from error
    if not inflate.eof:
        raise _wrongly(where)
    return bytes(body)


def _wrongly(where: str) -> NetworkError:
    return NetworkError("what came is compressed wrongly", where=where, remedy=ASK_SOURCE)
