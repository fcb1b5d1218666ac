"""The web application: a health route, and the shelf behind its door."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from os import stat_result
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from audiobrief.errors import AudiobriefError
from audiobrief.publishing.served import served
from audiobrief.publishing.shelf import PAGE, Shelf
from audiobrief.server.answer import Found, answer
from audiobrief.server.door import wanted
from audiobrief.server.middleware import Preflight, SafeHeaders
from audiobrief.server.shows import Shows
from audiobrief.server.tokens import Tokens

log = logging.getLogger(__name__)

HEALTH = "/healthz"

_NOT_FOUND = 404
_MOVED = 308


def make_app(root: Path, shelf: Shelf) -> Starlette:
    """Return the application that serves the shelf of the workspace at ``root``.

    Raises:
        ConfigError: a show file is wrong.
    """
    files = StaticFiles(directory=shelf.root, check_dir=False)
    desk = Desk(shelf.root, files, Shows(root), Tokens(root))
    desk.shows.current()
    return Starlette(
        routes=[Route(HEALTH, desk.health), Route("/{path:path}", desk.get)],
        middleware=_middleware(),
        exception_handlers={AudiobriefError: _fault},
    )


def _middleware() -> Sequence[Middleware]:
    return [
        Middleware(SafeHeaders),
        Middleware(Preflight),
        Middleware(GZipMiddleware, compresslevel=6),
    ]


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers requests out of the shelf ``root``; its methods run in Starlette's threads."""

    root: Path
    files: StaticFiles
    shows: Shows
    tokens: Tokens

    def health(self, _request: Request) -> Response:
        """Return 200 if the shelf can be read and the show files are sound, else 503."""
        self.shows.current()
        well = self.root.is_dir() and not self.shows.fault
        text, status = ("ok\n", 200) if well else ("shelf or show files are out of order\n", 503)
        return PlainTextResponse(text, status)

    def get(self, request: Request) -> Response:
        """Return a file of the shelf, the way to a folder's page, or 404."""
        path = request.path_params["path"]
        want = wanted(path, self.shows.current(), self.tokens.admits)
        if want is None:
            raise HTTPException(_NOT_FOUND)
        full, stat = self._look_up(str(want.path))
        if S_ISDIR(stat.st_mode) and (full / PAGE).is_file():
            # Relative, so that it holds behind any proxy, whatever it makes of our addresses.
            return RedirectResponse(f"./{quote(path.rsplit('/', 1)[-1])}/", _MOVED)
        kind = served(want.path)
        if kind is None or not S_ISREG(stat.st_mode):
            raise HTTPException(_NOT_FOUND)
        return answer(Found(full, stat, kind, want), self.files, request.headers)

    def _look_up(self, path: str) -> tuple[Path, stat_result]:
        """Return the file or folder at ``path``, unless there is none or a link leads to it."""
        try:
            full, stat = self.files.lookup_path(path)
        except (OSError, ValueError):  # no name that this disk could have
            raise HTTPException(_NOT_FOUND) from None
        if stat is None or Path(full) != self.root.resolve() / path:
            raise HTTPException(_NOT_FOUND)
        return Path(full), stat


def _fault(_request: Request, error: Exception) -> Response:
    """Shut the door while a file that decides about it cannot be read."""
    log.error("%s", error)
    return PlainTextResponse("Service Unavailable", 503)
