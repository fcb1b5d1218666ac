"""The words of a language as pyspellchecker brings them, looked up where they lie.

Its own class counts every word for corrections that nobody asks for here, which takes a quarter
of a second and 45 MB. The list itself is in order, a word a line, so that it can be bisected.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Words:
    """Lines of ``"word": count,`` in UTF-8, in the order of their words."""

    lines: bytes

    def __contains__(self, word: str) -> bool:
        """Return whether ``word``, in lower case, has a line."""
        return _has(self.lines, word)


@lru_cache(maxsize=10_000)
def _has(lines: bytes, word: str) -> bool:
    sought = word.encode()
    at = bisect_left(range(len(lines)), sought, key=partial(_word_at, lines))
    return at < len(lines) and _word_at(lines, at) == sought


def _word_at(lines: bytes, place: int) -> bytes:
    """Return the word of the line that the byte at ``place`` belongs to."""
    start = lines.rfind(b"\n", 0, place) + 1
    return lines[start + 1 : lines.index(b'": ', start)]


def load_words(language: str) -> Words | None:
    """Return the words of a language ("en"), or None where there is no list of them."""
    path = files("spellchecker").joinpath("resources", f"{language}.json.gz")
    return Words(gzip.decompress(path.read_bytes()).strip(b"{}\n")) if path.is_file() else None
