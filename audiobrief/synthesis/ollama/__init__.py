"""Reports written by a language model on an Ollama server (https://ollama.com).

:func:`write` makes a draft of a story, :class:`Rewriter` writes a single sentence anew. Source
text is data throughout: see :mod:`audiobrief.synthesis.ollama.fencing`.
"""

from __future__ import annotations

from audiobrief.synthesis.ollama.progress import Notify, Progress
from audiobrief.synthesis.ollama.rewriting import Rewriter
from audiobrief.synthesis.ollama.writing import write

__all__ = ["Notify", "Progress", "Rewriter", "write"]
