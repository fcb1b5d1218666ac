"""Sentences as vectors of their telling words (TF-IDF), and how alike they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from audiobrief.synthesis.tables import folded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STEM = 6
"""Letters by which a word is known again in its other forms: "closing" is "closed".

Cutting words is the plainest stemming, and close to the best in languages of many forms
(McNamee and Mayfield, 2004, "Character N-Gram Tokenization").
"""

_TERM = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def terms(text: str, small: Collection[str]) -> tuple[str, ...]:
    """Return the telling words of ``text``, cut to their stems, and its figures whole."""
    words = _TERM.findall(folded(text))
    return tuple(word if word[0].isdigit() else word[:STEM] for word in words if word not in small)


def vectors(texts: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return a row a text, of length 1 or, where it has no telling word, 0."""
    import numpy as np

    spread = Counter(term for text in texts for term in set(text))
    column = {term: at for at, term in enumerate(sorted(spread))}
    rows = np.zeros((len(texts), max(1, len(column))))
    for row, text in zip(rows, texts, strict=True):
        for term, count in Counter(text).items():
            rarity = np.log((1 + len(texts)) / (1 + spread[term])) + 1
            row[column[term]] = (1 + np.log(count)) * rarity
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float64] = rows / np.where(lengths == 0, 1, lengths)
    return unit
