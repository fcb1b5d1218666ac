"""Audio at an address: what a server says of it, and its bytes brought in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx

from audiobrief.files import writing
from audiobrief.net.request import answer, shown
from audiobrief.net.retry import check_status, patiently
from audiobrief.net.transfer import too_much


@dataclass(frozen=True, slots=True)
class Media:
    """What a server says of a file: ``bytes`` is None where it does not say how long it is.

    ``ranges``: a part of it can be asked for, as players do to seek (RFC 9110, section 14).
    """

    bytes: int | None
    type: str
    ranges: bool


@patiently
def probe(url: str) -> Media:
    """Return what the server at ``url`` answers to HEAD, and to a request for two bytes.

    Raises:
        NetworkError: no answer after some attempts, or a refusal.
    """
    with answer(url, method="HEAD") as response:
        check_status(response, shown(url))
        length, kind = response.headers.get("Content-Length", ""), media_type(response)
    with answer(url, {"Range": "bytes=0-1"}) as response:
        check_status(response, shown(url))
        partial = response.status_code == httpx.codes.PARTIAL_CONTENT
        ranges = partial and response.headers.get("Content-Range", "").startswith("bytes 0-1/")
    return Media(int(length) if length.isdecimal() else None, kind, ranges)


@patiently
def save(url: str, target: Path, *, limit_bytes: int) -> str:
    """Make ``target`` what lies at ``url``, and return the media type it was served as.

    Nothing is known of it beforehand, so a download that breaks begins again.

    Raises:
        NetworkError: no answer after some attempts, a refusal, or too much.
        OutputError: the disk is full, read-only, or permission is missing.
    """
    where, here = shown(url), 0
    with answer(url) as response, writing(target), target.open("wb") as stream:
        check_status(response, where)
        for chunk in response.iter_bytes():
            here += len(chunk)
            if here > limit_bytes:
                raise too_much(limit_bytes, where)
            stream.write(chunk)
        return media_type(response)


def media_type(response: httpx.Response) -> str:
    """Return the bare media type of an answer, in lower case."""
    kind: str = response.headers.get("Content-Type", "")
    return kind.partition(";")[0].strip().lower()
