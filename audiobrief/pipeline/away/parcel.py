"""Several files as one: a release or an episode's clips cost the store one request, not many.

A parcel is a ZIP without compression, for sound does not shrink; the same files always give the
same bytes, so one that is put twice is the same one.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from audiobrief.files import writing


def pack(files: Iterable[Path], to: Path) -> Path:
    """Write ``files``, no two of one name, into the parcel ``to`` and return it.

    Raises:
        OutputError: the disk refuses.
    """
    with writing(to), ZipFile(to, "w") as parcel:
        for path in sorted(files, key=lambda path: path.name):
            facts = ZipInfo(path.name)  # dated 1980, whenever the file was written
            facts.file_size = path.stat().st_size
            with path.open("rb") as source, parcel.open(facts, "w") as target:
                shutil.copyfileobj(source, target)
    return to


def unpack(parcel: Path, folder: Path) -> None:
    """Write the files of a parcel, whose digest is known to be right, into ``folder``.

    Raises:
        OutputError: the disk refuses.
    """
    with writing(folder), ZipFile(parcel) as found:
        found.extractall(folder)
