"""Clips already spoken, kept by what was said, in which voice, and how.

A clip is one file: a line of JSON (rate, samples, word ranges, levels, digest of the sound) and
then mono s16le PCM. Its length is checked when it is looked up, its digest by who reads the sound:
most of an edited programme is heard from what was mastered before, and needs no more of it.
"""

from __future__ import annotations

import json
import os
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobrief.files import digest, write_whole
from audiobrief.kept import touch
from audiobrief.model import Clip
from audiobrief.speech.align import Range

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_FORMAT = "2"

Weigh = Callable[["NDArray[np.float32]", int], tuple[tuple[float, float], ...]]
"""Returns what :attr:`Clip.levels` has to tell of samples at a rate."""


@dataclass(frozen=True, slots=True)
class ClipCache:
    """A folder of clips, safe to share: files appear whole and never change.

    :mod:`audiobrief.kept` bounds it.
    """

    folder: Path
    weigh: Weigh

    def get(self, key: str) -> Clip | None:
        """Return the clip kept under ``key``, or None where there is none to trust."""
        path = self.path(key)
        try:
            with path.open("rb") as stream:
                head = stream.readline()
                size = os.fstat(stream.fileno()).st_size - len(head)
            facts = json.loads(head)
            if size != 2 * facts["samples"]:
                return None
            clip = _clip(path, len(head), facts)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        touch(path)
        return clip

    def put(
        self, key: str, samples: NDArray[np.float32], rate: int, words: Sequence[Range]
    ) -> Clip:
        """Keep ``samples`` (float32 in -1..1) and return them as a clip on disk."""
        import numpy as np

        pcm = np.rint(samples * 32767.0).astype("<i2").tobytes()
        facts = {
            "rate": rate,
            "samples": len(samples),
            "sha256": digest(pcm),
            "words": [list(word) for word in words],
            "levels": self.weigh(samples, rate),
        }
        head = json.dumps(facts, separators=(",", ":")).encode()
        path = self.path(key)
        write_whole(path, head + b"\n" + pcm, lasting=False)
        return _clip(path, len(head) + 1, facts)

    def path(self, key: str) -> Path:
        """Return where the clip ``key`` is kept, or would be."""
        return self.folder / key[:2] / f"{key}.clip"


def _clip(path: Path, offset: int, facts: Mapping[str, Any]) -> Clip:
    return Clip(
        path,
        offset,
        int(facts["rate"]),
        int(facts["samples"]),
        _row("q", facts["words"]),
        _row("d", facts["levels"]),
        str(facts["sha256"]),
    )


def _row(kind: str, pairs: Iterable[tuple[float, float]]) -> array[Any]:
    # Two hours have 20,000 words and 72,000 levels, of which pairs take seven times as much.
    return array(kind, (one for first, second in pairs for one in (first, second)))


def clip_key(fingerprint: str, speed: float, seed: int, words: Sequence[str]) -> str:
    """Return the name of a clip: a digest of everything that decides its samples."""
    return digest(json.dumps([_FORMAT, fingerprint, speed, seed, list(words)]).encode())
