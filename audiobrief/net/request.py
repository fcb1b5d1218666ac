"""One request: bounded in time and redirects, its failures in plain words."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from urllib.parse import urlsplit, urlunsplit

import httpx

from audiobrief import __version__
from audiobrief.errors import NetworkError
from audiobrief.net.retry import PassingError

MAX_REDIRECTS = 5
CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 30.0

AGENT = f"audiobrief/{__version__}"

ASK_ADDRESS = "Check the address."
ASK_CONNECTION = "Check the connection and the proxy settings, then run again."
ASK_SOURCE = "The server does not hold the file that was asked for: use another."

_SCHEMES = frozenset({"http", "https"})
_HEX = re.compile(r"[0-9a-fA-F]{16,}")
_NO_ADDRESS = "the address given"

Hop = Callable[[httpx.URL], None]
"""Told an address before it is asked."""


def shown(url: str) -> str:
    """Return ``url`` as it may be printed: without credentials, query and fragment.

    What is no http or https address is not printed at all: it may be a secret itself.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return _NO_ADDRESS
    if parts.scheme not in _SCHEMES or not parts.netloc:
        return _NO_ADDRESS
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def masked(text: str) -> str:
    """Return ``text`` without what may be a token, in an address or beside one.

    By its looks and not by whether it opens anything: a token in a mistyped address, or cut
    short, is a secret nearly told.
    """
    return _HEX.sub("***", text)


@contextmanager
def answer(
    url: str,
    headers: Mapping[str, str] | None = None,
    method: str = "GET",
    form: Mapping[str, str] | None = None,
) -> Iterator[httpx.Response]:
    """Yield the final answer with its body unread; what breaks meanwhile is a NetworkError.

    A ``form`` is sent by the method POST.
    """
    with (
        _client() as client,
        answer_to(client, url, headers, method=method, form=form) as response,
    ):
        yield response


@contextmanager
def answer_to(
    client: httpx.Client,
    url: str,
    headers: Mapping[str, str] | None = None,
    *,
    method: str = "GET",
    form: Mapping[str, str] | None = None,
    hop: Hop | None = None,
) -> Iterator[httpx.Response]:
    """Yield what ``client`` is answered, as :func:`answer` does.

    ``hop`` is told each address before it is asked, the first and those it is redirected to;
    what it raises ends the request.
    """
    where = shown(url)
    wrong = NetworkError("no valid http or https address", where=where, remedy=ASK_ADDRESS)
    if where == _NO_ADDRESS:
        raise wrong
    try:
        request = client.build_request(method, url, headers=headers, data=form)
        with closing(_follow(client, request, hop)) as response:
            yield response
    except httpx.InvalidURL as error:
        raise wrong from error
    except httpx.TransportError as error:
        raise _broken(error, where) from error
    except httpx.DecodingError as error:
        what = "what came is compressed wrongly"
        raise NetworkError(what, where=where, remedy=ASK_SOURCE) from error


def _client() -> httpx.Client:
    """Return a client that names its sender and goes through the environment's proxy.

    Raises:
        NetworkError: the proxy's address is of no use.
    """
    try:
        return httpx.Client(
            timeout=httpx.Timeout(READ_TIMEOUT, connect=CONNECT_TIMEOUT),
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity"},
        )
    except (ImportError, ValueError, httpx.InvalidURL):
        # From None: the cause quotes the proxy's address, which may hold a password.
        raise useless_proxy() from None


def useless_proxy() -> NetworkError:
    """Return the error that tells of a proxy's address that is none."""
    return NetworkError(
        "the proxy named in the environment cannot be used",
        where="HTTP_PROXY, HTTPS_PROXY or ALL_PROXY",
        remedy="Set it to an http:// or https:// address, or unset it.",
    )


def _follow(client: httpx.Client, request: httpx.Request, hop: Hop | None = None) -> httpx.Response:
    """Send ``request`` and what it is redirected to, never from https down to http.

    httpx's own ``follow_redirects`` would read each redirect's body, however large.
    """
    first = request.url
    for _ in range(MAX_REDIRECTS + 1):
        scheme = request.url.scheme
        if scheme not in _SCHEMES or (scheme == "http" and first.scheme == "https"):
            raise NetworkError(
                "only http and https are followed, and never from https down to http",
                where=shown(str(first)),
                remedy=ASK_ADDRESS,
            )
        if hop:
            hop(request.url)
        response = client.send(request, stream=True)
        if response.next_request is None:
            return response
        response.close()
        request = response.next_request
    what = f"more than {MAX_REDIRECTS} redirects"
    raise NetworkError(what, where=shown(str(first)), remedy=ASK_ADDRESS)


def _broken(error: httpx.TransportError, where: str) -> NetworkError:
    """Return in plain words why a request found no answer, or lost it halfway."""
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return NetworkError(
            "the server's certificate is not trusted",
            where=where,
            remedy="Check the address and this computer's date; a proxy may stand between.",
        )
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        what = "the host's name cannot be found"
    elif isinstance(error, httpx.TimeoutException):
        what = "no answer in time"
    elif isinstance(error, httpx.ConnectError):
        what = f"no connection ({error})"
    else:
        what = f"the connection broke ({error})"
    return PassingError(what, where=where, remedy=ASK_CONNECTION)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield ``error`` and what led to it; httpcore leaves that in the context alone."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
