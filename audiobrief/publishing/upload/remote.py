"""A target as a place to put files: four verbs, each tried again after what may pass."""

from __future__ import annotations

import errno
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from audiobrief.errors import NetworkError
from audiobrief.files import digest, digest_file
from audiobrief.net.retry import PassingError, patiently
from audiobrief.publishing.served import Served
from audiobrief.publishing.upload.drivers import Failures, driver_for, shown_target
from audiobrief.publishing.upload.manifest import MANIFEST, PART, Manifest
from audiobrief.publishing.upload.site import SiteFile

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_NO_USE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.ENAMETOOLONG, errno.ENOTDIR}
"""What the operating system of a target refuses for longer than a retry takes."""

_REMEDY = "Check the target's address and what this user may do there."
_AGAIN = "Run again: what has arrived is not sent twice."


class Remote:
    """A target, connected when first needed, and anew after a failure.

    Raises:
        UsageError: no such kind of target, or its packages are not installed.
    """

    def __init__(self, url: str) -> None:
        self.shown = shown_target(url)
        self._url = url
        self._driver = driver_for(url)
        self._final: Failures = (PermissionError, FileNotFoundError, *self._driver.final())
        self._passing = self._driver.passing()
        self._connected: AbstractFileSystem | None = None
        self._root = ""
        self._folders: set[str] = set()

    @patiently
    def listing(self) -> dict[str, int]:
        """Return every file of the target, its path relative to it → bytes.

        Raises:
            NetworkError: the target cannot be read.
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
    def manifest(self) -> Manifest:
        """Return what is remembered there of earlier runs.

        Raises:
            NetworkError: the target cannot be read.
        """
        with self._telling(MANIFEST):
            fs = self._filesystem()
            try:
                return Manifest.read(fs.cat_file(self._at(MANIFEST)))
            except FileNotFoundError:
                return Manifest()

    @patiently
    def put(self, file: SiteFile) -> None:
        """Send a file and make sure that it has arrived as it is.

        Where a half-sent file could be seen it arrives beside its place and is moved there
        whole.

        Raises:
            NetworkError: it could not be sent, or something else arrived.
        """
        with self._telling(file.path):
            fs, place = self._filesystem(), self._at(file.path)
            landing = place if self._driver.atomic else self._beside(place)
            if not self._driver.atomic:
                self._make_folder(fs, str(PurePosixPath(place).parent))
            fs.put_file(str(file.source), landing, **self._driver.headers(file.served))
            self._verify(fs, landing, file)
            if landing != place:
                fs.mv(landing, place)

    def save(self, manifest: Manifest) -> None:
        """Put the manifest in its place.

        Raises:
            NetworkError: it could not be sent.
        """
        data = manifest.dump()
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "manifest")
            source.write_bytes(data)
            how = Served("application/json", shared=False, lasting=False)
            self.put(SiteFile(MANIFEST, source, len(data), digest(data), how))

    @patiently
    def remove(self, path: str) -> None:
        """Remove a file; one that is gone already is no failure.

        Raises:
            NetworkError: the target refuses.
        """
        with self._telling(path), suppress(FileNotFoundError):
            self._filesystem().rm_file(self._at(path))

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

    def _verify(self, fs: AbstractFileSystem, place: str, file: SiteFile) -> None:
        """Hold what arrived against what was sent, by size and by digest.

        Where the store tells the right MD5, that is enough; else the file is read back.
        """
        info = fs.info(place)
        if info["size"] != file.bytes:
            what = f"{info['size']} of {file.bytes} bytes arrived"
            raise PassingError(what, where=self._where(file.path), remedy=_AGAIN)
        if self._same_md5(info, file.source):
            return
        with tempfile.TemporaryDirectory() as folder:
            back = Path(folder, "back")
            fs.get_file(place, str(back))
            if digest_file(back) != file.sha256:
                what = "what arrived is not what was sent"
                raise PassingError(what, where=self._where(file.path), remedy=_AGAIN)

    def _same_md5(self, info: dict[str, Any], source: Path) -> bool:
        told = self._driver.md5(info)
        if not told:
            return False
        with source.open("rb") as stream:
            return told == hashlib.file_digest(stream, _md5).hexdigest()

    def _where(self, path: str) -> str:
        return f"{self.shown.rstrip('/')}/{path}"

    @contextmanager
    def _telling(self, path: str) -> Iterator[None]:
        """Turn what the driver raises into plain words; a broken connection is not kept."""
        try:
            yield
        except self._final as error:
            raise NetworkError(
                f"the target refuses ({_reason(error)})", where=self._where(path), remedy=_REMEDY
            ) from error
        except self._passing as error:
            with suppress(*self._passing):
                self.close()
            what = f"the target fails ({_reason(error)})"
            kind = NetworkError if getattr(error, "errno", None) in _NO_USE else PassingError
            raise kind(what, where=self._where(path), remedy=_AGAIN) from error


def _md5() -> Any:
    return hashlib.md5(usedforsecurity=False)


def _reason(error: Exception) -> str:
    """Return an error in one line of bounded length; some drivers quote whole answers."""
    text = getattr(error, "strerror", None) or str(error)
    return " ".join(str(text).split())[:300] or type(error).__name__
