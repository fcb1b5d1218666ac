"""A scripted model for the loopback Ollama server: what it is asked, and what it writes.

A script gets what was asked and returns what the model writes; :func:`compose` answers any JSON
Schema from the prompt's numbered lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_LINE = re.compile(r"^\[([ARS]\d+(?:\.P\d+)?(?:, [ARS]\d+(?:\.P\d+)?)*)\] (.+)$", re.MULTILINE)
_SENTENCE = re.compile(r".+?[.!?](?=\s[A-Z]|$)")


@dataclass(frozen=True)
class Asked:
    """A chat request as it came."""

    body: Mapping[str, Any]

    @property
    def prompt(self) -> str:
        """What the user said last."""
        text: str = self.body["messages"][-1]["content"]
        return text

    @property
    def system(self) -> str:
        """The rules."""
        text: str = self.body["messages"][0]["content"]
        return text

    @property
    def schema(self) -> Mapping[str, Any]:
        """What the answer should be; where any JSON will do, as the prompt shows it."""
        given = self.body.get("format")
        if isinstance(given, dict):
            return given
        shown: Mapping[str, Any] = json.JSONDecoder().raw_decode(
            self.prompt[self.prompt.index("JSON Schema:") + 12 :].lstrip()
        )[0]
        return shown

    @property
    def lines(self) -> list[tuple[list[str], str]]:
        """The numbered lines of the prompt: labels and text."""
        return [(found[1].split(", "), found[2]) for found in _LINE.finditer(self.prompt)]


Script = Callable[[Asked], str]


def compose(asked: Asked) -> str:
    """Return an answer that follows the schema, made of the prompt's numbered lines.

    It is plausible: sentences are those of the sources with their labels, and a quiz asks for
    the words that stand in them. A sentence that the task quotes is not used again.
    """
    return json.dumps(_Composer(asked).answer(), ensure_ascii=False)


class _Composer:
    """A model without a mind: it copies the first sentence of line after line."""

    def __init__(self, asked: Asked) -> None:
        told = asked.prompt.rpartition(">>>")[2]
        sentences = [(labels, _first(text)) for labels, text in asked.lines]
        whole = [one for one in sentences if one[1][-1] in ".!?"]
        self._lines = [one for one in whole if one[1] not in told] or whole or sentences
        self._schema = asked.schema
        self._next = 0

    def answer(self) -> Any:
        return self._value(self._schema, "", {})

    def _value(self, schema: Mapping[str, Any], name: str, beside: dict[str, Any]) -> Any:
        if "enum" in schema:
            return schema["enum"][len(schema["enum"]) // 2]
        kind = schema.get("type")
        if kind == "object":
            return self._object(schema)
        if kind == "array":
            least = schema.get("minItems", 0)
            count = least if least > 1 else min(3, schema.get("maxItems", 3), len(self._lines))
            return [self._value(schema["items"], f"{name} {at}", beside) for at in range(count)]
        if kind == "boolean":
            return True
        return self._text(name, beside)

    def _object(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, one in schema["properties"].items():
            if name == "sources":
                labels, found["line"] = self._lines[self._next % len(self._lines)]
                self._next += 1
                found[name] = labels[: one.get("maxItems", 1)]
            else:
                found[name] = self._value(one, name, found)
        found.pop("line", None)
        return found

    def _text(self, name: str, beside: Mapping[str, Any]) -> str:
        line: str = beside.get("line", "")
        longest = _longest(line)
        if name.startswith("wrong"):
            others = {_longest(text) for _, text in self._lines} - set(re.findall(r"\w+", line))
            spare = [longest[::-1].capitalize(), longest.upper() + "S", longest[:2].upper()]
            return [*sorted(others), *spare][int(name.split()[1])]
        made = {
            "question": f"Which word stands for the gap: {line.replace(longest, '…')[:-1]}?",
            "right": longest,
            "category": "Trade",
        }
        return made.get(name, line)


def _longest(line: str) -> str:
    return max(re.findall(r"\w+", line), key=len, default="")


def _first(text: str) -> str:
    found = _SENTENCE.match(text)
    return found[0] if found else text
