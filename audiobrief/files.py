"""Files written whole or not at all, digests, slugs, and the lock of an output folder."""

from __future__ import annotations

import base64
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from audiobrief.errors import BusyError, OutputError

STAGE_PREFIX = ".stage-"

_PIECE = 1 << 18
"""Bytes of a file that are read at once."""

_ELSEWHERE = "work elsewhere (--workspace, AUDIOBRIEF_CACHE)"

_REMEDIES = {
    errno.ENOSPC: "Free some space and run again; what was published is untouched.",
    errno.EDQUOT: "Free some of your quota and run again; what was published is untouched.",
    errno.EACCES: f"Give this user write permission there, or {_ELSEWHERE}.",
    errno.EPERM: f"Give this user write permission there, or {_ELSEWHERE}.",
    errno.EROFS: f"The disk is read-only: {_ELSEWHERE}.",
}


def slugify(text: str) -> str:
    """Return ``text`` as a lower-case ASCII slug of at most 80 characters; may be empty."""
    from slugify import slugify as to_slug

    slug: str = to_slug(text, max_length=80, word_boundary=True)
    return slug


def digest(data: bytes) -> str:
    """Return the SHA-256 of ``data`` in hex."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> str:
    """Return the SHA-256 of the file's bytes in hex, reading it in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digests_file(path: Path) -> tuple[str, str]:
    """Return the file's SHA-256 in hex, and its SHA-384 as Subresource Integrity writes it.

    That is ``sha384-`` and Base64. The file is read once, in pieces.
    """
    sha256, sha384 = hashlib.sha256(), hashlib.sha384()
    piece = bytearray(_PIECE)
    view = memoryview(piece)
    with path.open("rb", buffering=0) as stream:
        while size := stream.readinto(piece):
            sha256.update(view[:size])
            sha384.update(view[:size])
    return sha256.hexdigest(), f"sha384-{base64.b64encode(sha384.digest()).decode()}"


@contextmanager
def writing(where: Path) -> Iterator[None]:
    """Turn the operating system's refusal to write under ``where`` into an OutputError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        remedy = _REMEDIES.get(error.errno or 0, "Check that the folder can be written.")
        place = error.filename2 or error.filename or where
        if STAGE_PREFIX in str(place):  # a name that means nothing to a user
            place = where
        raise OutputError(f"cannot write ({reason})", where=place, remedy=remedy) from error


def write_whole(path: Path, data: bytes, mode: int = 0o644, *, lasting: bool = True) -> None:
    """Write ``data`` beside ``path`` and move it into place, so no reader sees half a file.

    What is not ``lasting`` may be damaged after a power cut, and is not waited for: it is for
    files whose readers check them and make them anew.

    Raises:
        OutputError: the disk is full, read-only, or permission is missing.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=STAGE_PREFIX)
        stage = Path(name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                if lasting:
                    stream.flush()
                    os.fsync(stream.fileno())
            stage.chmod(mode)
            stage.replace(path)
        finally:
            stage.unlink(missing_ok=True)


@contextmanager
def staging(parent: Path) -> Iterator[Path]:
    """Yield an empty folder inside ``parent`` that is gone afterwards, whatever happens.

    It lies on the target's own disk, so that moving a file out of it is atomic.
    """
    with writing(parent):
        parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(dir=parent, prefix=STAGE_PREFIX))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold ``folder`` for this run alone and clear what a killed run left in it.

    Raises:
        BusyError: another run holds it.
    """
    from filelock import FileLock, Timeout

    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise BusyError(
                "another audiobrief run is working here",
                where=folder,
                remedy="Wait for it to end; cron will find the work at its next turn.",
            ) from None
    try:
        # Stages are made here and one folder down; deeper lies what is published.
        for stale in chain(folder.glob(f"{STAGE_PREFIX}*"), folder.glob(f"*/{STAGE_PREFIX}*")):
            if stale.is_dir():
                shutil.rmtree(stale, ignore_errors=True)
            else:
                stale.unlink(missing_ok=True)
        yield
    finally:
        lock.release()
