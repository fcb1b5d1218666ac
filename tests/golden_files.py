"""Golden files: what is produced, compared with what was looked at and kept.

``AUDIOBRIEF_REGENERATE=1 pytest`` writes them anew; then the diff is the review.
"""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def golden(name: str, produced: bytes) -> bytes:
    """Return the golden file ``name``, written anew where AUDIOBRIEF_REGENERATE is set."""
    path = GOLDEN / name
    if os.environ.get("AUDIOBRIEF_REGENERATE"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(produced)
    return path.read_bytes()
