"""The kinds of value that settings have, and the form of every table of a show file."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, HttpUrl, StringConstraints, TypeAdapter

from audiobrief.errors import ConfigError
from audiobrief.model import VoiceRef
from audiobrief.wording import load_wording

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+$")]


def _web_url(url: str) -> str:
    TypeAdapter(HttpUrl).validate_python(url)
    return url


def _voice(text: str) -> str:
    VoiceRef.read(text)
    return text


def _language(tag: str) -> str:
    try:
        load_wording(tag)
    except ConfigError as error:
        raise ValueError(" ".join(str(error).split()).rstrip(".")) from error
    return tag


Language = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
    AfterValidator(_language),
]

WebUrl = Annotated[str, AfterValidator(_web_url)]

VoiceName = Annotated[Text, AfterValidator(_voice)]
"""``NAME`` or ``NAME:SPEAKER``: :class:`audiobrief.model.VoiceRef`."""


class Table(BaseModel):
    """A table: frozen, and with no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")
