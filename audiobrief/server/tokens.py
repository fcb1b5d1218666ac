"""Tokens: each opens one private show to one subscriber, as a part of every address.

They lie in ``.tokens/<show>.json`` of the workspace, off the shelf. Kept are a name, the day
and a digest: the token itself is told once and cannot be found again. A plain digest is
enough because a token is 160 random bits and no password (OWASP Authentication Cheat Sheet).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from shlex import quote
from typing import Any

from audiobrief.errors import OutputError, UsageError
from audiobrief.files import exclusive, write_whole

FOLDER = ".tokens"

_BYTES = 20
_READABLE_BY_OWNER = 0o600


@dataclass(frozen=True, slots=True)
class Token:
    """What is kept of a token; ``name`` says whose it is."""

    name: str
    made: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class _File:
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one workspace; what changes takes effect at the next request."""

    root: Path

    def of(self, show: str) -> tuple[Token, ...]:
        """Return a show's tokens, oldest first.

        Raises:
            OutputError: the file is damaged.
        """
        path = self._path(show)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return ()
        return _read(data, path).tokens

    def admits(self, show: str, token: str) -> bool:
        """Return whether ``token`` is one of the show's, in a time that tells nothing of them."""
        given = _digest(token)
        # All are compared, whichever fits.
        return sum(hmac.compare_digest(given, one.sha256) for one in self.of(show)) > 0

    def add(
        self,
        show: str,
        name: str,
        now: datetime,
        mint: Callable[[int], str] = secrets.token_hex,
    ) -> str:
        """Make a token and return it: 40 hexadecimal digits, which no app, mail or shell changes.

        Raises:
            UsageError: the show has a token of this name.
            BusyError: another command is changing tokens.
        """
        token = mint(_BYTES)
        with exclusive(self.root / FOLDER):
            before = self.of(show)
            if any(one.name == name for one in before):
                raise UsageError(
                    f"{show} has a token named {name!r} already",
                    remedy=f"Take another name, or `audiobrief token revoke {show} {quote(name)}`.",
                )
            self._write(show, _File((*before, Token(name, now, _digest(token)))))
        return token

    def revoke(self, show: str, name: str) -> None:
        """Forget a token: its addresses answer no more.

        Raises:
            UsageError: the show has none of this name.
            BusyError: another command is changing tokens.
        """
        with exclusive(self.root / FOLDER):
            before = self.of(show)
            left = tuple(one for one in before if one.name != name)
            if left == before:
                raise UsageError(
                    f"{show} has no token named {name!r}",
                    remedy=f"List them: audiobrief token list {show}.",
                )
            self._write(show, replace(_File(), tokens=left))

    def _path(self, show: str) -> Path:
        return self.root / FOLDER / f"{show}.json"

    def _write(self, show: str, file: _File) -> None:
        dumped: bytes = _adapter().dump_json(file, indent=1)
        write_whole(self._path(show), dumped + b"\n", mode=_READABLE_BY_OWNER)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", errors="replace")).hexdigest()


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(_File)


def _read(data: bytes, path: Path) -> _File:
    from pydantic import ValidationError

    try:
        file: _File = _adapter().validate_json(data)
    except ValidationError as error:
        raise OutputError(
            "the tokens cannot be read",
            where=path,
            remedy="Restore the file from a backup; deleting it shuts all subscribers out.",
        ) from error
    return file
