"""How well audiobrief does, in figures: ``python -m tests.bench`` at the repository's root.

NeMo's wheel brings a top-level package ``tests`` that hides this one: where it is installed,
remove that folder from site-packages.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Its stand-ins are those of the tests, which pytest imports by themselves.
sys.path.append(str(Path(__file__).parents[1]))
