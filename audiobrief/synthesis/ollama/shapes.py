"""What a model is asked for, as JSON: its answers are untrusted until they are these."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from audiobrief.synthesis.sentiment import HORIZONS, SECTORS

MOST_LABELS = 400
"""A schema that names more labels makes a grammar that is slow to follow."""

_CITED = re.compile(r"\s*[\[(](?:[ARS]\d+(?:\.P\d+)?(?:\s*[,;]\s*|\s+and\s+|\s*))+[\])]")
_LABEL_RIM = " []().,;"


def _tidy(text: str) -> str:
    """Take away what small models add from habit: citations, asterisks, stray white space."""
    return " ".join(_CITED.sub("", text).replace("**", "").split())


def _label(text: str) -> str:
    return text.strip(_LABEL_RIM).upper()


def _among(known: Sequence[str]) -> AfterValidator:
    def check(given: str) -> str:
        if given not in known:
            msg = f"it is none of: {', '.join(known)}"
            raise ValueError(msg)
        return given

    return AfterValidator(check)


def _enum(known: Sequence[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(known)})


Tone = Literal["very negative", "negative", "neutral", "positive", "very positive"]
"""From bad to good, in words that small models do not confuse."""

Prose = Annotated[str, AfterValidator(_tidy)]
Label = Annotated[str, AfterValidator(_label)]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class Cited(_Shape):
    """A sentence and what it rests on; the labels come first, so that they are chosen first."""

    sources: tuple[Label, ...] = Field(min_length=1, max_length=8)
    text: Prose


class SectionShape(_Shape):
    """A section of a report."""

    sentences: tuple[Cited, ...] = Field(max_length=12)


class NotesShape(_Shape):
    """What a part of the sources says."""

    notes: tuple[Cited, ...] = Field(max_length=24)


class HeadShape(_Shape):
    """What stands over a report."""

    title: Cited
    summary: tuple[Cited, ...] = Field(min_length=1, max_length=4)
    category: Prose


class MoodShape(_Shape):
    """How good or bad the news is, of what, and for how long."""

    sources: tuple[Label, ...] = Field(min_length=1, max_length=8)
    reason: Prose
    sector: Annotated[str, _among(SECTORS), _enum(SECTORS)]
    tone: Tone
    horizon: Annotated[str, _among(HORIZONS), _enum(HORIZONS)]


class QuestionShape(_Shape):
    """A question of a quiz; the right choice stands apart, for models are poor at indices."""

    sources: tuple[Label, ...] = Field(min_length=1, max_length=8)
    question: Prose
    right: Prose
    wrong: tuple[Prose, ...] = Field(min_length=3, max_length=3)
    explanation: Prose


class QuizShape(_Shape):
    """A quiz."""

    questions: tuple[QuestionShape, ...] = Field(min_length=3, max_length=3)


def schema_of(shape: type[BaseModel], labels: Sequence[str] = ()) -> dict[str, Any]:
    """Return the JSON Schema of a shape, with no references in it, and only ``labels`` to cite.

    Without labels, or with very many, any may be cited.

    References and titles are left out because llama.cpp, which turns the schema into a grammar,
    has been at odds with the first and makes nothing of the second.
    """
    whole = shape.model_json_schema()
    found: dict[str, Any] = _resolved(
        whole, whole.get("$defs", {}), list(labels)[: MOST_LABELS + 1]
    )
    return found


def _resolved(node: Any, shared: Mapping[str, Any], labels: list[str]) -> Any:
    if isinstance(node, list):
        return [_resolved(item, shared, labels) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _resolved(shared[node["$ref"].rpartition("/")[2]], shared, labels)
    kept = {key: node[key] for key in node.keys() - {"$defs", "title", "description", "properties"}}
    found = {key: _resolved(value, shared, labels) for key, value in sorted(kept.items())}
    if "properties" in node:
        found["properties"] = _properties(node["properties"], shared, labels)
    return found


def _properties(
    given: Mapping[str, Any], shared: Mapping[str, Any], labels: list[str]
) -> dict[str, Any]:
    found = {name: _resolved(value, shared, labels) for name, value in given.items()}
    if "sources" in found and 0 < len(labels) <= MOST_LABELS:
        found["sources"]["items"] = {"type": "string", "enum": labels}
    return found
