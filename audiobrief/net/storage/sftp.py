"""SFTP as OpenSSH's own programs do it: known hosts alone, and the user's ``~/.ssh/config``.

fsspec's filesystem takes whatever host key it is shown
(https://filesystem-spec.readthedocs.io/en/latest/api.html#fsspec.implementations.sftp.SFTPFileSystem).
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, NoReturn

import paramiko
from fsspec.implementations.sftp import SFTPFileSystem

# Its threads would print tracebacks of what is told in plain words here.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


class UnknownHostError(paramiko.SSHException):
    """A server whose key is in no known_hosts file."""


class _KnownHosts(paramiko.MissingHostKeyPolicy):
    def missing_host_key(
        self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey
    ) -> NoReturn:
        """Refuse a server that nobody has vouched for."""
        del client
        raise UnknownHostError(
            f"the key {key.get_name()} of {hostname} is in no known_hosts file: "
            "connect once with `ssh` and compare its fingerprint"
        )


class KnownHostsFileSystem(SFTPFileSystem):  # type: ignore[misc]  # fsspec ships no types
    """fsspec's SFTP filesystem that connects to known hosts alone, and not for ever."""

    cachable = False

    def _connect(self) -> None:
        read_timeout = self.ssh_kwargs.pop("read_timeout")
        self.client = paramiko.SSHClient()
        self.client.load_system_host_keys()
        self.client.set_missing_host_key_policy(_KnownHosts())
        self.client.connect(self.host, **self.ssh_kwargs)
        self.ftp = self.client.open_sftp()
        channel = self.ftp.get_channel()
        if channel:  # which an open session has
            channel.settimeout(read_timeout)

    def close(self) -> None:
        """End the connection."""
        self.client.close()


def connect(url: str, *, connect_timeout: float, read_timeout: float) -> KnownHostsFileSystem:
    """Return a connection to the host of ``url``; what it leaves out, ``~/.ssh/config`` says.

    Raises:
        OSError, paramiko.SSHException: no connection, no such user, an unknown host.
    """
    given = KnownHostsFileSystem._get_kwargs_from_urls(url)  # noqa: SLF001 -- fsspec's own hook
    settings = {**_configured(given.pop("host")), **given}
    timeouts = ("timeout", "banner_timeout", "auth_timeout")
    settings |= dict.fromkeys(timeouts, connect_timeout)
    return KnownHostsFileSystem(read_timeout=read_timeout, **settings)


def _configured(host: str) -> dict[str, Any]:
    """Return how ``~/.ssh/config`` would have ``host`` reached, as paramiko names it."""
    path = Path("~/.ssh/config").expanduser()
    config = paramiko.SSHConfig.from_path(str(path)) if path.is_file() else paramiko.SSHConfig()
    found = config.lookup(host)
    settings: dict[str, Any] = {"host": found["hostname"]}
    if "user" in found:
        settings["username"] = found["user"]
    if "port" in found:
        settings["port"] = int(found["port"])
    if "identityfile" in found:
        settings["key_filename"] = [
            name for name in found["identityfile"] if Path(name).expanduser().is_file()
        ]
    return settings
