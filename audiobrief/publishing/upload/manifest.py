"""What audiobrief remembers, at the target itself, of what it has put there.

It lies with the target because that is what it tells of: another machine, a fresh clone or
a runner of continuous integration then knows as much as the one that published before, and
one request replaces one for each file. Sizes are held against a listing all the same, for
others may have been at work there.

Whoever can read the target can read the manifest, so it names nothing: paths and contents
stand in it as digests, which tell only what one knows already.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from audiobrief.files import digest
from audiobrief.net.storage.place import PART
from audiobrief.publishing.upload.site import SiteFile

MANIFEST = ".audiobrief-manifest.json"
VERSION = 1


@dataclass
class Manifest:
    """Digest of a path → fingerprint of the file that was put there."""

    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, data: bytes | None) -> Manifest:
        """Return what ``data`` tells; a manifest that is damaged or absent knows of nothing.

        Everything is then sent once more, which harms nobody.
        """
        try:
            found = json.loads(data or b"{}")
        except (ValueError, RecursionError):
            return cls()
        if not isinstance(found, dict) or found.get("version") != VERSION:
            return cls()
        files = found.get("files")
        whole = isinstance(files, dict) and all(isinstance(one, str) for one in files.values())
        return cls(dict(files)) if whole and files else cls()

    def dump(self) -> bytes:
        """Return the manifest as it is stored."""
        return json.dumps({"version": VERSION, "files": self.files}, indent=0).encode()

    def holds(self, file: SiteFile) -> bool:
        """Return whether this very file was put there."""
        return self.files.get(_key(file.path)) == file.fingerprint

    def knows(self, path: str) -> bool:
        """Return whether some file was put at ``path``."""
        return _key(path) in self.files

    def add(self, file: SiteFile) -> None:
        """Remember that ``file`` has arrived."""
        self.files[_key(file.path)] = file.fingerprint

    def drop(self, path: str) -> None:
        """Forget what was at ``path``."""
        self.files.pop(_key(path), None)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to send, in order, and then to remove; ``kept`` files are there as they should be."""

    send: tuple[SiteFile, ...]
    remove: tuple[str, ...]
    kept: int

    @property
    def bytes(self) -> int:
        """How much there is to send."""
        return sum(file.bytes for file in self.send)


def plan(
    files: Collection[SiteFile], manifest: Manifest, there: Mapping[str, int], *, prune: bool
) -> Plan:
    """Decide what to do.

    Args:
        files: what is to be published, in the order of sending.
        manifest: what was put there before.
        there: the target's own list of paths and their bytes.
        prune: remove what audiobrief put there and no longer publishes, and nothing else.
    """
    send = tuple(
        file for file in files if there.get(file.path) != file.bytes or not manifest.holds(file)
    )
    wanted = {file.path for file in files}
    gone = (path for path in there if path not in wanted and _ours(path, manifest))
    return Plan(send, tuple(sorted(gone)) if prune else (), len(files) - len(send))


def _ours(path: str, manifest: Manifest) -> bool:
    return manifest.knows(path) or path.rpartition("/")[2].startswith(PART)


def _key(path: str) -> str:
    return digest(path.encode())
