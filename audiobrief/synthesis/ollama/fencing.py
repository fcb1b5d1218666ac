"""Text from outside, made safe to show to a model: plain, fenced, and without orders to it.

Nothing keeps a model from obeying what it reads, so this is the first of three walls: what
gives a model orders is not shown to it, what is shown cannot pass for anything but material,
and what the model writes is inspected (:mod:`audiobrief.synthesis.ollama.inspection`).
See "LLM01: Prompt Injection", https://genai.owasp.org/llmrisk/llm01-prompt-injection/.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from importlib import resources

LONGEST_PARAGRAPH = 2000
"""Characters of a paragraph that are shown; few are longer, and those are no news."""

_ANGLES = str.maketrans("<>", "‹›")
_LABEL_LIKE = re.compile(r"\[(?=\s*/?\s*(?:[ARS]\d+|INST|SYS))", re.IGNORECASE)
_FENCE_LIKE = re.compile(r"([`#=~*_|\-])\1{2,}")


def neutral(text: str) -> str:
    """Return ``text`` on one line, without what could end a fence or pass for a label.

    Invisible characters go: they hide orders from a reader that a model sees. Angle brackets
    open the tags of chat templates, so they become look-alikes.
    """
    printable = "".join(sign if sign.isprintable() else _blank(sign) for sign in text)
    flat = " ".join(printable.translate(_ANGLES).split())
    return _FENCE_LIKE.sub(r"\1", _LABEL_LIKE.sub("(", flat))[:LONGEST_PARAGRAPH]


def mark_of(texts: Iterable[str]) -> str:
    """Return the mark that fences ``texts``: a digest of them, so that none of them can hold it."""
    digest = sha256("\n".join(texts).encode()).hexdigest()
    return f"MATERIAL-{digest[:16]}"


def gives_orders(text: str) -> bool:
    """Return whether ``text`` speaks to a language model rather than to a reader."""
    # What is hidden between the letters is taken away first.
    plain = "".join(sign if sign.isprintable() else _blank(sign) for sign in text)
    return bool(pattern("orders").search(" ".join(plain.split())))


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of all entries of a table in ``tells.toml``."""
    text = resources.files("audiobrief.synthesis.ollama").joinpath("tells.toml").read_text("utf-8")
    table: Mapping[str, list[str]] = tomllib.loads(text)[name]
    entries = (entry for language in table.values() for entry in language)
    return re.compile("|".join(f"(?:{entry})" for entry in entries), re.IGNORECASE)


def _blank(sign: str) -> str:
    """Keep a gap where white space stood, none where something invisible did."""
    return " " if sign.isspace() else ""
