"""The web server itself: uvicorn on a socket that is open, until it is told to stop."""

from __future__ import annotations

import logging
import socket
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from audiobrief.errors import UsageError
from audiobrief.net import masked

STOP_SECONDS = 30
"""How long downloads that are under way may take to end after a stop is asked for."""


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; ``port`` 0 lets the system choose.

    Raises:
        UsageError: the address is taken, or is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    both = host == "::" and socket.has_dualstack_ipv6()
    try:
        return socket.create_server((host, port), family=family, dualstack_ipv6=both)
    except OSError as error:
        raise UsageError(
            f"cannot listen ({error})",
            where=f"{host}:{port}",
            remedy="Choose another with --host and --port.",
        ) from error


def address(listening: socket.socket) -> str:
    """Return the address to open in a browser on this machine."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def web_server(app: ASGIApp, *, quiet: bool) -> uvicorn.Server:
    """Return a server whose ``run`` ends on SIGTERM or SIGINT, when responses have ended.

    It gives them :data:`STOP_SECONDS`, and raises the signal again when it is done.
    """
    config = uvicorn.Config(
        app,
        log_config=log_config(),
        access_log=not quiet,
        lifespan="off",
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return uvicorn.Server(config)


class WithoutTokens(logging.Filter):
    """Masks in an access record what may be a token, and leaves out the query."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the path, the third argument of uvicorn's access records."""
        client, method, path, *rest = record.args or ()
        record.args = (client, method, without_tokens(str(path)), *rest)
        return True


def without_tokens(path: str) -> str:
    """Return a path as the log may show it."""
    return masked(path.partition("?")[0])


def log_config() -> dict[str, Any]:
    """Return uvicorn's logging: requests on standard output, all else on standard error."""
    shown = "%(asctime)s %(levelname)s %(message)s"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"tokens": {"()": WithoutTokens}},
        "formatters": {"plain": {"format": shown}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
            "stdout": {
                "class": "logging.StreamHandler",
                "formatter": "plain",
                "filters": ["tokens"],
                "stream": "ext://sys.stdout",
            },
        },
        "loggers": {
            "audiobrief": {"handlers": ["stderr"], "level": "INFO"},
            "uvicorn": {"handlers": ["stderr"], "level": "WARNING"},
            "uvicorn.access": {"handlers": ["stdout"], "level": "INFO", "propagate": False},
        },
    }
