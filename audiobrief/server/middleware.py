"""What every response says, and what of a request goes no further."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath

from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from audiobrief.publishing.served import served

SAFE = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
"""Headers of every response that does not set its own."""

_READING = ("GET", "HEAD")
_CONDITIONS = ("If-Modified-Since", "If-None-Match", "If-Range", "Range")


class SafeHeaders:
    """Puts :data:`SAFE` on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await self.app(scope, receive, partial(_send_safe, send))


async def _send_safe(send: Send, message: Message) -> None:
    if message["type"] == "http.response.start":
        headers = MutableHeaders(scope=message)
        for name, value in SAFE.items():
            headers.setdefault(name, value)
    await send(message)


class Preflight:
    """Answers a browser that asks, before a script of another site, whether it may read.

    The answer to the reading itself says so too: to all, asked or not, because caches keep one
    answer for all sites.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.cors = CORSMiddleware(
            app, allow_origins=["*"], allow_methods=_READING, allow_headers=_CONDITIONS
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        asks = scope["method"] == "OPTIONS"
        kind = served(PurePosixPath(scope["path"]).relative_to("/")) if asks else None
        await (self.cors if kind and kind.shared else self.app)(scope, receive, send)
