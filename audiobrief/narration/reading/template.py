"""What a rule says, with places for what it found: "{number:cardinal}[ {scale}] {unit:many}"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from audiobrief.narration.reading.forms import FORMS, Slot
from audiobrief.narration.reading.vocabulary import Vocabulary

_PARTS = re.compile(
    r"\{(?P<slot>[a-z_]\w*)(?::(?P<form>[a-z_]\w*)?(?::(?P<agrees>\w+))?)?\}"
    r"|\[(?P<optional>[^\[\]]*)\]|(?P<words>[^{}\[\]]+)"
)

Slots = Mapping[str, Slot]


@dataclass(frozen=True, slots=True)
class _Place:
    """A slot to be said in a form, in agreement with another slot or with a named form."""

    slot: str
    form: str
    agrees: str
    named: bool

    def filled(self, slots: Slots, vocabulary: Vocabulary) -> str | None:
        if self.slot not in slots:
            return ""
        other = slots.get(self.agrees) if self.named else Slot(self.agrees)
        return FORMS[self.form](slots[self.slot], other, vocabulary)


@dataclass(frozen=True, slots=True)
class _Optional:
    """A part that is said only if all slots in it were written."""

    inner: Template

    def filled(self, slots: Slots, vocabulary: Vocabulary) -> str | None:
        return self.inner.filled(slots, vocabulary) if self.inner.needs <= slots.keys() else ""


@dataclass(frozen=True, slots=True)
class Template:
    """Words, places for slots, and parts that may be left out."""

    parts: tuple[str | _Place | _Optional, ...]

    @classmethod
    def of(cls, text: str, named: Collection[str]) -> Template:
        """Read a template; ``named`` are the slots of its rule."""
        parts: list[str | _Place | _Optional] = []
        for found in _PARTS.finditer(text):
            agrees = found["agrees"] or ""
            if found["slot"]:
                known = not agrees or agrees in named
                parts.append(_Place(found["slot"], found["form"] or "", agrees, known))
            elif found["optional"] is not None:
                parts.append(_Optional(cls.of(found["optional"], named)))
            else:
                parts.append(found["words"])
        return cls(tuple(parts))

    def filled(self, slots: Slots, vocabulary: Vocabulary) -> str | None:
        """Return the template filled; None where a form cannot say its slot."""
        said: list[str] = []
        for part in self.parts:
            filled = part if isinstance(part, str) else part.filled(slots, vocabulary)
            if filled is None:
                return None
            said.append(filled)
        return "".join(said)

    @property
    def needs(self) -> frozenset[str]:
        """The slots without which it is not said."""
        return frozenset(part.slot for part in self.parts if isinstance(part, _Place))
