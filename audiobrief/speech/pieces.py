"""Utterances cut into pieces short enough for one inference."""

from __future__ import annotations

MAX_PHONEMES = 380
"""Longest piece of one inference: beyond about 800 ids a graph keeps gigabytes."""

_CLAUSE_ENDS = frozenset(",;:.!?")


def cut(phonemes: list[str], longest: int = MAX_PHONEMES) -> list[list[str]]:
    """Cut ``phonemes`` into runs of at most ``longest``, at clauses, else words, else anywhere."""
    pieces = []
    rest = phonemes
    while len(rest) > longest:
        head = range(longest, longest // 4, -1)
        clause = (i for i in head if rest[i - 1] == " " and rest[i - 2] in _CLAUSE_ENDS)
        space = (i for i in head if rest[i - 1] == " ")
        end = next(clause, None) or next(space, longest)
        pieces.append(rest[:end])
        rest = rest[end:]
    return [*pieces, rest]
