"""The store as a run and its workers use it: the one module that knows what lies where in it.

::

    inputs/<sha256>                 what all episodes of a show are made with; it stays there
    clips/<show's guid>/<slug>.zip  the spoken lines of an episode's last release; they stay
    runs/<run>/inputs/<sha256>      reports, and what else a task is made from
    runs/<run>/<show>/<slug>.zip    a finished release on its way to the shelf

A run removes what is its own when it ends. All else may be deleted between runs: it costs time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from audiobrief.errors import NetworkError
from audiobrief.files import digest, digest_file
from audiobrief.net.storage.drivers import scheme_of
from audiobrief.net.storage.place import Place, Stored


class Store:
    """What one run keeps at an address; ``run`` is its name there, and no other run's.

    Raises:
        UsageError: no such kind of store, or its packages are not installed.
    """

    def __init__(self, url: str, run: str) -> None:
        self.url = url
        self.run = run
        self.place = Place(url, "store")
        self._begun = Stored(f"runs/{run}/begun", len(run.encode()), digest(run.encode()))
        self._sent: set[str] = set()

    def begin(self) -> None:
        """Make sure that files can be put here, before anything is made.

        Raises:
            NetworkError: the store cannot be reached, or refuses.
        """
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "begun")
            source.write_bytes(self.run.encode())
            self.place.put(self._begun, source)

    def is_open(self) -> bool:
        """Return whether the run still waits for what is made; an interrupted one does not.

        Raises:
            NetworkError: the store cannot be reached.
        """
        return self.place.holds(self._begun)

    def end(self) -> None:
        """Remove all that is this run's own.

        Raises:
            NetworkError: the store cannot be reached, or refuses.
        """
        self.place.clear(f"runs/{self.run}")

    def send(self, sources: Mapping[str, Path], *, lasting: bool) -> dict[str, Stored]:
        """Put files there by their content, each once, and return them by the same names.

        What is ``lasting`` serves later runs too, and may be there from an earlier one.

        Raises:
            NetworkError: the store fails.
        """
        folder = "inputs" if lasting else f"runs/{self.run}/inputs"
        return {
            name: self._send(source, folder, lasting=lasting) for name, source in sources.items()
        }

    def _send(self, source: Path, folder: str, *, lasting: bool) -> Stored:
        sha256 = digest_file(source)
        file = Stored(f"{folder}/{sha256}", source.stat().st_size, sha256)
        if file.path not in self._sent:
            if not (lasting and self.place.holds(file)):
                self.place.put(file, source)
            self._sent.add(file.path)
        return file

    def put(self, path: str, source: Path) -> Stored:
        """Put the file ``source`` at ``path``, in place of what is there.

        Raises:
            NetworkError: the store fails.
        """
        file = Stored(path, source.stat().st_size, digest_file(source))
        self.place.put(file, source)
        return file

    def fetch(self, file: Stored, to: Path) -> None:
        """Fetch a file to ``to``.

        Raises:
            NetworkError: the store fails, the file is gone, or it is not what was put there.
        """
        if not self.place.get(file.path, to, file.sha256):
            where = self.place.where(file.path)
            raise NetworkError("is gone from the store", where=where, remedy="Run again.")

    def release(self, show: str, slug: str) -> str:
        """Return where the release of an episode waits for the run."""
        return f"runs/{self.run}/{show}/{slug}.zip"

    def clips(self, guid: str, slug: str) -> str:
        """Return where an episode's spoken lines lie; ``guid`` is its show's."""
        return f"clips/{digest(guid.encode())[:16]}/{slug}.zip"


def address(text: str) -> str:
    """Return the address of a store as every machine understands it: a folder's path whole."""
    return text if scheme_of(text) != "file" or "://" in text else str(Path(text).absolute())
