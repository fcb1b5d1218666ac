"""A folder of this machine, or one mounted there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fsspec.implementations.local import LocalFileSystem


class SharedFolder(LocalFileSystem):  # type: ignore[misc]  # fsspec ships no types
    """fsspec's local filesystem, whose files a web server's user can read whatever the umask."""

    def put_file(self, path1: str, path2: str, callback: Any = None, **kwargs: Any) -> None:
        """Copy a file of this machine."""
        super().put_file(path1, path2, callback, **kwargs)
        Path(path2).chmod(0o644)
