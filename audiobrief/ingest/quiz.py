"""A quiz read from the blocks under its heading.

The form, in Markdown; plain text and pages follow the same order::

    ## Quiz

    By how much did tolls rise?

    - [ ] Two percent
    - [x] Three percent

    The authority said so.

A question is a heading, a line before a list, or a line that ends in a question mark. The right
choice is marked by ``[x]``, ✓ or "(correct)", or named by a line "Answer: B" or "Answer: Three
percent". What follows is the explanation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from audiobrief.errors import ReportError
from audiobrief.ingest.blocks import Block, Kind
from audiobrief.ingest.text import ends_sentence
from audiobrief.model import QuizItem

_NUMBER = re.compile(r"(?:question|q)\s*\d+\s*[:.)]?\s+|\d{1,2}[.)]\s+", re.IGNORECASE)
_LETTER = re.compile(r"(?P<letter>[A-H])[.)]\s+")
_BOX = re.compile(r"\[(?P<mark>[ xX✓✔]?)\]\s*")
_RIGHT = re.compile(
    r"^[✓✔✅☑]\ufe0f?\s*|\s*[✓✔✅☑]\ufe0f?$|\s*\((?:correct|right)(?: answer)?\)$", re.IGNORECASE
)
_ANSWER = re.compile(
    r"(?:the\s+)?(?:correct\s+|right\s+)?answer(?:\s+is)?\s*:\s*(?P<text>\S.*)", re.IGNORECASE
)
_EXPLANATION = re.compile(r"explanation\s*:\s*(?P<text>\S.*)", re.IGNORECASE)


@dataclass(slots=True)
class _Draft:
    """A question while its lines are gathered."""

    question: str
    line: int
    choices: list[str] = field(default_factory=list)
    right: list[str] = field(default_factory=list)
    answer: str = ""
    explanation: list[str] = field(default_factory=list)

    def item(self, path: Path) -> QuizItem:
        """Return the finished question, its answer found among the choices."""
        answers = self.right or ([_named(self.answer, self.choices)] if self.answer else [])
        if len(set(answers)) > 1:
            raise self.fault("marks more than one choice as right", path)
        if self.choices and answers and answers[0] not in self.choices:
            raise self.fault("has an answer that is none of its choices", path)
        return QuizItem(
            self.question, tuple(self.choices), "".join(answers[:1]), " ".join(self.explanation)
        )

    def fault(self, what: str, path: Path) -> ReportError:
        return ReportError(
            f"the question {self.question!r} {what}",
            where=f"{path}:{self.line}",
            remedy="Mark one choice with [x], or name it after `Answer:`.",
        )


def quiz_of(blocks: Sequence[Block], path: Path) -> tuple[QuizItem, ...]:
    """Return the questions, in order; choices and answer stay empty where not given.

    Raises:
        ReportError: two choices are marked right, or the answer is none of the choices.
    """
    drafts: list[_Draft] = []
    for place, block in enumerate(blocks):
        after = blocks[place + 1] if place + 1 < len(blocks) else None
        if _asks(block, after, drafts[-1] if drafts else None):
            drafts.append(_Draft(_NUMBER.sub("", block.text, count=1), block.line))
        elif drafts:
            _add(drafts[-1], block)
    return tuple(draft.item(path) for draft in drafts if draft.question)


def _asks(block: Block, after: Block | None, draft: _Draft | None) -> bool:
    if block.kind is Kind.HEADING:
        return True
    before_choices = after is not None and after.kind is Kind.ITEM
    if block.kind is Kind.ITEM:
        deeper = before_choices and after is not None and after.level > block.level
        return deeper or (draft is None and block.text.endswith("?"))
    if _ANSWER.fullmatch(block.text) or _EXPLANATION.fullmatch(block.text):
        return False
    return block.text.endswith("?") or (before_choices and (draft is None or bool(draft.choices)))


def _add(draft: _Draft, block: Block) -> None:
    """Take a block that is no question for what it is to the question before it."""
    if answer := _ANSWER.fullmatch(block.text):
        draft.answer = answer["text"]
    elif explanation := _EXPLANATION.fullmatch(block.text):
        draft.explanation.append(explanation["text"])
    elif block.kind is Kind.ITEM or _is_bare_choice(draft, block.text):
        _add_choice(draft, block)
    else:
        draft.explanation.append(block.text)


def _is_bare_choice(draft: _Draft, text: str) -> bool:
    """Return whether a line without a bullet is a choice, as sites' buttons copy."""
    if draft.answer or draft.explanation:
        return False
    return bool(_LETTER.match(text)) or not ends_sentence(text)


def _add_choice(draft: _Draft, block: Block) -> None:
    box = _BOX.match(block.text)
    text = block.text[box.end() :] if box else block.text
    bare = _LETTER.sub("", _RIGHT.sub("", text), count=1).strip()
    if not bare:
        return
    draft.choices.append(bare)
    if (
        block.marked
        or bare != _LETTER.sub("", text, count=1).strip()
        or (box and box["mark"].strip())
    ):
        draft.right.append(bare)


def _named(answer: str, choices: Sequence[str]) -> str:
    """Return the choice that "B", "B. Three percent" or "Three percent" names."""
    bare = _LETTER.sub("", answer, count=1).strip()
    for choice in choices:
        if bare.rstrip(".").casefold() == choice.rstrip(".").casefold():
            return choice
    letter = answer.strip().rstrip(".)").upper()
    place = ord(letter) - ord("A") if len(letter) == 1 else -1
    return choices[place] if 0 <= place < len(choices) else bare
