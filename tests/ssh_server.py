"""OpenSSH's own server on a loopback port, with throw-away keys, and a line to it that breaks."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from web_programs import free_port

SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")

_RUN = Path("/run/sshd")


def missing() -> str:
    """Return why no server can be started here, or nothing."""
    if not SSHD:
        return "sshd is not installed"
    if os.geteuid() == 0 and not _RUN.is_dir():
        return f"sshd, run as root, needs the folder {_RUN}"
    return ""


@dataclass
class SshServer:
    """A running server, and how many bytes its line lets through before it breaks, once."""

    port: int
    line: int
    """The port of the line that breaks."""
    host_key: str
    user_key: Path
    breaks_after: int = 0

    def known(self, port: int) -> str:
        """Return the line of a known_hosts file that vouches for the server."""
        return f"[127.0.0.1]:{port} {self.host_key}\n"


@contextmanager
def ssh_serving(folder: Path) -> Iterator[SshServer]:
    """Serve SFTP to this user alone, by a key in ``folder``."""
    folder.mkdir(mode=0o700)
    for name in ("host", "user"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    shutil.copy(folder / "user.pub", folder / "authorized")
    server = SshServer(free_port(), 0, (folder / "host.pub").read_text(), folder / "user")
    server.host_key = " ".join(server.host_key.split()[:2])
    (folder / "config").write_text(
        f"ListenAddress 127.0.0.1\nPort {server.port}\nHostKey {folder / 'host'}\n"
        f"PidFile none\nAuthorizedKeysFile {folder / 'authorized'}\nStrictModes no\n"
        f"PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\n"
        f"PermitRootLogin yes\nAllowUsers {getpass.getuser()}\nSubsystem sftp internal-sftp\n"
    )
    log = folder / "log"
    command = [str(SSHD), "-D", "-f", str(folder / "config"), "-E", str(log)]
    with subprocess.Popen(command) as running, _breaking_line(server):
        try:
            _wait_for(server.port, log)
            yield server
        finally:
            running.terminate()


def _wait_for(port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    msg = f"sshd did not start: {log.read_text() if log.exists() else 'no log'}"
    raise TimeoutError(msg)


@contextmanager
def _breaking_line(server: SshServer) -> Iterator[None]:
    """Pass a port's traffic on to the server, and cut one connection where it is told to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.line = listener.getsockname()[1]
        threading.Thread(target=_accept, args=(listener, server), daemon=True).start()
        yield
        # A thread that waits in accept() is woken by this, not by closing the socket.
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, server: SshServer) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            there = socket.create_connection(("127.0.0.1", server.port))
            threading.Thread(target=_pour, args=(client, there, server), daemon=True).start()
            threading.Thread(target=_pour, args=(there, client, None), daemon=True).start()


def _pour(source: socket.socket, sink: socket.socket, server: SshServer | None) -> None:
    passed = 0
    with suppress(OSError):
        while data := source.recv(8192):
            passed += len(data)
            if server and server.breaks_after and passed > server.breaks_after:
                server.breaks_after = 0
                break
            sink.sendall(data)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


def ssh_as_found(server: SshServer, monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    """Give this user a home that knows the server as ``pod``, and as ``frail`` by its bad line."""
    ssh = home / ".ssh"
    ssh.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    (ssh / "known_hosts").write_text(server.known(server.port) + server.known(server.line))
    (ssh / "config").write_text(
        "".join(
            f"Host {name}\n  HostName 127.0.0.1\n  Port {port}\n  User {getpass.getuser()}\n"
            f"  IdentityFile {server.user_key}\n"
            for name, port in (("pod", server.port), ("frail", server.line))
        )
    )
