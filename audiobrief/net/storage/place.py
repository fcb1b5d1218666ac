"""A place to keep files in: a few verbs, each tried again after what may pass."""

from __future__ import annotations

import errno
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from audiobrief.errors import NetworkError
from audiobrief.files import digest_file
from audiobrief.net.retry import PassingError, patiently
from audiobrief.net.storage.drivers import Failures, driver_for, shown_place

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

PART = ".audiobrief-part-"
"""What a file's name begins with until it has arrived whole."""

_NO_USE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENAMETOOLONG, errno.ENOTDIR}
"""What the operating system of a place refuses for longer than a retry takes."""

_AGAIN = "Run again: what has arrived is not sent twice."


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it is kept: ``path`` is relative to the place, with slashes."""

    path: str
    bytes: int
    sha256: str


class Place:
    """A place, connected when first needed, and anew after a failure.

    Args:
        url: where it is, as ``s3://bucket/path``, or the path of a folder.
        role: what a user calls it: a target, a store.

    Raises:
        UsageError: no such kind of place, or its packages are not installed.
    """

    def __init__(self, url: str, role: str) -> None:
        self.shown = shown_place(url)
        self._url = url
        self._role = role
        self._driver = driver_for(url, role)
        self._final: Failures = (PermissionError, FileNotFoundError, *self._driver.final())
        self._passing = self._driver.passing()
        self._connected: AbstractFileSystem | None = None
        self._root = ""
        self._folders: set[str] = set()

    @patiently
    def listing(self) -> dict[str, int]:
        """Return every file of the place, its path relative to it → bytes.

        Raises:
            NetworkError: the place cannot be read.
        """
        with self._telling(""):
            fs = self._filesystem()
            try:
                found = fs.find(self._root, detail=True)
            except FileNotFoundError:  # nothing was ever put there
                return {}
            # An empty "air" of a store that knows no folders is answered with "airport".
            inside = f"{self._root}/"
            return {
                path.removeprefix(inside): int(info["size"] or 0)
                for path, info in found.items()
                if path.startswith(inside)
            }

    @patiently
    def read(self, path: str) -> bytes | None:
        """Return a file's bytes, or None where there is no such file.

        Raises:
            NetworkError: the place cannot be read.
        """
        with self._telling(path):
            fs = self._filesystem()
            try:
                data: bytes = fs.cat_file(self._at(path))
            except FileNotFoundError:
                return None
            return data

    @patiently
    def holds(self, file: Stored) -> bool:
        """Return whether a file is there, as long as it should be.

        Raises:
            NetworkError: the place cannot be read.
        """
        with self._telling(file.path):
            try:
                size: int = self._filesystem().info(self._at(file.path))["size"]
            except FileNotFoundError:
                return False
            return size == file.bytes

    @patiently
    def put(self, file: Stored, source: Path, served: tuple[str, str] | None = None) -> None:
        """Send the file ``source`` and make sure that it has arrived as it is.

        Where a half-sent file could be seen it arrives beside its place and is moved there
        whole. ``served`` is the media type and the Cache-Control that it is to be served with.

        Raises:
            NetworkError: it could not be sent, or something else arrived.
        """
        with self._telling(file.path):
            fs, place = self._filesystem(), self._at(file.path)
            landing = place if self._driver.atomic else self._beside(place)
            if not self._driver.atomic:
                self._make_folder(fs, str(PurePosixPath(place).parent))
            fs.put_file(str(source), landing, **(self._driver.headers(*served) if served else {}))
            self._verify(fs, landing, file, source)
            if landing != place:
                fs.mv(landing, place)

    @patiently
    def get(self, path: str, to: Path, sha256: str = "") -> bool:
        """Fetch a file to ``to``, and return whether there is one.

        Raises:
            NetworkError: it cannot be read, or is not the one whose ``sha256`` is given.
        """
        with self._telling(path):
            fs = self._filesystem()
            try:
                fs.get_file(self._at(path), str(to))
            except FileNotFoundError:
                return False
            if sha256 and digest_file(to) != sha256:
                what = f"is damaged: its SHA-256 is not {sha256}"
                remedy = "Delete it there and run again."
                raise PassingError(what, where=self.where(path), remedy=remedy)
        return True

    @patiently
    def remove(self, path: str) -> None:
        """Remove a file; one that is gone already is no failure.

        Raises:
            NetworkError: the place refuses.
        """
        with self._telling(path), suppress(FileNotFoundError):
            self._filesystem().rm_file(self._at(path))

    @patiently
    def clear(self, folder: str) -> None:
        """Remove a folder with all that is in it; one that is gone already is no failure.

        Raises:
            NetworkError: the place refuses.
        """
        with self._telling(folder), suppress(FileNotFoundError):
            self._folders.clear()
            self._filesystem().rm(self._at(folder), recursive=True)

    def close(self) -> None:
        """End the connection, where there is one to end."""
        end = getattr(self._connected, "close", None)
        if end:
            end()
        self._connected = None

    def _filesystem(self) -> AbstractFileSystem:
        if self._connected is None:
            self._connected = self._driver.open(self._url)
            root = self._connected._strip_protocol(self._url)  # noqa: SLF001 -- its public spelling
            self._root = str(root).rstrip("/")
        return self._connected

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _beside(self, place: str) -> str:
        folder, _, name = place.rpartition("/")
        return f"{folder}/{PART}{name}"

    def _make_folder(self, fs: AbstractFileSystem, folder: str) -> None:
        if folder not in self._folders:
            fs.makedirs(folder, exist_ok=True)
            self._folders.add(folder)

    def _verify(self, fs: AbstractFileSystem, place: str, file: Stored, source: Path) -> None:
        """Hold what arrived against what was sent, by size and by digest.

        Where the place tells the right MD5, that is enough; else the file is read back.
        """
        info = fs.info(place)
        if info["size"] != file.bytes:
            what = f"{info['size']} of {file.bytes} bytes arrived"
            raise PassingError(what, where=self.where(file.path), remedy=_AGAIN)
        told = self._driver.md5(info)
        if told and told == _md5_file(source):
            return
        with tempfile.TemporaryDirectory() as folder:
            back = Path(folder, "back")
            fs.get_file(place, str(back))
            if digest_file(back) != file.sha256:
                what = "what arrived is not what was sent"
                raise PassingError(what, where=self.where(file.path), remedy=_AGAIN)

    def where(self, path: str) -> str:
        """Return the address of a file, as it may be printed."""
        return f"{self.shown.rstrip('/')}/{path}"

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        """Turn what the driver raises into plain words; a broken connection is not kept."""
        try:
            yield
        except self._final as error:
            raise NetworkError(
                f"the {self._role} refuses ({_reason(error)})",
                where=self.where(path),
                remedy=f"Check the {self._role}'s address and what this user may do there.",
            ) from error
        except self._passing as error:
            with suppress(*self._passing):
                self.close()
            what = f"the {self._role} fails ({_reason(error)})"
            kind = NetworkError if getattr(error, "errno", None) in _NO_USE else PassingError
            raise kind(what, where=self.where(path), remedy=_AGAIN) from error


def _md5_file(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, _md5).hexdigest()


def _md5() -> Any:
    return hashlib.md5(usedforsecurity=False)


def _reason(error: Exception) -> str:
    """Return an error in one line of bounded length; some drivers quote whole answers."""
    text = getattr(error, "strerror", None) or str(error)
    return " ".join(str(text).split())[:300] or type(error).__name__
