"""The kinds of place, each behind an fsspec filesystem and what it needs beside it."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from audiobrief.errors import UsageError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

CONNECT_TIMEOUT, READ_TIMEOUT = 10.0, 60.0
"""Seconds."""

Failures = tuple[type[Exception], ...]


@dataclass(frozen=True, slots=True)
class Driver:
    """One kind of place.

    ``packages`` are imported before ``open`` makes a filesystem; ``extra`` brings them.
    ``passing`` and ``final`` return the failures that may pass, and those that will not.
    ``headers`` words for ``put_file`` the media type of a file, and how long it keeps.
    ``md5`` returns the hex digest that the place tells of a file, or nothing. A place that is
    ``atomic`` shows a file whole or not at all, and has no folders.
    """

    open: Callable[[str], AbstractFileSystem]
    passing: Callable[[], Failures]
    final: Callable[[], Failures] = lambda: ()
    extra: str = ""
    packages: tuple[str, ...] = ()
    headers: Callable[[str, str], Mapping[str, Any]] = lambda *_: {}
    md5: Callable[[Mapping[str, Any]], str] = lambda _: ""
    atomic: bool = False


def scheme_of(url: str) -> str:
    """Return the scheme of an address; a path of this machine has ``file``."""
    return url.partition("://")[0].lower() if "://" in url else "file"


def driver_for(url: str, role: str) -> Driver:
    """Return the driver for a place, its packages there to be imported.

    ``role`` is what a user calls it: a target, a store.

    Raises:
        UsageError: no such kind of place, or its packages are not installed.
    """
    scheme = scheme_of(url)
    if scheme not in DRIVERS:
        raise UsageError(
            f"no {role} of the kind {scheme}://",
            remedy=f"Use {', '.join(f'{name}://' for name in DRIVERS)} or a folder's path.",
        )
    driver = DRIVERS[scheme]
    try:
        for package in driver.packages:
            import_module(package)
    except ImportError as error:
        raise UsageError(
            f"a {scheme}:// {role} needs the package {package}, which is not installed",
            remedy=f'Run `pip install "audiobrief[{driver.extra}]"`.',
        ) from error
    return driver


def shown_place(url: str) -> str:
    """Return an address as it may be printed: without a password, a query or a fragment."""
    if "://" not in url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"{scheme_of(url)}://…"
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit((parts.scheme, user.partition(":")[0] + at + host, parts.path, "", ""))


def _folder(_: str) -> AbstractFileSystem:
    from audiobrief.net.storage.folder import SharedFolder

    return SharedFolder(skip_instance_cache=True)


def _s3(_: str) -> AbstractFileSystem:
    from s3fs import S3FileSystem

    # One layer tries again (audiobrief.net.retry): neither botocore nor s3fs.
    settings = {
        "connect_timeout": CONNECT_TIMEOUT,
        "read_timeout": READ_TIMEOUT,
        "retries": {"total_max_attempts": 1},
    }
    fs = S3FileSystem(config_kwargs=settings, use_listings_cache=False, skip_instance_cache=True)
    fs.retries = 1
    return fs


def _s3_passing() -> Failures:
    from aiohttp import ClientError as ConnectionFault
    from botocore.exceptions import BotoCoreError, ClientError

    return (OSError, BotoCoreError, ClientError, ConnectionFault)


def _s3_final() -> Failures:
    from botocore.exceptions import NoCredentialsError, ParamValidationError, ProfileNotFound

    return (NoCredentialsError, ParamValidationError, ProfileNotFound)


def _s3_headers(kind: str, cache: str) -> Mapping[str, Any]:
    return {"ContentType": kind, "CacheControl": cache}


def _s3_md5(info: Mapping[str, Any]) -> str:
    # That of an object put in one part; with KMS or in parts it is something else.
    return str(info.get("ETag", "")).strip('"')


def _gs(_: str) -> AbstractFileSystem:
    from gcsfs.core import GCSFileSystem  # the plain one: gcsfs's own may be an experiment

    return GCSFileSystem(use_listings_cache=False, skip_instance_cache=True)


def _gs_passing() -> Failures:
    from aiohttp import ClientError
    from gcsfs.retry import ChecksumError, HttpError

    return (OSError, HttpError, ChecksumError, ClientError)


def _gs_final() -> Failures:
    from google.auth.exceptions import DefaultCredentialsError

    return (DefaultCredentialsError,)


def _gs_headers(kind: str, cache: str) -> Mapping[str, Any]:
    return {"content_type": kind, "fixed_key_metadata": {"cache_control": cache}}


def _gs_md5(info: Mapping[str, Any]) -> str:
    return base64.b64decode(str(info.get("md5Hash", ""))).hex()


def _sftp(url: str) -> AbstractFileSystem:
    from audiobrief.net.storage.sftp import connect

    return connect(url, connect_timeout=CONNECT_TIMEOUT, read_timeout=READ_TIMEOUT)


def _sftp_passing() -> Failures:
    from paramiko import SSHException

    return (OSError, EOFError, SSHException)


def _sftp_final() -> Failures:
    from paramiko import AuthenticationException, BadHostKeyException

    from audiobrief.net.storage.sftp import UnknownHostError

    return (AuthenticationException, BadHostKeyException, UnknownHostError)


DRIVERS: dict[str, Driver] = {
    "file": Driver(_folder, lambda: (OSError,)),
    "s3": Driver(_s3, _s3_passing, _s3_final, "s3", ("s3fs",), _s3_headers, _s3_md5, atomic=True),
    "sftp": Driver(_sftp, _sftp_passing, _sftp_final, "sftp", ("paramiko",)),
    "gs": Driver(_gs, _gs_passing, _gs_final, "gs", ("gcsfs",), _gs_headers, _gs_md5, atomic=True),
}
