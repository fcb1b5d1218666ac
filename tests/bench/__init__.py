"""How well audiobrief does, in figures: ``python -m tests.bench`` at the repository's root.

NeMo's wheel brings a top-level package ``tests`` that hides this one: where it is installed,
remove that folder from site-packages.
"""

import sys
from pathlib import Path

# What tests share lies beside this folder, where pytest finds it and `python -m` does not.
sys.path.append(str(Path(__file__).resolve().parents[1]))
