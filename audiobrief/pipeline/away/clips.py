"""An episode's spoken lines: kept by the worker, and as one parcel in the store for all others.

One object an episode, and not one a line, is what a store counts least of: a new episode asks
once and puts once, where a hundred lines would each be asked for and put. The price is that an
edited episode's lines come whole (2.6 MB a minute of sound at 22,050 Hz), and only where the
worker lacks one; and that lines which two episodes share are spoken for each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from audiobrief.files import write_whole
from audiobrief.model import Clip
from audiobrief.pipeline.away.parcel import pack
from audiobrief.speech.align import Range
from audiobrief.speech.cache import ClipCache

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_KEY = re.compile("[0-9a-f]{64}")


@dataclass
class SharedClips:
    """A worker's clips, and behind them those of the episode's last release.

    ``ask`` fetches these into the worker's own, the first time that it lacks one. ``used`` are
    the keys of the clips that were asked for; ``spoken`` whether any was made.
    """

    local: ClipCache
    ask: Callable[[], None]
    used: set[str] = field(default_factory=set)
    spoken: bool = False
    _asked: bool = False

    def get(self, key: str) -> Clip | None:
        """Return the clip kept under ``key``, or None where there is none to trust."""
        self.used.add(key)
        found = self.local.get(key)
        if found is None and not self._asked:
            self._asked = True
            self.ask()
            found = self.local.get(key)
        return found

    def put(
        self, key: str, samples: NDArray[np.float32], rate: int, words: Sequence[Range]
    ) -> Clip:
        """Keep ``samples`` (float32 in -1..1) and return them as a clip on disk."""
        self.spoken = True
        return self.local.put(key, samples, rate, words)

    def pack(self, to: Path) -> Path:
        """Write all clips that were used into the parcel ``to`` and return it.

        Raises:
            OutputError: the disk refuses.
        """
        return pack(map(self.local.path, self.used), to)


def unpack_clips(parcel: Path, local: ClipCache) -> None:
    """Add the clips of a parcel to those of this machine; a damaged parcel has none.

    Each clip has a digest of its own, which is checked when it is read.

    Raises:
        OutputError: the disk refuses.
    """
    try:
        with ZipFile(parcel) as found:
            for name in found.namelist():
                key = name.removesuffix(".clip")
                if _KEY.fullmatch(key) and not local.path(key).exists():
                    write_whole(local.path(key), found.read(name))
    except BadZipFile:
        return
