"""Clips already spoken, kept by what was said, in which voice, and how.

A clip is one file: a line of JSON (rate, word ranges, digest) and then mono s16le PCM.
The digest is checked at every read, so a damaged clip is spoken anew, never aired.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiobrief.files import digest, write_whole
from audiobrief.model import Clip
from audiobrief.speech.align import Range
from audiobrief.speech.kept import touch

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FORMAT = "1"


@dataclass(frozen=True, slots=True)
class ClipCache:
    """A folder of clips, safe to share: files appear whole and never change.

    :mod:`audiobrief.speech.kept` bounds it.
    """

    folder: Path

    def get(self, key: str) -> Clip | None:
        """Return the clip kept under ``key``, or None where there is none to trust."""
        path = self.path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        head, _, pcm = data.partition(b"\n")
        try:
            facts = json.loads(head)
            if facts["sha256"] != digest(pcm):
                return None
            words = tuple((int(start), int(end)) for start, end in facts["words"])
            touch(path)
            return Clip(path, len(head) + 1, int(facts["rate"]), len(pcm) // 2, words)
        except (ValueError, KeyError, TypeError):
            return None

    def put(
        self, key: str, samples: NDArray[np.float32], rate: int, words: Sequence[Range]
    ) -> Clip:
        """Keep ``samples`` (float32 in -1..1) and return them as a clip on disk."""
        import numpy as np

        pcm = np.rint(samples * 32767.0).astype("<i2").tobytes()
        facts = {"rate": rate, "sha256": digest(pcm), "words": [list(word) for word in words]}
        head = json.dumps(facts, separators=(",", ":")).encode()
        path = self.path(key)
        write_whole(path, head + b"\n" + pcm)
        return Clip(path, len(head) + 1, rate, len(pcm) // 2, tuple(words))

    def path(self, key: str) -> Path:
        """Return where the clip ``key`` is kept, or would be."""
        return self.folder / key[:2] / f"{key}.clip"


def clip_key(fingerprint: str, speed: float, seed: int, words: Sequence[str]) -> str:
    """Return the name of a clip: a digest of everything that decides its samples."""
    return digest(json.dumps([_FORMAT, fingerprint, speed, seed, list(words)]).encode())
