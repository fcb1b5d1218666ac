"""Which failures may pass, and how long that is waited for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

import httpx
from tenacity import (
    RetryCallState,
    retry,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
)

from audiobrief.errors import NetworkError

ATTEMPTS = 5
FIRST_WAIT = 0.5
LONGEST_WAIT = 60.0
"""Seconds; a server that asks for more is not waited for."""

_PASSING = {httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_EARLY, httpx.codes.TOO_MANY_REQUESTS}

_backoff = wait_exponential(multiplier=FIRST_WAIT, max=LONGEST_WAIT)


class PassingError(NetworkError):
    """A failure that the next attempt may not meet; ``wait`` is what the server asks for."""

    def __init__(self, what: str, *, where: str = "", remedy: str = "", wait: float = 0.0) -> None:
        super().__init__(what, where=where, remedy=remedy)
        self.wait = wait


def check_status(response: httpx.Response, where: str) -> None:
    """Raise a NetworkError for an answer that is no success, a PassingError if it may become one.

    Args:
        response: the final answer, after all redirects.
        where: the address, as it is shown.
    """
    if response.is_success:
        return
    status = response.status_code
    what = f"the server answered {status} {httpx.codes.get_reason_phrase(status)}".rstrip()
    wait = _retry_after(response.headers)
    if status not in _PASSING and not response.is_server_error:
        raise NetworkError(what, where=where, remedy="Check the address.")
    if wait > LONGEST_WAIT:
        remedy = f"It asks to come again in {wait:.0f} seconds."
        raise NetworkError(what, where=where, remedy=remedy)
    raise PassingError(what, where=where, remedy="Run again later.", wait=wait)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Return the seconds a Retry-After header asks for (RFC 9110, section 10.2.3), or 0.

    A date is held against the server's own clock, not this computer's.
    """
    value = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        return float(value)
    try:
        until, now = parsedate_to_datetime(value), parsedate_to_datetime(headers["Date"])
        return (until - now).total_seconds()
    except (KeyError, TypeError, ValueError, OverflowError):
        return 0.0


def _pause(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, PassingError) else 0.0
    return max(asked, _backoff(state))


patiently = retry(
    stop=stop_after_attempt(ATTEMPTS),
    wait=_pause,
    retry=retry_if_exception_type(PassingError),
    reraise=True,
)
"""Decorator: try again after failures that may pass."""
