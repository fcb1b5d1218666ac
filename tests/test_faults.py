"""Faults that pydantic finds, in audiobrief's words."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from audiobrief.faults import listed, reason_of


class Quay(BaseModel):
    """A form with one rule of its own."""

    model_config = ConfigDict(extra="forbid")

    name: str
    depth: int = 1

    @field_validator("depth")
    @classmethod
    def _deep(cls, depth: int) -> int:
        if depth < 1:
            msg = "a quay is deep"
            raise ValueError(msg)
        return depth


def reasons(own: dict[str, str], **given: object) -> list[str]:
    """Return what is told of a quay."""
    with pytest.raises(ValidationError) as caught:
        Quay.model_validate(given)
    return [reason_of(fault, own) for fault in caught.value.errors()]


def test_common_faults_have_plain_words() -> None:
    """A rule's own message stands without pydantic's preface."""
    assert reasons({}, depth=0, lenght=2) == [
        "required, but missing: add it",
        "a quay is deep",
        "no such key: correct or remove it",
    ]


def test_a_file_words_its_own() -> None:
    """Given words go before the common ones."""
    assert reasons({"missing": "name it"}) == ["name it"]


def test_faults_are_counted_and_listed() -> None:
    """Each stands on its own line, below how many there are."""
    assert listed("the chart", ["a", "b"]) == "2 fault(s) in the chart\n  a\n  b"
