"""A transport for httpx that connects to addresses it has checked, and keeps a deadline.

The address is resolved, checked and connected to in one step, at each connection: a name that
resolves to something else a moment later (DNS rebinding) gains nothing. httpx's own transport
takes no network backend, so this one drives httpcore itself.

Through a proxy of the environment the proxy resolves and connects. What it is asked for is checked
as far as its name can be resolved here; the proxy must keep its own network closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from audiobrief.net.addresses import resolve
from audiobrief.net.deadline import Deadline, TimedStream
from audiobrief.net.request import useless_proxy

Find = Callable[[str, int], Sequence[str]]
"""A host and a port → the addresses to connect to."""


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, find: Find) -> None:
        self._inner, self._deadline, self._find = httpcore.SyncBackend(), deadline, find

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses that answers."""
        failures: list[Exception] = []
        for address in self._find(host, port):
            try:
                with self._deadline.waiting(timeout) as seconds:
                    stream = self._inner.connect_tcp(
                        address, port, seconds, local_address, socket_options
                    )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failures.append(error)
            else:
                return TimedStream(stream, self._deadline)
        raise failures[0]


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        with _as_httpx():
            yield from self._response.iter_stream()

    def close(self) -> None:
        with _as_httpx():
            self._response.close()


class GuardedTransport(httpx.BaseTransport):
    """HTTP/1.1 and HTTP/2 to checked addresses, all of a request within ``deadline``."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        self._deadline = deadline
        self._resolve = partial(resolve, allow_private=allow_private)
        self._pools: dict[str, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send ``request``; the body of its answer is not read yet.

        Raises:
            NetworkError: the address may not be connected to, or the deadline has passed.
        """
        proxy = proxy_for(request.url)
        if proxy:
            self._check(request.url)
        with _as_httpx():
            answer = self._pool(proxy).handle_request(_for_httpcore(request))
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Close every connection."""
        for pool in self._pools.values():
            pool.close()

    def _pool(self, proxy: str) -> httpcore.ConnectionPool:
        if proxy not in self._pools:
            self._pools[proxy] = self._through(proxy) if proxy else self._direct()
        return self._pools[proxy]

    def _direct(self) -> httpcore.ConnectionPool:
        return httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            http2=True,
            network_backend=_Backend(self._deadline, self._resolve),
        )

    def _through(self, proxy: str) -> httpcore.ConnectionPool:
        named = _named_proxy(proxy)
        return httpcore.HTTPProxy(
            proxy_url=str(named.url),
            proxy_auth=named.raw_auth,
            ssl_context=httpx.create_ssl_context(),
            http2=True,
            network_backend=_Backend(self._deadline, lambda host, _: [host]),
        )

    def _check(self, url: httpx.URL) -> None:
        """Refuse what a proxy would be asked for, as far as its name can be resolved here."""
        with suppress(httpcore.ConnectError):
            self._resolve(url.host, url.port or 0)


def _named_proxy(address: str) -> httpx.Proxy:
    # From None: the cause quotes the proxy's address, which may hold a password.
    if not address.startswith(("http://", "https://")):
        raise useless_proxy()
    try:
        return httpx.Proxy(address)
    except (ValueError, httpx.InvalidURL):
        raise useless_proxy() from None


def proxy_for(url: httpx.URL) -> str:
    """Return the proxy that the environment names for ``url``, or the empty string."""
    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all", "")
    if not proxy or proxy_bypass(url.host):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


def _for_httpcore(request: httpx.Request) -> httpcore.Request:
    url = httpcore.URL(
        scheme=request.url.raw_scheme,
        host=request.url.raw_host,
        port=request.url.port,
        target=request.url.raw_path,
    )
    return httpcore.Request(
        request.method,
        url,
        headers=request.headers.raw,
        content=request.read(),
        extensions=request.extensions,
    )


_FAILURES = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpcore.ProxyError,
)


@contextmanager
def _as_httpx() -> Iterator[None]:
    """Raise httpcore's failures as httpx's, which have the same names."""
    try:
        yield
    except _FAILURES as error:
        kind: type[httpx.TransportError] = getattr(
            httpx, type(error).__name__, httpx.TransportError
        )
        raise kind(str(error)) from error
