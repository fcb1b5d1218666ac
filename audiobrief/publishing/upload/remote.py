"""A target as the shelf is sent to it: published files, and what is remembered of them there."""

from __future__ import annotations

import tempfile
from pathlib import Path

from audiobrief.files import digest
from audiobrief.net.storage.place import Place, Stored
from audiobrief.publishing.served import Served
from audiobrief.publishing.upload.manifest import MANIFEST, Manifest
from audiobrief.publishing.upload.site import SiteFile


class Remote:
    """A target, connected when first needed.

    Raises:
        UsageError: no such kind of target, or its packages are not installed.
    """

    def __init__(self, url: str) -> None:
        self._place = Place(url, "target")
        self.shown = self._place.shown
        self.listing = self._place.listing
        self.remove = self._place.remove
        self.close = self._place.close

    def manifest(self) -> Manifest:
        """Return what is remembered there of earlier runs.

        Raises:
            NetworkError: the target cannot be read.
        """
        return Manifest.read(self._place.read(MANIFEST))

    def put(self, file: SiteFile) -> None:
        """Send a file with what it is to be served as; errors are those of the place."""
        stored = Stored(file.path, file.bytes, file.sha256)
        self._place.put(stored, file.source, (file.served.type, file.served.cache))

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
