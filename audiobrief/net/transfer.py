"""What is brought in: a document, or a file, going on where an earlier run stopped; a form sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from audiobrief.errors import NetworkError
from audiobrief.files import write_whole, writing
from audiobrief.net.request import ASK_ADDRESS, ASK_CONNECTION, ASK_SOURCE, answer, shown
from audiobrief.net.retry import PassingError, check_status, patiently

_ETAG = re.compile(r'(W/)?"[!#-~]{0,200}"')
_CONTENT_RANGE = re.compile(r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)")


@patiently
def fetch(url: str, *, limit_bytes: int) -> bytes:
    """Return what lies at ``url``.

    Raises:
        NetworkError: no answer after some attempts, a refusal, or too much.
    """
    where, body = shown(url), bytearray()
    with answer(url) as response:
        check_status(response, where)
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > limit_bytes:
                raise too_much(limit_bytes, where)
    return bytes(body)


def fetch_json(url: str, *, limit_bytes: int) -> object:
    """Return the JSON value at ``url``; it is whatever the server says, not yet checked.

    Raises:
        NetworkError: no answer after some attempts, a refusal, too much, or no JSON.
    """
    body = fetch(url, limit_bytes=limit_bytes)
    try:
        value: object = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise NetworkError("what came is not JSON", where=shown(url), remedy=ASK_ADDRESS) from error
    return value


@patiently
def post_form(url: str, form: Mapping[str, str]) -> None:
    """Send ``form`` to ``url``; what is answered beside success is not read.

    Raises:
        NetworkError: no answer after some attempts, or a refusal.
    """
    with answer(url, method="POST", form=form) as response:
        check_status(response, shown(url))


def too_much(limit_bytes: int, where: str) -> NetworkError:
    """Return the error that tells of more bytes than were asked for."""
    return NetworkError(f"more than {limit_bytes} bytes came", where=where, remedy=ASK_ADDRESS)


@dataclass(frozen=True, slots=True)
class Partial:
    """A file of ``size`` bytes, whole or in part, with the entity tag of its source beside it."""

    path: Path
    size: int

    def here(self) -> int | None:
        """Return how many bytes are here, None without a file; one too long is removed."""
        try:
            count = self.path.stat().st_size
        except FileNotFoundError:
            return None
        if count > self.size:
            self.drop()
            return None
        return count

    def tag(self) -> str:
        """Return the entity tag that was kept, or nothing."""
        try:
            tag = self._tag_file.read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return ""
        return tag if _ETAG.fullmatch(tag) else ""

    def keep_tag(self, tag: str) -> None:
        """Keep ``tag``, or none where it is malformed."""
        if _ETAG.fullmatch(tag):
            write_whole(self._tag_file, tag.encode())
        else:
            self.finish()

    def drop(self) -> None:
        """Remove what is here."""
        with writing(self.path):
            self.path.unlink(missing_ok=True)

    def finish(self) -> None:
        """Remove the tag, leaving the file alone."""
        with writing(self._tag_file):
            self._tag_file.unlink(missing_ok=True)

    @property
    def _tag_file(self) -> Path:
        return self.path.with_name(f"{self.path.name}.etag")


@patiently
def download(url: str, target: Path, *, size: int, progress: Callable[[int], None]) -> None:
    """Make ``target`` the ``size`` bytes at ``url``, going on where an earlier run stopped.

    On failure what has arrived stays in ``target``, with its entity tag in a file beside
    it, for the next run (RFC 9110, sections 13.1.5 and 14). The bytes are not verified:
    that is the caller's, who knows their digest.

    Args:
        url: http or https address.
        target: the file, whole or in part; its folder exists.
        size: bytes the file is known to have.
        progress: told, again and again, how many of them are here; the number falls
            where the file must start anew.

    Raises:
        NetworkError: no answer after some attempts, a refusal, or a file of another size.
        OutputError: the disk is full, read-only, or permission is missing.
    """
    partial = Partial(target, size)
    here = partial.here()
    progress(here or 0)
    if here != size:
        here = _go_on(url, partial, here or 0, progress)
    if here < size:
        what = f"the connection ended at byte {here} of {size}"
        raise PassingError(what, where=shown(url), remedy=ASK_CONNECTION)
    partial.finish()


def _go_on(url: str, partial: Partial, start: int, progress: Callable[[int], None]) -> int:
    """Ask for what follows byte ``start``, write it, and return where it ended."""
    where = shown(url)
    tag = partial.tag() if start else ""
    asked = {"Range": f"bytes={start}-"} if start else {}
    if tag.startswith('"'):  # weak tags may not stand in If-Range
        asked["If-Range"] = tag
    with answer(url, asked) as response:
        if not _continues(response, start, tag):
            partial.drop()
            what = f"the server does not go on from byte {start}"
            raise PassingError(what, where=where, remedy=ASK_SOURCE)
        check_status(response, where)
        _check_size(response, partial.size, where)
        partial.keep_tag(response.headers.get("ETag", ""))
        whole = response.status_code != httpx.codes.PARTIAL_CONTENT
        return _pour(response, partial, 0 if whole else start, where, progress)


def _continues(response: httpx.Response, start: int, tag: str) -> bool:
    """Return whether the answer, if it is partial, can be joined to what is here."""
    if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
        return not start
    if response.status_code != httpx.codes.PARTIAL_CONTENT:
        return True
    span = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
    same = not tag or response.headers.get("ETag", "") in {"", tag}
    return span is not None and int(span[1]) == start and same


def _check_size(response: httpx.Response, size: int, where: str) -> None:
    """Refuse a file that is said to have another size than ``size``."""
    total = response.headers.get("Content-Length", "")
    if response.status_code == httpx.codes.PARTIAL_CONTENT:
        total = response.headers["Content-Range"].rpartition("/")[2]
    if total.isdecimal() and int(total) != size:
        what = f"the file has {int(total)} bytes there, but should have {size}"
        raise NetworkError(what, where=where, remedy=ASK_SOURCE)


def _pour(
    response: httpx.Response,
    partial: Partial,
    start: int,
    where: str,
    progress: Callable[[int], None],
) -> int:
    """Write the body, whose first byte is the file's ``start``; return where it ended."""
    here = start
    with writing(partial.path), partial.path.open("ab" if start else "wb") as stream:
        for chunk in response.iter_bytes():
            if here + len(chunk) > partial.size:
                partial.drop()
                what = f"more than the {partial.size} bytes that were expected"
                raise NetworkError(what, where=where, remedy=ASK_SOURCE)
            stream.write(chunk)
            here += len(chunk)
            progress(here)
    return here
