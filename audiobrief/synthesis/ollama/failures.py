"""What goes wrong between here and a model's server, in plain words, and whether it may pass."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from ollama import ResponseError

from audiobrief.errors import WriterError

_PASSING = frozenset({408, 425, 429})
_LONGEST_REASON = 200


class PassingError(WriterError):
    """A failure that the next attempt may not meet."""


class MissingModelError(WriterError):
    """The server does not have the model."""


@contextmanager
def told(where: str, model: str, idle: float) -> Iterator[None]:
    """Turn what the client raises into a WriterError that says what to do.

    Args:
        where: the server's address.
        model: the name of the model that is asked.
        idle: the seconds of silence that are allowed.
    """
    try:
        yield
    except ResponseError as error:
        raise _refusal(error, where, model) from error
    except httpx.ConnectTimeout as error:
        raise _unreachable(where) from error
    except httpx.TimeoutException as error:
        raise PassingError(
            f"the model's server was silent for {idle:g} seconds",
            where=where,
            remedy="Allow `writer.timeout` longer, or use a smaller model.",
        ) from error
    except (ConnectionError, httpx.ConnectError) as error:
        raise _unreachable(where) from error
    except httpx.TransportError as error:
        raise PassingError(
            "the connection broke off in the middle of an answer",
            where=where,
            remedy="See the server's log: the model may not fit its memory.",
        ) from error
    except (ValueError, TypeError, AttributeError, httpx.HTTPError) as error:
        raise WriterError(
            "what came is no answer of Ollama",
            where=where,
            remedy="Check that it is Ollama that listens there.",
        ) from error


def _unreachable(where: str) -> PassingError:
    return PassingError(
        "no model server answers",
        where=where,
        remedy="Start it with `ollama serve`, or set `writer.host` or OLLAMA_HOST.",
    )


def _refusal(error: ResponseError, where: str, model: str) -> WriterError:
    """Return what the server's own error means; one amid a stream comes without a status."""
    reason = readable(str(error.error))
    if error.status_code == httpx.codes.NOT_FOUND and "model" in reason:
        return MissingModelError(
            f"the model {model!r} is not there", where=where, remedy=f"Run `ollama pull {model}`."
        )
    what = f"the model's server says: {reason or f'status {error.status_code}'}"
    status = error.status_code
    passing = status < 0 or httpx.codes.is_server_error(status) or status in _PASSING
    kind = PassingError if passing else WriterError
    return kind(what, where=where, remedy="See the server's log.")


def readable(text: str) -> str:
    """Return what a server says, fit for a terminal: printable, on one line, not too long."""
    flat = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return flat[:_LONGEST_REASON].rstrip(".")
