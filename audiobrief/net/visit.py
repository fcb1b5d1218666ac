"""Documents of strangers: fetched politely, within limits, never from a forbidden address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from audiobrief.errors import NetworkError
from audiobrief.net.body import ENCODINGS, read_body
from audiobrief.net.courtesy import Courtesy
from audiobrief.net.deadline import Deadline
from audiobrief.net.guarded import GuardedTransport
from audiobrief.net.media import media_type
from audiobrief.net.request import AGENT, CONNECT_TIMEOUT, READ_TIMEOUT, Hop, answer_to, shown
from audiobrief.net.retry import PassingError, check_status, patiently
from audiobrief.net.robots import LIMIT, Rules, read_rules

SECONDS = 60.0
"""What a request may take in all, its body included; a redirect is another request."""


@dataclass(frozen=True, slots=True)
class Validator:
    """By what a server knows again what it sent (RFC 9110, section 8.8); empty where unknown."""

    etag: str = ""
    modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that ask for what has changed since."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class Document:
    """What lies at ``url``, to which redirects led; ``charset`` is empty where it was not told."""

    url: str
    body: bytes
    type: str
    charset: str
    validator: Validator


class Visitor:
    """Who fetches, in one thread: a few connections, kept open until it is closed."""

    def __init__(
        self, courtesy: Courtesy, *, allow_private: bool = False, seconds: float = SECONDS
    ) -> None:
        self._courtesy, self._seconds = courtesy, seconds
        self._deadline = Deadline()
        self._client = httpx.Client(
            transport=GuardedTransport(self._deadline, allow_private=allow_private),
            timeout=httpx.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT),
            headers={"User-Agent": AGENT, "Accept-Encoding": ENCODINGS},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, url: str, *, limit_bytes: int) -> Document:
        """Return what lies at ``url``.

        Raises:
            NetworkError: no answer after some attempts, a refusal by the server, its robots.txt or
                :mod:`audiobrief.net.addresses`, too much, or too slow.
        """
        with self._asking(url):
            return self._get(url, limit_bytes)

    def renew(self, url: str, validator: Validator, *, limit_bytes: int) -> Document | None:
        """Return what lies at ``url``, or None where it is still what ``validator`` tells of.

        Raises:
            NetworkError: as :meth:`get`.
        """
        with self._asking(url):
            return self._renew(url, validator, limit_bytes)

    @contextmanager
    def _asking(self, url: str) -> Iterator[None]:
        """Leave a host alone that has failed in this run, and note one that does."""
        origin = _origin_of(url)
        if why := self._courtesy.silence_of(origin):
            remedy = "It is not asked again in this run."
            raise NetworkError(f"the host failed before: {why}", where=shown(url), remedy=remedy)
        try:
            yield
        except PassingError as error:
            self._courtesy.gave_up(origin, error.what)
            raise

    @patiently
    def _get(self, url: str, limit_bytes: int) -> Document:
        with self._answer(url, {}, self._before) as response:
            return _document(response, limit_bytes, url)

    @patiently
    def _renew(self, url: str, validator: Validator, limit_bytes: int) -> Document | None:
        with self._answer(url, validator.headers, self._before) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return None
            return _document(response, limit_bytes, url)

    @contextmanager
    def _answer(
        self, url: str, headers: Mapping[str, str], hop: Hop | None
    ) -> Iterator[httpx.Response]:
        self._deadline.start(self._seconds)
        try:
            with answer_to(self._client, url, headers, hop=hop) as response:
                yield response
        except NetworkError as error:
            error.where = error.where or shown(url)
            raise

    def _before(self, url: httpx.URL) -> None:
        """Ask a site's leave, and wait for one's turn; none of it counts for the deadline."""
        rules = self._courtesy.rules(_origin(url), lambda: self._rules(url))
        if not rules.allow(str(url)):
            raise NetworkError(
                "the site's robots.txt asks programs not to read it",
                where=shown(str(url)),
                remedy="Ask the site, or save the page by hand.",
            )
        self._courtesy.wait_for(url.host, rules.delay)
        self._deadline.start(self._seconds)

    def _rules(self, url: httpx.URL) -> Rules:
        self._courtesy.wait_for(url.host, 0.0)
        with self._answer(f"{_origin(url)}/robots.txt", {}, None) as response:
            body = read_body(response, limit_bytes=LIMIT) if response.is_success else b""
            return read_rules(response.status_code, body)


def _document(response: httpx.Response, limit_bytes: int, url: str) -> Document:
    check_status(response, shown(url))
    return Document(
        url=str(response.url),
        body=read_body(response, limit_bytes=limit_bytes),
        type=media_type(response),
        charset=response.charset_encoding or "",
        validator=Validator(_sendable(response, "ETag"), _sendable(response, "Last-Modified")),
    )


def _sendable(response: httpx.Response, name: str) -> str:
    """Return a header's value, or the empty string where it could not be sent back."""
    value: str = response.headers.get(name, "")
    return value if value.isascii() and value.isprintable() else ""


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _origin_of(url: str) -> str:
    try:
        return _origin(httpx.URL(url))
    except httpx.InvalidURL:
        return ""
