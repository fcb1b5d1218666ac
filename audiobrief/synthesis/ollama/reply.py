"""What a model wrote, taken out of what it wraps around it."""

from __future__ import annotations

import re
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)

MOST_FAULTS = 5

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_AFTER_THOUGHTS = re.compile(r"\A.*</think(?:ing)?>", re.DOTALL | re.IGNORECASE)


class NoAnswerError(ValueError):
    """What came is not what was asked for; ``faults`` says why, fit to be sent back."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def json_in(text: str) -> str:
    """Return the JSON object in a reply, without thoughts before it and fences around it.

    Some templates open a thought in the prompt, so that only its end is in the reply.
    """
    spoken = _AFTER_THOUGHTS.sub("", _THOUGHTS.sub("", text))
    first, last = spoken.find("{"), spoken.rfind("}")
    return spoken[first : last + 1] if 0 <= first < last else ""


def read(text: str, shape: type[Shape]) -> Shape:
    """Return a reply as what it should be.

    Raises:
        NoAnswerError: it holds no such thing.
    """
    found = json_in(text)
    if not found:
        raise NoAnswerError(["it holds no JSON object"])
    try:
        return shape.model_validate_json(found)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)[:MOST_FAULTS]
        raise NoAnswerError([_told(fault["loc"], fault["msg"]) for fault in faults]) from error


def _told(place: tuple[int | str, ...], reason: str) -> str:
    return f"{'.'.join(map(str, place)) or 'the JSON'}: {reason}"
