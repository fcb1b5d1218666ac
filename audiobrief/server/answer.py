"""Files of the shelf as responses: conditional, in parts, compressed, by Starlette's means."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from os import stat_result
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles

from audiobrief.publishing.served import Served
from audiobrief.server.door import Wanted
from audiobrief.server.private import personal
from audiobrief.server.ranges import PartialFile

_PRIVATE = {"referrer-policy": "no-referrer", "x-robots-tag": "noindex, nofollow, noarchive"}
"""What keeps the token in an address from other sites and from search engines."""

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_HEAD_BYTES = 4096
_EMBEDDED = "embed.html"


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is there and may be had, as ``kind`` has it."""

    path: Path
    stat: stat_result
    kind: Served
    wanted: Wanted


def answer(found: Found, files: StaticFiles, request: Headers) -> Response:
    """Return the response to GET and HEAD alike; the web server leaves the body off for HEAD.

    Media go out as they lie, whole or in parts (RFC 9110, section 14). Text goes out whole,
    because it is compressed on its way, and a part of what was compressed is of no use. Its
    ETag is weak, because it stands for both forms (section 8.8.1).
    """
    headers = _headers(found)
    media = PartialFile(found.path, headers=headers, stat_result=found.stat)
    unchanged = files.is_not_modified(media.headers, request)
    if not found.kind.text:
        return NotModifiedResponse(media.headers) if unchanged else media
    headers |= {
        "etag": f"W/{media.headers['etag']}",
        "last-modified": media.headers["last-modified"],
    }
    if unchanged:  # where text goes out, the compression says that it may vary
        return NotModifiedResponse(Headers({**headers, "vary": "Accept-Encoding"}))
    return _document(found, headers)


def _document(found: Found, headers: Mapping[str, str]) -> Response:
    data = found.path.read_bytes()
    wanted = found.wanted
    if wanted.show:
        data = personal(data, wanted.show.url, wanted.token)
    policy = page_policy(data, found.path.name)
    return Response(data, headers={**headers, "content-security-policy": policy})


def _headers(found: Found) -> dict[str, str]:
    reach = "private" if found.wanted.show else "public"
    return {
        "content-type": found.kind.type,
        "cache-control": f"{reach}, {found.kind.cache}",
        **({"access-control-allow-origin": "*"} if found.kind.shared else {}),
        **(_PRIVATE if found.wanted.show else {}),
    }


def page_policy(document: bytes, name: str) -> str:
    """Return the Content-Security-Policy of a document: the page's own, else nothing goes.

    Besides it says what a page cannot say of itself: whether other sites may frame it.
    """
    own = _POLICY.search(document[:_HEAD_BYTES])
    policy = html.unescape(own[1].decode("ascii", errors="ignore")) if own else "default-src 'none'"
    framed_by = "*" if name == _EMBEDDED else "'none'"
    return f"{policy}; frame-ancestors {framed_by}"
